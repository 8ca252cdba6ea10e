// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/texture_variance.hpp"

#include "cuda/core/launch.hpp"
#include "cuda/filter/gaussian.hpp"
#include "cuda/filter/smooth_with_mask.hpp"

namespace cellerate::kernel {
namespace {

struct Square {
  const float* image;
  float* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = image[i] * image[i]; }
};

struct Variance {
  View2<const double> means;
  View2<double> squares;  ///< becomes the result
  CEL_FN void operator()(int y, int x) const { squares(y, x) = squares(y, x) - means(y, x) * means(y, x); }
};

}  // namespace

void texture_variance(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, double sigma,
                      View2<double> out) {
  const std::vector<double> weights = gaussian_weights(sigma);
  Buffer<float> squares(queue, image.shape);
  Buffer<double> means(queue, image.shape);
  for_each_index(queue, image.size(), Square{image.data, squares.data()});
  smooth_with_mask(queue, image, mask, weights, 0, means.view(image.shape));
  smooth_with_mask(queue, std::as_const(squares).view(image.shape), mask, weights, 0, out);
  for_each_pixel(queue, image.shape, Variance{std::as_const(means).view(image.shape), out});
}

}  // namespace cellerate::kernel
