// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/threshold/log_transform.hpp"

#include <cmath>

#include "cuda/core/launch.hpp"
#include "cuda/numeric/numpy_log.hpp"
#include "cuda/threshold/compact.hpp"

namespace cellerate::kernel {
namespace {

/// Logarithm of a pixel that is at least the floor.
struct FlooredLog {
  const float* image;
  float floor;
  float* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = numpy_log(image[i] < floor ? floor : image[i]); }
};

struct Stretch {
  const float* logs;
  double low, range;
  double* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = (static_cast<double>(logs[i]) - low) / range; }
};

/// centrosome's stretch leaves an image of one value alone, but for what lies outside 0 ... 1.
struct Fill {
  double value;
  double* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = value; }
};

struct Inverse {
  double factor, offset;
  double* surface;
  CEL_FN void operator()(std::int64_t i) const { surface[i] = exp(surface[i] * factor + offset); }
};

}  // namespace

double LogScale::intensity(double transformed) const {
  return std::exp(transformed * static_cast<double>(log_max - log_min) + static_cast<double>(log_min));
}

LogScale log_transform(Queue& queue, View2<const float> image, View2<double> out) {
  if (image.shape.empty()) return {0, 0};
  const std::int64_t n = image.size();
  const Extrema<float> range = extrema(queue, View1<const float>{image.data, n});
  constexpr double kFloatEpsilon = 1.1920928955078125e-07;
  const double noise =
      static_cast<double>(range.min) + static_cast<double>(range.max - range.min) / 256.0 + kFloatEpsilon;
  const float floor = static_cast<float>(noise);
  Buffer<float> logs(queue, n);
  for_each_index(queue, n, FlooredLog{image.data, floor, logs.data()});
  const Extrema<float> log_range = extrema(queue, std::as_const(logs).view());
  const LogScale scale{log_range.min, log_range.max};
  const double low = scale.log_min, width = static_cast<double>(scale.log_max) - low;
  if (width == 0)
    for_each_index(queue, n, Fill{std::min(std::max(low, 0.0), 1.0), out.data});
  else
    for_each_index(queue, n, Stretch{logs.data(), low, width, out.data});
  return scale;
}

void inverse_log_transform(Queue& queue, LogScale scale, View2<double> surface) {
  for_each_index(queue, surface.size(),
                 Inverse{static_cast<double>(scale.log_max - scale.log_min), scale.log_min, surface.data});
}

}  // namespace cellerate::kernel
