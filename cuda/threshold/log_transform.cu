// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/threshold/log_transform.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "cuda/core/launch.hpp"
#include "cuda/numeric/log2.hpp"
#include "cuda/numeric/numpy_log.hpp"
#include "cuda/threshold/compact.hpp"

namespace cellerate::kernel {
namespace {

CEL_FN float natural_log(float x) { return numpy_log(x); }
/// In double precision NumPy's own last bit depends on the processor.
CEL_FN double natural_log(double x) { return portable_log2(x) * 0.69314718055994530942; }

/// Logarithm of a pixel that is at least the floor.
template <class T>
struct FlooredLog {
  const T* image;
  T floor;
  T* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = natural_log(image[i] < floor ? floor : image[i]); }
};

template <class T>
struct Stretch {
  const T* logs;
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

template <class T>
LogScale transform(Queue& queue, View2<const T> image, View2<double> out) {
  if (image.shape.empty()) return {};
  const std::int64_t n = image.size();
  const Extrema<T> range = extrema(queue, View1<const T>{image.data, n});
  const double noise = static_cast<double>(range.min) + static_cast<double>(range.max - range.min) / 256.0 +
                       static_cast<double>(std::numeric_limits<T>::epsilon());
  const T floor = static_cast<T>(noise);
  Buffer<T> logs(queue, n);
  for_each_index(queue, n, FlooredLog<T>{image.data, floor, logs.data()});
  const Extrema<T> log_range = extrema(queue, std::as_const(logs).view());
  const double low = log_range.min, width = static_cast<double>(log_range.max) - low;
  if (width == 0)
    for_each_index(queue, n, Fill{std::min(std::max(low, 0.0), 1.0), out.data});
  else
    for_each_index(queue, n, Stretch<T>{logs.data(), low, width, out.data});
  return {low, log_range.max, log_range.max - log_range.min};
}

}  // namespace

double LogScale::intensity(double transformed) const { return std::exp(transformed * width + log_min); }

LogScale log_transform(Queue& queue, View2<const float> image, View2<double> out) {
  return transform(queue, image, out);
}
LogScale log_transform(Queue& queue, View2<const double> image, View2<double> out) {
  return transform(queue, image, out);
}

void inverse_log_transform(Queue& queue, LogScale scale, View2<double> surface) {
  for_each_index(queue, surface.size(), Inverse{scale.width, scale.log_min, surface.data});
}

}  // namespace cellerate::kernel
