/// What shrinks and touches another object goes.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/dividing_lines.hpp"

#include "cuda/core/launch.hpp"
#include "cuda/label/label_masks.hpp"
#include "cuda/morphology/binary_shrink.hpp"

namespace cellerate::kernel {
namespace {

struct Divide {
  const std::int32_t *labels, *shrunk;
  const std::uint8_t* adjacent;
  std::int32_t* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = adjacent[i] && !shrunk[i] ? 0 : labels[i]; }
};

}  // namespace

void add_dividing_lines(Queue& queue, View2<const std::int32_t> labels, View2<std::int32_t> out) {
  CEL_REQUIRE(out.shape == labels.shape, "dividing lines: the output must have the shape of the labels");
  Buffer<std::int32_t> shrunk(queue, labels.shape);
  Buffer<std::uint8_t> adjacent(queue, labels.shape);
  binary_shrink(queue, labels, 1, shrunk.view(labels.shape));
  adjacent_pixels(queue, labels, adjacent.view(labels.shape));
  for_each_index(queue, labels.size(), Divide{labels.data, shrunk.data(), adjacent.data(), out.data});
}

}  // namespace cellerate::kernel
