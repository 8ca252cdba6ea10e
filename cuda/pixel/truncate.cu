// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/truncate.hpp"

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

template <class T>
struct Truncate {
  View2<const T> pixels;
  View2<std::uint8_t> mask;
  std::int32_t* row_has_others;
  CEL_FN void operator()(std::int64_t y) const {
    std::int32_t others = 0;
    for (int x = 0; x < pixels.shape.width; ++x) {
      const T value = pixels(static_cast<int>(y), x);
      // What no integer can hold becomes 0, as on the processors that CellProfiler runs on
      const bool fits = value > T(-2147483648.0) && value < T(2147483520.0);
      const auto byte = static_cast<std::uint8_t>(fits ? static_cast<std::int32_t>(value) : 0);
      mask(static_cast<int>(y), x) = byte;
      others |= byte > 1;
    }
    row_has_others[y] = others;
  }
};

template <class T>
bool truncate(Queue& queue, View2<const T> pixels, View2<std::uint8_t> mask) {
  Buffer<std::int32_t> has_others(queue, pixels.shape.height);
  for_each_index(queue, pixels.shape.height, Truncate<T>{pixels, mask, has_others.data()});
  const HostRead<std::int32_t> others(queue, has_others.data(), has_others.size());
  for (std::int64_t y = 0; y < others.size(); ++y)
    if (others[y]) return false;
  return true;
}

}  // namespace

bool truncate_to_mask(Queue& queue, View2<const float> pixels, View2<std::uint8_t> mask) {
  return truncate(queue, pixels, mask);
}
bool truncate_to_mask(Queue& queue, View2<const double> pixels, View2<std::uint8_t> mask) {
  return truncate(queue, pixels, mask);
}
bool truncate_to_mask(Queue& queue, View2<const std::int32_t> pixels, View2<std::uint8_t> mask) {
  return truncate(queue, pixels, mask);
}

}  // namespace cellerate::kernel
