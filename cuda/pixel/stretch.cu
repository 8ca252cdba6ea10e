// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/stretch.hpp"

#include "cuda/core/launch.hpp"
#include "cuda/threshold/compact.hpp"

namespace cellerate::kernel {
namespace {

struct Stretch {
  View2<const double> values;
  double lowest, factor;
  View2<std::uint8_t> bytes;
  CEL_FN void operator()(std::int64_t i) const {
    bytes[i] = static_cast<std::uint8_t>((values[i] - lowest) * factor);
  }
};

struct Complement {
  View2<const std::uint8_t> bytes;
  View2<std::uint8_t> out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = 255 - bytes[i]; }
};

}  // namespace

void stretch_to_bytes(Queue& queue, View2<const double> values, View2<std::uint8_t> bytes) {
  CEL_REQUIRE(bytes.shape == values.shape, "stretch: the output must have the shape of the plane");
  if (values.shape.empty()) return;
  const auto range = extrema(queue, {values.data, values.size()});
  const double width = range.max - range.min;
  for_each_index(queue, values.size(), Stretch{values, range.min, width > 0 ? 255.0 / width : 0.0, bytes});
}

void complement(Queue& queue, View2<const std::uint8_t> bytes, View2<std::uint8_t> out) {
  CEL_REQUIRE(out.shape == bytes.shape, "complement: the output must have the shape of the plane");
  for_each_index(queue, bytes.size(), Complement{bytes, out});
}

}  // namespace cellerate::kernel
