// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/texture_variance.hpp"

#include "cuda/core/launch.hpp"
#include "cuda/filter/gaussian.hpp"
#include "cuda/filter/smooth_with_mask.hpp"

namespace cellerate::kernel {
namespace {

template <class T>
struct Square {
  const T* image;
  T* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = image[i] * image[i]; }
};

struct Variance {
  View2<const double> means;
  View2<double> squares;  ///< becomes the result
  CEL_FN void operator()(int y, int x) const { squares(y, x) = squares(y, x) - means(y, x) * means(y, x); }
};

template <class T>
void find_variance(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask, double sigma,
                   View2<double> out) {
  const std::vector<double> weights = gaussian_weights(sigma);
  Buffer<T> squares(queue, image.shape);
  Buffer<double> means(queue, image.shape);
  for_each_index(queue, image.size(), Square<T>{image.data, squares.data()});
  smooth_with_mask(queue, image, mask, weights, 0, means.view(image.shape));
  smooth_with_mask(queue, std::as_const(squares).view(image.shape), mask, weights, 0, out);
  for_each_pixel(queue, image.shape, Variance{std::as_const(means).view(image.shape), out});
}

}  // namespace

void texture_variance(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, double sigma,
                      View2<double> out) {
  find_variance(queue, image, mask, sigma, out);
}
void texture_variance(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, double sigma,
                      View2<double> out) {
  find_variance(queue, image, mask, sigma, out);
}

}  // namespace cellerate::kernel
