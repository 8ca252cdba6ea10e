/// A tile goes down the rows: the taps of a row of pixels share the running sums, four taps a pass.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/correlate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "cuda/core/launch.hpp"
#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/pixel/keep_where.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kTaps = 4;

struct Tap {
  std::int64_t offset;
  double weight;
};

template <class T>
struct Frame {
  View2<const T> image;
  int margin;
  Border border;
  T outside;
  View2<T> out;
  CEL_FN void operator()(int y, int x) const {
    const int from_y = fold_index(y - margin, image.shape.height, border),
              from_x = fold_index(x - margin, image.shape.width, border);
    out(y, x) = from_y < 0 || from_x < 0 ? outside : image(from_y, from_x);
  }
};

template <class T>
struct CorrelateTile {
  View2<const T> framed;
  const Tap* taps;
  int count, margin;
  View2<T> out;
  CEL_FN void operator()(Block& block, Box box) const {
    const int n = box.width();
    double* const sum = block.scratch<double>(n);
    for (int y = box.y0; y < box.y1; ++y) {
      const T* const from = framed.row(y + margin) + margin + box.x0;
      block.each(n, [=](std::int64_t x) { sum[x] = 0; });
      int k = 0;
      for (; k + kTaps <= count; k += kTaps) {
        const Tap t0 = taps[k], t1 = taps[k + 1], t2 = taps[k + 2], t3 = taps[k + 3];
        block.each(n, [=](std::int64_t x) {
          double s = sum[x] + t0.weight * static_cast<double>(from[x + t0.offset]);
          s += t1.weight * static_cast<double>(from[x + t1.offset]);
          s += t2.weight * static_cast<double>(from[x + t2.offset]);
          s += t3.weight * static_cast<double>(from[x + t3.offset]);
          sum[x] = s;
        });
      }
      for (; k < count; ++k) {
        const Tap tap = taps[k];
        block.each(n,
                   [=](std::int64_t x) { sum[x] += tap.weight * static_cast<double>(from[x + tap.offset]); });
      }
      T* const to = out.row(y) + box.x0;
      block.each(n, [=](std::int64_t x) { to[x] = static_cast<T>(sum[x]); });
    }
  }
};

template <class T>
void run(Queue& queue, View2<const T> image, const SquareKernel& kernel, Border border, View2<T> out,
         double outside) {
  if (image.shape.empty()) return;
  const int r = kernel.radius;
  const Shape2 framed_shape{image.shape.height + 2 * r, image.shape.width + 2 * r};
  Buffer<T> framed(queue, framed_shape);
  for_each_pixel(queue, framed_shape,
                 Frame<T>{image, r, border, static_cast<T>(outside), framed.view(framed_shape)});
  std::vector<Tap> taps;
  for (int dy = -r; dy <= r; ++dy)
    for (int dx = -r; dx <= r; ++dx)
      // SciPy leaves out weights that are next to nothing
      if (std::abs(kernel.at(dy, dx)) > std::numeric_limits<double>::epsilon())
        taps.push_back({static_cast<std::int64_t>(dy) * framed_shape.width + dx, kernel.at(dy, dx)});
  const auto on_device = upload(queue, taps);
  const int width = std::min(512, image.shape.width);
  for_each_tile(queue, image.shape, {16, width}, width * sizeof(double),
                CorrelateTile<T>{std::as_const(framed).view(framed_shape), on_device.data(),
                                 static_cast<int>(taps.size()), r, out});
}

struct MaskToDouble {
  const std::uint8_t* mask;  ///< null: all ones
  double* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = !mask || mask[i] ? 1.0 : 0.0; }
};

template <class T>
struct Divide {
  const T* smoothed;
  const double* weights;
  double epsilon;
  float* out;
  CEL_FN void operator()(std::int64_t i) const {
    out[i] = static_cast<float>(static_cast<double>(smoothed[i]) / (weights[i] + epsilon));
  }
};

template <class T>
void run_with_mask(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask,
                   const SquareKernel& kernel, double epsilon, View2<float> out) {
  const Shape2 shape = image.shape;
  Buffer<double> ones(queue, shape), weights(queue, shape);
  for_each_index(queue, shape.size(), MaskToDouble{mask.data, ones.data()});
  correlate(queue, std::as_const(ones).view(shape), kernel, Border::kConstant, weights.view(shape));
  Buffer<T> inside(queue, mask ? shape : Shape2{}), smoothed(queue, shape);
  if (mask) keep_where(queue, image, mask, inside.view(shape));
  correlate(queue, mask ? std::as_const(inside).view(shape) : image, kernel, Border::kConstant,
            smoothed.view(shape));
  for_each_index(queue, shape.size(), Divide<T>{smoothed.data(), weights.data(), epsilon, out.data});
}

}  // namespace

void correlate(Queue& queue, View2<const float> image, const SquareKernel& kernel, Border border,
               View2<float> out, double outside) {
  run(queue, image, kernel, border, out, outside);
}
void correlate(Queue& queue, View2<const double> image, const SquareKernel& kernel, Border border,
               View2<double> out, double outside) {
  run(queue, image, kernel, border, out, outside);
}

void correlate_with_mask(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                         const SquareKernel& kernel, double epsilon, View2<float> out) {
  run_with_mask(queue, image, mask, kernel, epsilon, out);
}
void correlate_with_mask(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                         const SquareKernel& kernel, double epsilon, View2<float> out) {
  run_with_mask(queue, image, mask, kernel, epsilon, out);
}

SquareKernel circular_gaussian(int sd, int radius) {
  SquareKernel kernel{radius, {}};
  for (int y = -radius; y <= radius; ++y)
    for (int x = -radius; x <= radius; ++x) {
      const double i = static_cast<double>(y) / radius, j = static_cast<double>(x) / radius;
      const double v = i * radius / sd, u = j * radius / sd;
      kernel.weights.push_back(
          i * i + j * j <= 1 ? std::pow(std::exp(1.0), -(v * v + u * u) / (2.0 * sd * sd)) : 0);
    }
  const double sum = numpy_sum<double>(static_cast<std::int64_t>(kernel.weights.size()),
                                       [&](std::int64_t i) { return kernel.weights[i]; });
  for (double& weight : kernel.weights) weight /= sum;
  return kernel;
}

}  // namespace cellerate::kernel
