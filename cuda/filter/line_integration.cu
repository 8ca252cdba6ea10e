/// The image is turned until the shear direction lies along the rows, smoothed along the rows and summed down
/// the columns, and turned back.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/line_integration.hpp"

#include "cuda/core/launch.hpp"
#include "cuda/filter/gaussian.hpp"
#include "cuda/filter/rotate.hpp"
#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/threshold/compact.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kStripWidth = 256;

template <class T>
struct SubtractConstant {
  const T* image;
  T constant;
  T* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = image[i] - constant; }
};

/// The sums of a strip of columns.
template <class T>
struct Integrate {
  View2<const T> image;
  T decay;
  View2<T> out;
  CEL_FN void operator()(Block& block, Box box) const {
    const int height = image.shape.height, width = box.width(), x0 = box.x0;
    const T fading = decay;
    T* const sum = block.scratch<T>(width);
    block.each(width, [=](std::int64_t x) { sum[x] = T(0); });
    for (int y = 0; y < height; ++y) {
      const T* const from = image.row(y) + x0;
      T* const to = out.row(y) + x0;
      block.each(width, [=](std::int64_t x) { to[x] = sum[x] = from[x] + sum[x] * fading; });
    }
    block.each(width, [=](std::int64_t x) { sum[x] = T(0); });
    for (int y = height - 1; y >= 0; --y) {
      const T* const from = image.row(y) + x0;
      T* const to = out.row(y) + x0;
      block.each(width, [=](std::int64_t x) {
        sum[x] = from[x] + sum[x] * fading;
        to[x] = (to[x] - sum[x]) / 2;
      });
    }
  }
};

template <class T>
struct Rescale {
  Extrema<T> from, to;
  T* plane;
  CEL_FN void operator()(std::int64_t i) const {
    plane[i] = to.min + (plane[i] - from.min) / (from.max - from.min) * (to.max - to.min);
  }
};

/// Smoothed along the rows and summed down the columns.
template <class T>
Buffer<T> integrate_columns(Queue& queue, View2<const T> image, double decay, double sigma) {
  Buffer<T> smoothed(queue, image.shape), sums(queue, image.shape);
  gaussian_along_rows(queue, image, sigma, Border::kReflect, smoothed.view(image.shape));
  for_each_tile(
      queue, image.shape, {image.shape.height, kStripWidth}, kStripWidth * sizeof(T),
      Integrate<T>{std::as_const(smoothed).view(image.shape), static_cast<T>(decay), sums.view(image.shape)});
  return sums;
}

template <class T>
void integrate(Queue& queue, View2<const T> image, double degrees, double decay, double sigma, View2<T> out) {
  const Shape2 shape = image.shape;
  if (shape.empty()) return;
  const View1<const T> values{image.data, image.size()};
  Buffer<T> centred(queue, shape);
  for_each_index(queue, shape.size(),
                 SubtractConstant<T>{image.data, numpy_mean(queue, values), centred.data()});
  const Shape2 along = rotated_shape(shape, -degrees), back = rotated_shape(along, degrees);
  Buffer<T> straight(queue, along);
  rotate(queue, std::as_const(centred).view(shape), -degrees, 0, 0, straight.view(along));
  const Buffer<T> sums = integrate_columns(queue, std::as_const(straight).view(along), decay, sigma);
  rotate(queue, sums.view(along), degrees, (back.height - shape.height) / 2, (back.width - shape.width) / 2,
         out);
  const Extrema<T> to = extrema(queue, values);
  const Extrema<T> from = extrema(queue, View1<const T>{out.data, out.size()});
  if (to.min == to.max || from.min == from.max)
    queue.zero(out.data, out.size() * sizeof(T));
  else
    for_each_index(queue, out.size(), Rescale<T>{from, to, out.data});
}

}  // namespace

void line_integration(Queue& queue, View2<const float> image, double degrees, double decay, double sigma,
                      View2<float> out) {
  integrate(queue, image, degrees, decay, sigma, out);
}
void line_integration(Queue& queue, View2<const double> image, double degrees, double decay, double sigma,
                      View2<double> out) {
  integrate(queue, image, degrees, decay, sigma, out);
}

}  // namespace cellerate::kernel
