// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/pillbox.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/pixel/keep_where.hpp"
#include "cuda/pixel/mask.hpp"

namespace cellerate::kernel {
namespace {

double root_or_zero(double square) { return square > 0 ? std::sqrt(square) : 0; }

/// Twice the area under the circle's arc up to a height of m, over the square of the radius, but for the
/// straight part.
double arc(double m, double radius) {
  return 0.5 * std::asin(m / radius) + 0.25 * std::sin(2 * std::asin(m / radius));
}

/// The part of a pixel inside the circle; `far` and `near` are its distances along the axes, the longer
/// first.
double covered(double far, double near, double radius) {
  const double square = radius * radius;
  const auto beyond = [](double a, double b) { return a * a + b * b; };
  double part = 0;
  if ((square < beyond(far + 0.5, near + 0.5) && square > beyond(far - 0.5, near - 0.5)) ||
      (near == 0 && far - 0.5 < radius && far + 0.5 >= radius)) {
    const double m1 = square < beyond(far + 0.5, near - 0.5)
                          ? near - 0.5
                          : root_or_zero(square - (far + 0.5) * (far + 0.5));
    const double m2 = square > beyond(far - 0.5, near + 0.5)
                          ? near + 0.5
                          : root_or_zero(square - (far - 0.5) * (far - 0.5));
    part = square * (arc(m2, radius) - arc(m1, radius)) - (far - 0.5) * (m2 - m1) + (m1 - near + 0.5);
  }
  return part + (beyond(far + 0.5, near + 0.5) < square ? 1 : 0);
}

}  // namespace

SquareKernel pillbox(double radius) {
  const int reach = static_cast<int>(std::ceil(radius - 0.5)), side = 2 * reach + 1;
  SquareKernel kernel{reach, {}};
  for (int y = -reach; y <= reach; ++y)
    for (int x = -reach; x <= reach; ++x)
      kernel.weights.push_back(
          covered(std::max(std::abs(y), std::abs(x)), std::min(std::abs(y), std::abs(x)), radius));
  const auto weight = [&](int y, int x) -> double& { return kernel.weights[y * side + x]; };
  const double square = radius * radius, edge = reach - 0.5;
  weight(reach, reach) = std::min(std::numbers::pi * square, std::numbers::pi / 2);
  if (reach > 0 && radius > edge && square < edge * edge + 0.25) {
    // The outermost row holds a cap of the circle only, which its neighbour has counted as well
    const double m = std::sqrt(square - edge * edge), cap = 2 * (square * arc(m, radius) - m * edge);
    weight(2 * reach, reach) = weight(reach, 2 * reach) = weight(reach, 0) = weight(0, reach) = cap;
    weight(2 * reach - 1, reach) -= cap;
    weight(reach, 2 * reach - 1) -= cap;
    weight(reach, 1) -= cap;
    weight(1, reach) -= cap;
  }
  weight(reach, reach) = std::min(weight(reach, reach), 1.0);
  const double sum = numpy_sum<double>(static_cast<std::int64_t>(kernel.weights.size()),
                                       [&](std::int64_t i) { return kernel.weights[i]; });
  for (double& value : kernel.weights) value /= sum;
  return kernel;
}

void circular_average(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, double radius,
                      View2<double> out) {
  Buffer<double> inside(queue, mask ? image.shape : Shape2{});
  if (mask) keep_where(queue, image, mask, inside.view(image.shape));
  correlate(queue, mask ? std::as_const(inside).view(image.shape) : image, pillbox(radius), Border::kConstant,
            out);
  fill_outside(queue, mask, image, out);
}

}  // namespace cellerate::kernel
