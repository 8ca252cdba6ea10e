/// The kernel over the image, with zeros outside, and over what is outside: the weights that the pixel in the
/// middle takes over.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/laplacian_of_gaussian.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>

#include "cuda/core/launch.hpp"
#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/pixel/keep_where.hpp"
#include "cuda/pixel/mask.hpp"

namespace cellerate::kernel {
namespace {

struct Outside {
  const std::uint8_t* mask;
  double* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = mask[i] ? 0.0 : 1.0; }
};

template <class T>
struct AddMissing {
  const T* image;
  const double* missing_weights;
  T* out;
  CEL_FN void operator()(std::int64_t i) const {
    out[i] = static_cast<T>(static_cast<double>(out[i]) + missing_weights[i] * static_cast<double>(image[i]));
  }
};

double sum_of(const std::vector<double>& values) {
  return numpy_sum<double>(static_cast<std::int64_t>(values.size()),
                           [&](std::int64_t i) { return values[i]; });
}

Buffer<double> missing_weights(Queue& queue, Shape2 shape, View2<const std::uint8_t> mask,
                               const SquareKernel& kernel) {
  Buffer<double> outside = mask ? Buffer<double>(queue, shape) : zeros<double>(queue, shape.size());
  if (mask) for_each_index(queue, shape.size(), Outside{mask.data, outside.data()});
  Buffer<double> missing(queue, shape);
  correlate(queue, std::as_const(outside).view(shape), kernel, Border::kConstant, missing.view(shape), 1);
  return missing;
}

template <class T>
void filter(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask, double sigma, View2<T> out) {
  const Shape2 shape = image.shape;
  const SquareKernel kernel = laplacian_of_gaussian_kernel(sigma);
  Buffer<T> inside(queue, mask ? shape : Shape2{});
  if (mask) keep_where(queue, image, mask, inside.view(shape));
  correlate(queue, mask ? std::as_const(inside).view(shape) : image, kernel, Border::kConstant, out);
  const Buffer<double> missing = missing_weights(queue, shape, mask, kernel);
  for_each_index(queue, shape.size(), AddMissing<T>{image.data, missing.data(), out.data});
  fill_outside(queue, mask, image, out);
}

}  // namespace

SquareKernel laplacian_of_gaussian_kernel(double sigma) {
  const int size = static_cast<int>(sigma * 4) + 1, radius = size / 2;
  if (size < 0) throw std::invalid_argument("the Gaussian's sigma must not be negative");
  std::vector<double> distances, weights;
  for (int dy = -radius; dy <= radius; ++dy)
    for (int dx = -radius; dx <= radius; ++dx) {
      const double y = dy / sigma, x = dx / sigma;
      distances.push_back((y * y + x * x) / 2);
      weights.push_back(std::exp(-distances.back()));
    }
  const double sum = sum_of(weights);
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = (distances[i] - 1) * (weights[i] / sum);
  const double mean = sum_of(weights) / static_cast<double>(weights.size());
  for (double& weight : weights) weight -= mean;
  return {radius, std::move(weights)};
}

void laplacian_of_gaussian(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                           double sigma, View2<float> out) {
  filter(queue, image, mask, sigma, out);
}
void laplacian_of_gaussian(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                           double sigma, View2<double> out) {
  filter(queue, image, mask, sigma, out);
}

}  // namespace cellerate::kernel
