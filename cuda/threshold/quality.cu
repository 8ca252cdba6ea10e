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

/// Marks the pixels of one class; NaN belongs to neither where it is asked to be left out.
struct SelectClass {
  const float* image;
  const std::uint8_t *mask, *foreground;  ///< mask: null for all pixels; foreground: null for both classes
  std::uint8_t wanted;
  bool skip_nan;
  std::uint8_t* out;
  CEL_FN void operator()(std::int64_t i) const {
    const bool inside = (!mask || mask[i]) && (!skip_nan || image[i] == image[i]);
    out[i] = inside && (!foreground || (foreground[i] != 0) == wanted);
  }
};

/// The classes of an image under its mask.
class Classes {
 public:
  Classes(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
          View2<const std::uint8_t> foreground, bool skip_nan)
      : queue_(queue), image_(image), mask_(mask), foreground_(foreground), skip_nan_(skip_nan) {}

  template <class T>
  Buffer<T> values(View2<const T> plane, bool wanted) const {
    return select(plane, foreground_.data, wanted);
  }
  Buffer<float> all_values() const { return select(image_, nullptr, true); }

 private:
  template <class T>
  Buffer<T> select(View2<const T> plane, const std::uint8_t* foreground, bool wanted) const {
    Buffer<std::uint8_t> chosen(queue_, plane.size());
    for_each_index(queue_, plane.size(),
                   SelectClass{image_.data, mask_.data, foreground,
                               wanted ? std::uint8_t{1} : std::uint8_t{0}, skip_nan_, chosen.data()});
    return compact(queue_, plane, std::as_const(chosen).view(plane.shape));
  }

  Queue& queue_;
  View2<const float> image_;
  View2<const std::uint8_t> mask_, foreground_;
  bool skip_nan_;
};

/// 1/256 of the brightest value, to which darker ones are raised; 0 where there is none.
float darkest_level(Queue& queue, const Buffer<float>& values) {
  if (values.empty()) return 0;
  return static_cast<float>(static_cast<double>(extrema(queue, values.view()).max) / 256);
}

CEL_FN float log2_of(float x) { return static_cast<float>(portable_log2(x)); }

struct RaisedLog2 {
  float level;
  float* values;
  CEL_FN void operator()(std::int64_t i) const { values[i] = log2_of(values[i] < level ? level : values[i]); }
};

/// log2 of a pixel moved towards its neighbour 8 bits below by a normal deviate. centrosome goes through
/// exp2, cuts at 1 and takes log2 again, which is the cut at 0 here.
struct NoisyLog2 {
  const float* image;
  const double* noise;
  float level;
  double* out;
  CEL_FN void operator()(std::int64_t i) const {
    constexpr float kStep = 1.0f / 256;
    float v = image[i] < level ? level : image[i];
    v = v < kStep ? kStep : v;
    v = v > 1.0f ? 1.0f : v;
    const double r = noise[i];
    const double value =
        static_cast<double>(log2_of(v + kStep)) * r + (1 - r) * static_cast<double>(log2_of(v));
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

}  // namespace

double weighted_variance(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                         View2<const std::uint8_t> foreground) {
  const Classes classes(queue, image, mask, foreground, false);
  const float level = darkest_level(queue, classes.all_values());
  if (level == 0) return 0;
  double variance[2], pixels[2];
  for (const int wanted : {0, 1}) {
    Buffer<float> logs = classes.values(image, wanted);
    for_each_index(queue, logs.size(), RaisedLog2{level, logs.data()});
    pixels[wanted] = static_cast<double>(logs.size());
    variance[wanted] = logs.empty() ? 0.0 : numpy_variance(queue, std::as_const(logs).view());
  }
  if (pixels[1] == 0) return variance[0];
  if (pixels[0] == 0) return variance[1];
  return (variance[1] * pixels[1] + variance[0] * pixels[0]) / (pixels[1] + pixels[0]);
}

double sum_of_entropies(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                        View2<const std::uint8_t> foreground) {
  const Classes classes(queue, image, mask, foreground, true);
  const Buffer<float> all = classes.all_values();
  const float level = darkest_level(queue, all);
  if (level == 0) return 0;
  const auto noise = upload(queue, *normal_noise(image.size()));
  Buffer<double> logs(queue, image.size());
  for_each_index(queue, image.size(), NoisyLog2{image.data, noise.data(), level, logs.data()});
  const Extrema<double> range = extrema(queue, std::as_const(logs).view());
  if (range.min == range.max) return std::log2(static_cast<double>(all.size()));
  const View2<const double> plane{logs.data(), image.shape};
  const Buffer<double> foreground_logs = classes.values(plane, true),
                       background_logs = classes.values(plane, false);
  if (foreground_logs.empty() || background_logs.empty()) return 0;
  return entropy(queue, foreground_logs, range) + entropy(queue, background_logs, range);
}

}  // namespace cellerate::kernel
