// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/gaussian_laplace.hpp"

#include "cuda/core/launch.hpp"
#include "cuda/filter/gaussian.hpp"

namespace cellerate::kernel {
namespace {

struct Add {
  const double* other;
  double* sum;
  CEL_FN void operator()(std::int64_t i) const { sum[i] += other[i]; }
};

/// Of the Gaussian's second derivative: those of the Gaussian times a polynomial.
std::vector<double> curvature_weights(double sigma) {
  std::vector<double> weights = gaussian_weights(sigma);
  const double square = sigma * sigma, first = 1.0 / -square, second = first / -square;
  for (std::size_t x = 0; x < weights.size(); ++x) weights[x] *= first + static_cast<double>(x * x) * second;
  return weights;
}

}  // namespace

void gaussian_laplace(Queue& queue, View2<const double> image, double sigma, View2<double> out) {
  CEL_REQUIRE(out.shape == image.shape, "gaussian_laplace: the output must have the shape of the image");
  const std::vector<double> smooth = gaussian_weights(sigma), curved = curvature_weights(sigma);
  Buffer<double> along_rows(queue, image.shape);
  correlate_symmetric(queue, image, curved, smooth, Border::kReflect, out);
  correlate_symmetric(queue, image, smooth, curved, Border::kReflect, along_rows.view(image.shape));
  for_each_index(queue, image.size(), Add{along_rows.data(), out.data});
}

}  // namespace cellerate::kernel
