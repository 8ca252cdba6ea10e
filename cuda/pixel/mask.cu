// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/mask.hpp"

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

struct ClearOutside {
  const std::uint8_t* mask;
  float* plane;
  CEL_FN void operator()(std::int64_t i) const { plane[i] = mask[i] ? plane[i] : 0.0f; }
};

}  // namespace

void clear_outside(Queue& queue, View2<const std::uint8_t> mask, View2<float> plane) {
  if (!mask) return;
  CEL_REQUIRE(mask.shape == plane.shape, "mask and plane must have one shape");
  for_each_index(queue, plane.size(), ClearOutside{mask.data, plane.data});
}

}  // namespace cellerate::kernel
