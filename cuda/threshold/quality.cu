// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/threshold/quality.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <mutex>

#include "cuda/core/launch.hpp"
#include "cuda/numeric/log2.hpp"
#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/numeric/random_state.hpp"
#include "cuda/threshold/compact.hpp"
#include "cuda/threshold/histogram.hpp"

namespace cellerate::kernel {
namespace {

enum Class : std::uint8_t { kOutside, kBackground, kForeground };

template <class T>
struct Classify {
  const T* image;
  const std::uint8_t *mask, *foreground;  ///< mask: null for all pixels
  std::uint8_t* classes;
  CEL_FN void operator()(std::int64_t i) const {
    const bool inside = (mask ? mask[i] != 0 : true) & (image[i] == image[i]);
    const std::uint8_t side = foreground[i] ? kForeground : kBackground;
    classes[i] = inside ? side : static_cast<std::uint8_t>(kOutside);
  }
};

/// 1/256 of the brightest value under the mask, to which darker ones are raised; 0 where there is none.
template <class T>
T darkest_level(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask) {
  const Buffer<T> masked = mask ? compact(queue, image, mask) : Buffer<T>();
  const View1<const T> values = mask ? masked.view() : View1<const T>{image.data, image.size()};
  if (values.size == 0) return 0;
  return static_cast<T>(static_cast<double>(extrema(queue, values).max) / 256);
}

CEL_FN float log2_of(float x) { return static_cast<float>(portable_log2(x)); }
CEL_FN double log2_of(double x) { return portable_log2(x); }

template <class T>
struct RaisedLog2 {
  const T* image;
  T level;
  T* logs;
  CEL_FN void operator()(std::int64_t i) const { logs[i] = log2_of(image[i] < level ? level : image[i]); }
};

/// log2 of a pixel moved towards its neighbour 8 bits below by a normal deviate. centrosome goes through
/// exp2, cuts at 1 and takes log2 again, which is the cut at 0 here. The pixel is cut to 2^-8 ... 1 before:
/// its own logarithm can be cut instead.
template <class T>
struct NoisyLog2 {
  const T* image;
  const T* logs;  ///< RaisedLog2
  const double* noise;
  T level;
  double* out;
  CEL_FN void operator()(std::int64_t i) const {
    constexpr T kStep = T(1) / 256;
    T v = image[i] < level ? level : image[i];
    v = v < kStep ? kStep : v;
    v = v > T(1) ? T(1) : v;
    T log = logs[i] < T(-8) ? T(-8) : logs[i];
    log = log > T(0) ? T(0) : log;
    const double r = noise[i];
    const double value = static_cast<double>(log2_of(v + kStep)) * r + (1 - r) * static_cast<double>(log);
    out[i] = value < 0 ? value : 0.0;
  }
};

/// RandomState(0).normal of so many values: generated once for each size a process meets.
std::shared_ptr<const std::vector<double>> normal_noise(std::int64_t n) {
  static std::mutex mutex;
  static std::map<std::int64_t, std::weak_ptr<const std::vector<double>>> known;
  static std::shared_ptr<const std::vector<double>>
      latest;  // kept alive: the next image mostly has the same size
  const std::lock_guard lock(mutex);
  if (auto found = known[n].lock()) return latest = found;
  auto values = std::make_shared<std::vector<double>>(n);
  RandomState random(0);
  for (double& v : *values) v = random.normal();
  known[n] = values;
  return latest = values;
}

/// p log2 p of a class, summed over its bins.
double entropy(Queue& queue, const Buffer<double>& logs, Extrema<double> range) {
  const Histogram<double> bins = histogram(queue, logs.view(), 256, range.min, range.max);
  std::vector<double> terms;
  for (const std::int64_t count : bins.counts) {
    if (count == 0) continue;
    const double p = static_cast<double>(count) / static_cast<double>(logs.size());
    terms.push_back(p * std::log2(p));
  }
  return numpy_sum<double>(terms.size(), [&](std::int64_t i) { return terms[i]; });
}

/// The image's logarithms by class.
template <class T>
struct ClassifiedLogs {
  View2<const T> logs;
  View2<const std::uint8_t> classes;
};

template <class T>
double weighted_variance(Queue& queue, const ClassifiedLogs<T>& pixels) {
  double variance[2], count[2];
  for (const Class side : {kBackground, kForeground}) {
    const Buffer<T> values = compact_class(queue, pixels.logs, pixels.classes, side);
    count[side == kForeground] = static_cast<double>(values.size());
    variance[side == kForeground] = values.empty() ? 0.0 : numpy_variance(queue, values.view());
  }
  if (count[1] == 0) return variance[0];
  if (count[0] == 0) return variance[1];
  return (variance[1] * count[1] + variance[0] * count[0]) / (count[1] + count[0]);
}

/// @param logs log2 of the values, those below `level` raised to it
template <class T>
Buffer<double> add_noise(Queue& queue, View1<const T> values, const T* logs, T level) {
  const auto noise = normal_noise(values.size);
  const Buffer<double> uploaded = queue.on_gpu() ? upload(queue, *noise) : Buffer<double>();
  Buffer<double> noisy(queue, values.size);
  for_each_index(
      queue, values.size,
      NoisyLog2<T>{values.data, logs, queue.on_gpu() ? uploaded.data() : noise->data(), level, noisy.data()});
  return noisy;
}

template <class T>
double sum_of_entropies(Queue& queue, View2<const T> image, T level, const ClassifiedLogs<T>& pixels) {
  const View1<const T> values{image.data, image.size()};
  const Buffer<double> noisy = add_noise(queue, values, pixels.logs.data, level);
  const Extrema<double> range = extrema(queue, std::as_const(noisy).view());
  const View2<const double> plane{noisy.data(), image.shape};
  const Buffer<double> foreground = compact_class(queue, plane, pixels.classes, kForeground);
  const Buffer<double> background = compact_class(queue, plane, pixels.classes, kBackground);
  if (range.min == range.max) return std::log2(static_cast<double>(foreground.size() + background.size()));
  if (foreground.empty() || background.empty()) return 0;
  return entropy(queue, foreground, range) + entropy(queue, background, range);
}

template <class T>
ThresholdQuality quality(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask,
                         View2<const std::uint8_t> foreground) {
  const T level = darkest_level(queue, image, mask);
  if (level == 0) return {};
  Buffer<std::uint8_t> classes(queue, image.shape);
  for_each_index(queue, image.size(), Classify<T>{image.data, mask.data, foreground.data, classes.data()});
  Buffer<T> logs(queue, image.shape);
  for_each_index(queue, image.size(), RaisedLog2<T>{image.data, level, logs.data()});
  const ClassifiedLogs<T> pixels{std::as_const(logs).view(image.shape),
                                 std::as_const(classes).view(image.shape)};
  return {weighted_variance(queue, pixels), sum_of_entropies(queue, image, level, pixels)};
}

}  // namespace

Buffer<double> noisy_log2(Queue& queue, View1<const float> values) {
  Buffer<float> logs(queue, values.size);
  for_each_index(queue, values.size, RaisedLog2<float>{values.data, 0, logs.data()});
  return add_noise<float>(queue, values, logs.data(), 0);
}

ThresholdQuality threshold_quality(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                                   View2<const std::uint8_t> foreground) {
  return quality(queue, image, mask, foreground);
}
ThresholdQuality threshold_quality(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                                   View2<const std::uint8_t> foreground) {
  return quality(queue, image, mask, foreground);
}

}  // namespace cellerate::kernel
