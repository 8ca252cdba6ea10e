/// Without a mask the smoothed mask only knows how near a row is to the first or last one: a plane of 2r + 1
/// rows of ones stands for any height.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/smooth_with_mask.hpp"

#include "cuda/core/launch.hpp"
#include "cuda/filter/gaussian.hpp"
#include "cuda/pixel/keep_where.hpp"

namespace cellerate::kernel {
namespace {

struct MaskToDouble {
  const std::uint8_t* mask;
  double* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = mask[i] ? 1.0 : 0.0; }
};

struct Ones {
  double* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = 1.0; }
};

template <class T, class Out>
struct Divide {
  View2<const T> smoothed;
  MaskWeights::View weights;
  double epsilon;
  View2<Out> out;
  CEL_FN void operator()(int y, int x) const {
    out(y, x) = static_cast<Out>(static_cast<double>(smoothed(y, x)) / (weights.row(y)[x] + epsilon));
  }
};

template <class T>
void smooth_inside(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask,
                   const std::vector<double>& half_weights, View2<T> out) {
  if (!mask) return correlate_symmetric(queue, image, half_weights, Border::kConstant, out);
  Buffer<T> inside(queue, image.shape);
  keep_where(queue, image, mask, inside.view(image.shape));
  correlate_symmetric(queue, std::as_const(inside).view(image.shape), half_weights, Border::kConstant, out);
}

template <class T, class Out>
void smooth(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask,
            const std::vector<double>& half_weights, double epsilon, View2<Out> out) {
  const MaskWeights weights(queue, image.shape, mask, half_weights);
  Buffer<T> smoothed(queue, image.shape);
  smooth_inside(queue, image, mask, half_weights, smoothed.view(image.shape));
  for_each_pixel(queue, image.shape,
                 Divide<T, Out>{std::as_const(smoothed).view(image.shape), weights.view(), epsilon, out});
}

}  // namespace

MaskWeights::MaskWeights(Queue& queue, Shape2 shape, View2<const std::uint8_t> mask,
                         const std::vector<double>& half_weights)
    : shape_(shape), rows_(shape.height) {
  if (!mask) rows_ = std::min(shape.height, 2 * static_cast<int>(half_weights.size()) - 1);
  const Shape2 reduced{rows_, shape.width};
  Buffer<double> inside(queue, reduced);
  weights_ = Buffer<double>(queue, reduced);
  if (mask)
    for_each_index(queue, reduced.size(), MaskToDouble{mask.data, inside.data()});
  else
    for_each_index(queue, reduced.size(), Ones{inside.data()});
  correlate_symmetric(queue, inside.view(reduced), half_weights, Border::kConstant, weights_.view(reduced));
}

void smooth_masked_image(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                         const std::vector<double>& half_weights, View2<float> out) {
  smooth_inside(queue, image, mask, half_weights, out);
}

void smooth_with_mask(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                      const std::vector<double>& half_weights, double epsilon, View2<double> out) {
  smooth(queue, image, mask, half_weights, epsilon, out);
}
void smooth_with_mask(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                      const std::vector<double>& half_weights, double epsilon, View2<double> out) {
  smooth(queue, image, mask, half_weights, epsilon, out);
}
void smooth_with_mask(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                      const std::vector<double>& half_weights, double epsilon, View2<float> out) {
  smooth(queue, image, mask, half_weights, epsilon, out);
}

}  // namespace cellerate::kernel
