/// Expansion as a distance transform of the background with its nearest pixels.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/expand.hpp"

#include <cmath>

#include "cuda/core/launch.hpp"
#include "cuda/distance/euclidean_transform.hpp"
#include "cuda/label/label_masks.hpp"

namespace cellerate::kernel {
namespace {

/// Writes background pixels only and reads labeled ones only, so that it may work in place.
struct TakeNearest {
  View2<const std::int32_t> labels, squared, nearest;
  double distance;
  View2<std::int32_t> expanded;
  CEL_FN void operator()(int y, int x) const {
    const std::int32_t pixel = nearest(y, x);
    const bool reached = pixel >= 0 && sqrt(static_cast<double>(squared(y, x))) <= distance;
    if (squared(y, x) == 0)
      expanded(y, x) = labels(y, x);
    else
      expanded(y, x) = reached ? labels[pixel] : 0;
  }
};

}  // namespace

void expand_labels(Queue& queue, View2<const std::int32_t> labels, double distance,
                   View2<std::int32_t> expanded) {
  const Shape2 shape = labels.shape;
  CEL_REQUIRE(expanded.shape == shape, "expand labels: the output must have the shape of the labels");
  Buffer<std::uint8_t> background(queue, shape);
  Buffer<std::int32_t> squared(queue, shape), nearest(queue, shape);
  unlabeled_pixels(queue, labels, background.view(shape));
  nearest_zero(queue, background.view(shape), squared.view(shape), nearest.view(shape));
  for_each_pixel(queue, shape,
                 TakeNearest{labels, squared.view(shape), nearest.view(shape), distance, expanded});
}

}  // namespace cellerate::kernel
