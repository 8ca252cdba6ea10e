// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/tubeness.hpp"

#include <cmath>

#include "cuda/core/launch.hpp"
#include "cuda/filter/gaussian.hpp"

namespace cellerate::kernel {
namespace {

/// Finite differences in the image's precision, the eigenvalues in double; a derivative that would leave the
/// plane is 0.
template <class T>
struct Ridge {
  View2<const T> a;
  double scale;
  View2<double> out;
  CEL_FN void operator()(int y, int x) const {
    const bool inner_row = y > 0 && y + 1 < a.shape.height, inner_column = x > 0 && x + 1 < a.shape.width;
    const T twice = 2 * a(y, x);
    const double rows = inner_row ? (a(y - 1, x) - twice) + a(y + 1, x) : T(0);
    const double columns = inner_column ? (a(y, x - 1) - twice) + a(y, x + 1) : T(0);
    const double mixed = inner_row && inner_column
                             ? (a(y + 1, x + 1) + a(y - 1, x - 1) - a(y + 1, x - 1) - a(y - 1, x + 1)) / 4
                             : T(0);
    const double b = -(rows + columns), c = rows * columns - mixed * mixed;
    const double root = sqrt(b * b - 4 * c);
    const double first = (-b + root) / 2, second = (-b - root) / 2;
    const double larger = fabs(first) >= fabs(second) ? first : second;
    out(y, x) = larger >= 0 ? 0.0 : -larger * scale;  // not a number stays so
  }
};

struct SobelMagnitude {
  View2<const float> image;
  View2<float> out;
  CEL_FN void operator()(int y, int x) const {
    const double above = derivative(y > 0 ? y - 1 : 0, x), here = derivative(y, x);
    const double below = derivative(y + 1 < image.shape.height ? y + 1 : y, x);
    out(y, x) = fabsf(static_cast<float>(here * 2 + (above + below)));
  }
  /// Rounded to float, as between SciPy's two passes.
  CEL_FN float derivative(int y, int x) const {
    const double left = image(y, x > 0 ? x - 1 : 0), right = image(y, x + 1 < image.shape.width ? x + 1 : x);
    return static_cast<float>(right - left);
  }
};

template <class T>
void find_ridges(Queue& queue, View2<const T> image, double sigma, View2<double> out) {
  Buffer<T> smoothed(queue, image.shape);
  gaussian(queue, image, sigma, Border::kReflect, smoothed.view(image.shape));
  for_each_pixel(queue, image.shape, Ridge<T>{std::as_const(smoothed).view(image.shape), sigma * sigma, out});
}

}  // namespace

void tubeness(Queue& queue, View2<const float> image, double sigma, View2<double> out) {
  find_ridges(queue, image, sigma, out);
}
void tubeness(Queue& queue, View2<const double> image, double sigma, View2<double> out) {
  find_ridges(queue, image, sigma, out);
}

void sobel_magnitude(Queue& queue, View2<const float> image, View2<float> out) {
  for_each_pixel(queue, image.shape, SobelMagnitude{image, out});
}

}  // namespace cellerate::kernel
