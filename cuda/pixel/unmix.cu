/// A map over pixels.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/unmix.hpp"

#include <cmath>

#include "cuda/core/launch.hpp"
#include "cuda/numeric/numpy_log.hpp"

namespace cellerate::kernel {
namespace {

constexpr double kHalfStep = 1.0 / 256 / 2;

CEL_FN inline double log_of(float value) { return numpy_log(value); }
CEL_FN inline double log_of(double value) { return log(value); }

template <class T>
struct Unmix {
  const T* image;
  int channels;
  double red, green, blue;
  float* out;
  CEL_FN void operator()(std::int64_t i) const {
    const T* const pixel = image + i * channels;
    const T step = static_cast<T>(kHalfStep);
    const double r = log_of(pixel[0] + step) * red, g = log_of(pixel[1] + step) * green,
                 b = log_of(pixel[2] + step) * blue;
    double left = exp(r + (g + b)) - kHalfStep;
    if (left < 0) left = 0;
    if (left > 1) left = 1;
    out[i] = static_cast<float>(1 - left);
  }
};

template <class T>
void apply(Queue& queue, View1<const T> image, int channels, std::array<double, 3> weights,
           View1<float> out) {
  CEL_REQUIRE(channels >= 3 && image.size == out.size * channels, "unmix: of a color image");
  for_each_index(queue, out.size,
                 Unmix<T>{image.data, channels, weights[0], weights[1], weights[2], out.data});
}

}  // namespace

void unmix(Queue& queue, View1<const float> image, int channels, std::array<double, 3> weights,
           View1<float> out) {
  apply(queue, image, channels, weights, out);
}

void unmix(Queue& queue, View1<const double> image, int channels, std::array<double, 3> weights,
           View1<float> out) {
  apply(queue, image, channels, weights, out);
}

}  // namespace cellerate::kernel
