// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/rotate.hpp"

#include <algorithm>
#include <cmath>

#include "cuda/core/launch.hpp"
#include "cuda/filter/cubic_spline.hpp"

namespace cellerate::kernel {
namespace {

/// c0 x^n + c1 x^(n-1) + ... in Horner's order.
template <std::size_t n>
double polynomial(double x, const double (&c)[n]) {
  double sum = c[0];
  for (std::size_t i = 1; i < n; ++i) sum = sum * x + c[i];
  return sum;
}

/// Cosine and sine of at most an eighth of a turn, in radians (Cephes sindg.c).
double cosine_near_zero(double z) {
  const double zz = z * z;
  return 1.0 - zz * polynomial(
                        zz, {1.13678171382044553091E-11, -2.08758833757683644217E-9,
                             2.75573155429816611547E-7, -2.48015872936186303776E-5, 1.38888888888806666760E-3,
                             -4.16666666666666348141E-2, 4.99999999999999999798E-1});
}
double sine_near_zero(double z) {
  const double zz = z * z;
  return z + z * (zz * polynomial(zz, {1.58962301572218447952E-10, -2.50507477628503540135E-8,
                                       2.75573136213856773549E-6, -1.98412698295895384658E-4,
                                       8.33333333332211858862E-3, -1.66666666666666307295E-1}));
}

/// scipy.special.cosdg and sindg: exactly 0 at right angles, and other bits than the C library's.
struct Direction {
  double cosine, sine;
};
Direction direction(double degrees) {
  constexpr double kRadians = 1.74532925199432957692E-2;
  const double size = std::fabs(degrees), eighths = std::floor(size / 45.0);
  const int octant = static_cast<int>(std::fmod(eighths, 8)), quarter = (octant + 1) / 2 % 4;
  const double z = (size - (eighths + octant % 2) * 45.0) * kRadians;
  const double c = cosine_near_zero(z), s = sine_near_zero(z);
  const double cosines[] = {c, -s, -c, s}, sines[] = {s, c, -s, -c};
  return {cosines[quarter], degrees < 0 ? -sines[quarter] : sines[quarter]};
}

/// From a pixel of the turned plane to its place in the image. NumPy's BLAS has fused multiply-adds: the
/// products of its matrices round once where a vector's first, or a matrix' second, product is added.
struct Affine {
  double row_y, row_x, row, column_y, column_x, column;
};
Affine to_image(Shape2 from, Shape2 to, double degrees) {
  const auto [c, s] = direction(degrees);
  const double y = (from.height - 1) / 2.0, x = (from.width - 1) / 2.0;
  return {c,  s, (to.height - 1) / 2.0 - std::fma(c, y, s * x),  //
          -s, c, (to.width - 1) / 2.0 - std::fma(-s, y, c * x)};
}

template <class T>
struct Turn {
  View2<const double> coefficients;
  Affine map;
  int y0, x0;
  View2<T> out;
  CEL_FN void operator()(int out_y, int out_x) const {
    const int y = y0 + out_y, x = x0 + out_x;
    const double row = y * map.row_y + x * map.row_x + map.row;
    const double column = y * map.column_y + x * map.column_x + map.column;
    const Shape2 shape = coefficients.shape;
    const bool inside = row >= 0 && row <= shape.height - 1 && column >= 0 && column <= shape.width - 1;
    out(out_y, out_x) = inside ? static_cast<T>(cubic_value(coefficients, cubic_taps(row, shape.height),
                                                            cubic_taps(column, shape.width)))
                               : T(0);
  }
};

template <class T>
void turn(Queue& queue, View2<const T> image, double degrees, int y0, int x0, View2<T> out) {
  const Shape2 box = rotated_shape(image.shape, degrees);
  CEL_REQUIRE(y0 >= 0 && y0 + out.shape.height <= box.height && x0 >= 0 && x0 + out.shape.width <= box.width,
              "the turned plane has no such part");
  if (image.shape.empty()) return;
  const Buffer<double> coefficients = spline_coefficients(queue, image);
  for_each_pixel(queue, out.shape,
                 Turn<T>{coefficients.view(image.shape), to_image(box, image.shape, degrees), y0, x0, out});
}

/// Along one axis, from the lowest to the highest corner of what is turned, to the nearest whole number.
int extent(double from_height, int height, double from_width, int width) {
  const double below = from_height * height, right = from_width * width;
  const auto [lowest, highest] = std::minmax({0.0, below, right, std::fma(from_width, width, below)});
  return static_cast<int>(highest - lowest + 0.5);
}

}  // namespace

Shape2 rotated_shape(Shape2 shape, double degrees) {
  const auto [c, s] = direction(degrees);
  return {extent(c, shape.height, s, shape.width), extent(-s, shape.height, c, shape.width)};
}

void rotate(Queue& queue, View2<const float> image, double degrees, int y0, int x0, View2<float> out) {
  turn(queue, image, degrees, y0, x0, out);
}
void rotate(Queue& queue, View2<const double> image, double degrees, int y0, int x0, View2<double> out) {
  turn(queue, image, degrees, y0, x0, out);
}

}  // namespace cellerate::kernel
