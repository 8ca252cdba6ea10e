/// One pass over the image: every neighbourhood is read once for all of its kernels.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/gradient.hpp"

#include <cmath>

#include "cuda/filter/neighbors.hpp"

namespace cellerate::kernel {
namespace {

GradientWeights weights_of(GradientOperator op) {
  if (op == GradientOperator::kSobel) return {1.0 / 4, 2.0 / 4};
  return {1.0 / 3, 1.0 / 3};
}

template <class T, EdgeDirection direction>
struct Magnitude {
  GradientWeights weights;
  InnerPixels::View inner;
  View2<T> out;
  CEL_FN void operator()(int y, int x, const Neighbors<T>& p) const {
    T size;
    if constexpr (direction == EdgeDirection::kHorizontal) {
      size = std::abs(static_cast<T>(weights.along_y(p)));
    } else if constexpr (direction == EdgeDirection::kVertical) {
      size = std::abs(static_cast<T>(weights.along_x(p)));
    } else {
      const T v = static_cast<T>(weights.along_y(p)), h = static_cast<T>(weights.along_x(p));
      size = std::sqrt(v * v + h * h);
    }
    out(y, x) = inner(y, x) ? size : T(0);
  }
};

template <class T>
void magnitude(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask, GradientOperator op,
               EdgeDirection direction, View2<T> out) {
  const InnerPixels inner(queue, image.shape, mask);
  const GradientWeights weights = weights_of(op);
  switch (direction) {
    case EdgeDirection::kAll:
      return for_each_neighborhood(queue, image,
                                   Magnitude<T, EdgeDirection::kAll>{weights, inner.view(), out});
    case EdgeDirection::kHorizontal:
      return for_each_neighborhood(queue, image,
                                   Magnitude<T, EdgeDirection::kHorizontal>{weights, inner.view(), out});
    case EdgeDirection::kVertical:
      return for_each_neighborhood(queue, image,
                                   Magnitude<T, EdgeDirection::kVertical>{weights, inner.view(), out});
  }
}

template <class T>
struct Roberts {
  InnerPixels::View inner;
  View2<double> out;
  CEL_FN void operator()(int y, int x, const Neighbors<T>& p) const {
    const T middle = static_cast<T>(p(0, 0));
    const T diagonal = middle - static_cast<T>(p(-1, 1)), antidiagonal = middle - static_cast<T>(p(1, 1));
    const T size = std::sqrt(diagonal * diagonal + antidiagonal * antidiagonal);
    out(y, x) = inner(y, x) ? static_cast<double>(size) : 0.0;
  }
};

template <class T>
void roberts_of(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask, View2<double> out) {
  const InnerPixels inner(queue, image.shape, mask);
  for_each_neighborhood(queue, image, Roberts<T>{inner.view(), out});
}

/// The neighbours go round from the upper left one clockwise: places 0 to 7. Three in a row weigh 5, from
/// place `Turn` on, the others -3.
template <class T>
struct Kirsch {
  View2<double> out;
  template <int Turn, int Place>
  CEL_FN static double weighted(double value) {
    return ((Place - Turn) & 7) < 3 ? 5.0 * value : -3.0 * value;
  }
  template <int Turn>
  CEL_FN static double greater(double greatest, const Neighbors<T>& p) {
    double sum = weighted<Turn, 0>(p(-1, -1));
    sum += weighted<Turn, 1>(p(-1, 0));
    sum += weighted<Turn, 2>(p(-1, 1));
    sum += weighted<Turn, 7>(p(0, -1));
    sum += weighted<Turn, 3>(p(0, 1));
    sum += weighted<Turn, 6>(p(1, -1));
    sum += weighted<Turn, 5>(p(1, 0));
    sum += weighted<Turn, 4>(p(1, 1));
    const double gradient = static_cast<T>(sum);
    return gradient > greatest || gradient != gradient ? gradient : greatest;  // NaN stays, as in NumPy
  }
  CEL_FN void operator()(int y, int x, const Neighbors<T>& p) const {
    double greatest = greater<0>(0, p);
    greatest = greater<1>(greatest, p);
    greatest = greater<2>(greatest, p);
    greatest = greater<3>(greatest, p);
    greatest = greater<4>(greatest, p);
    greatest = greater<5>(greatest, p);
    greatest = greater<6>(greatest, p);
    out(y, x) = greater<7>(greatest, p);
  }
};

}  // namespace

void gradient_magnitude(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                        GradientOperator op, EdgeDirection direction, View2<float> out) {
  magnitude(queue, image, mask, op, direction, out);
}
void gradient_magnitude(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                        GradientOperator op, EdgeDirection direction, View2<double> out) {
  magnitude(queue, image, mask, op, direction, out);
}

void roberts(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, View2<double> out) {
  roberts_of(queue, image, mask, out);
}
void roberts(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, View2<double> out) {
  roberts_of(queue, image, mask, out);
}

void kirsch(Queue& queue, View2<const float> image, View2<double> out) {
  for_each_neighborhood(queue, image, Kirsch<float>{out});
}
void kirsch(Queue& queue, View2<const double> image, View2<double> out) {
  for_each_neighborhood(queue, image, Kirsch<double>{out});
}

}  // namespace cellerate::kernel
