// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/color_levels.hpp"

#include <cmath>

#include "cuda/core/atomic.hpp"
#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kFullRange = 65535;

template <class T>
struct Divide {
  const T* image;
  T divisor;
  T* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = image[i] / divisor; }
};

template <class T>
CEL_FN T clip(T value, T low, T high) {
  return value < low ? low : value > high ? high : value;
}

template <class T>
struct Rescale {
  const T* image;
  T low, high, width, to_low, to_high, to_width;
  bool is_flat;
  double* out;
  CEL_FN void operator()(std::int64_t i) const {
    if (is_flat)
      out[i] = clip(image[i], to_low, to_high);
    else
      out[i] = (clip(image[i], low, high) - low) / width * to_width + to_low;
  }
};

template <class T>
void rescale_pixels(Queue& queue, View1<const T> image, IntensityRanges r, View1<double> out) {
  CEL_REQUIRE(out.size == image.size, "rescale: the output must have the size of the image");
  // Differences are those of Python's numbers, and are rounded with the image.
  for_each_index(
      queue, image.size,
      Rescale<T>{image.data, static_cast<T>(r.low), static_cast<T>(r.high), static_cast<T>(r.high - r.low),
                 static_cast<T>(r.to_low), static_cast<T>(r.to_high), static_cast<T>(r.to_high - r.to_low),
                 r.low == r.high, out.data});
}

template <class T>
struct KeepLabeled {
  const T* image;
  const std::int32_t* labels;
  double* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = labels[i] > 0 ? image[i] : 0; }
};

template <class T>
struct ToLevels {
  const T* image;
  std::int32_t* levels;
  CEL_FN void operator()(std::int64_t i) const {
    levels[i] = static_cast<std::int32_t>(rint(image[i] * T(kFullRange)));
  }
};

struct Shift {
  std::int32_t by;
  std::int32_t* levels;
  CEL_FN void operator()(std::int64_t i) const { levels[i] -= by; }
};

struct MaskLevels {
  const std::int32_t* labels;
  std::int64_t pixels;
  std::int32_t outside;
  std::int32_t* levels;
  CEL_FN void operator()(std::int64_t i) const {
    if (labels[i % pixels] <= 0) levels[i] = outside;
  }
};

struct CountLevels {
  const std::int32_t* levels;
  std::int32_t* counts;
  CEL_FN void operator()(std::int64_t i) const { atomic_add(counts + levels[i], 1); }
};

CEL_FN double value_at(const LevelChannel& channel, std::int64_t i) {
  return channel.values[channel.levels[i]];
}

struct CountWhereGreatest {
  const LevelChannel* channels;
  int count;
  std::int64_t levels;  ///< of all channels
  std::int32_t* counts;
  CEL_FN void operator()(std::int64_t i) const {
    int greatest = 0;
    double value = value_at(channels[0], i);
    for (int k = 1; k < count; ++k) {
      const double other = value_at(channels[k], i);
      if (other > value) {
        greatest = k;
        value = other;
      }
    }
    std::int32_t* of_channel = counts + greatest * levels;
    for (int k = 0; k < count; ++k) {
      atomic_add(of_channel + channels[k].levels[i], 1);
      of_channel += channels[k].count;
    }
  }
};

struct Unmix {
  const LevelChannel* channels;
  const double* weights;
  int count;
  bool is_single;
  std::int64_t begin;
  double* out;

  CEL_FN void operator()(std::int64_t i) const {
    const double sum = is_single ? single_sum(begin + i) : double_sum(begin + i);
    // Beyond 64 bits, NumPy's whole numbers are negative.
    const bool is_within = sum > 0 && sum < 9223372036854775808.0;
    out[i] = !is_within ? 0 : sum >= kFullRange ? 1 : floor(sum) / kFullRange;
  }
  /// The product of two floats is exact in double precision.
  CEL_FN double single_sum(std::int64_t i) const {
    float sum = 0;
    for (int k = 0; k < count; ++k) sum = static_cast<float>(weights[k] * value_at(channels[k], i) + sum);
    return sum;
  }
  /// The fused sum differs by some last bits, and where they do not tell which whole number is below it is
  /// not needed: it is slow on processors that do not have it.
  CEL_FN double double_sum(std::int64_t i) const {
    double sum = 0, size = 0;
    for (int k = 0; k < count; ++k) {
      const double product = weights[k] * value_at(channels[k], i);
      sum += product;
      size += fabs(product);
    }
    if (fabs(sum - rint(sum)) > 1e-14 * size) return sum;
    sum = 0;
    for (int k = 0; k < count; ++k) sum = fma(weights[k], value_at(channels[k], i), sum);
    return sum;
  }
};

}  // namespace

void divide(Queue& queue, View1<const float> image, double divisor, View1<float> out) {
  for_each_index(queue, image.size, Divide<float>{image.data, static_cast<float>(divisor), out.data});
}
void divide(Queue& queue, View1<const double> image, double divisor, View1<double> out) {
  for_each_index(queue, image.size, Divide<double>{image.data, divisor, out.data});
}

void rescale(Queue& queue, View1<const float> image, IntensityRanges ranges, View1<double> out) {
  rescale_pixels(queue, image, ranges, out);
}
void rescale(Queue& queue, View1<const double> image, IntensityRanges ranges, View1<double> out) {
  rescale_pixels(queue, image, ranges, out);
}

void keep_labeled(Queue& queue, View1<const float> image, View1<const std::int32_t> labels,
                  View1<double> out) {
  for_each_index(queue, image.size, KeepLabeled<float>{image.data, labels.data, out.data});
}
void keep_labeled(Queue& queue, View1<const double> image, View1<const std::int32_t> labels,
                  View1<double> out) {
  for_each_index(queue, image.size, KeepLabeled<double>{image.data, labels.data, out.data});
}

void to_levels(Queue& queue, View1<const float> image, View1<std::int32_t> levels) {
  for_each_index(queue, image.size, ToLevels<float>{image.data, levels.data});
}
void to_levels(Queue& queue, View1<const double> image, View1<std::int32_t> levels) {
  for_each_index(queue, image.size, ToLevels<double>{image.data, levels.data});
}

void shift_levels(Queue& queue, std::int32_t lowest, View1<std::int32_t> levels) {
  for_each_index(queue, levels.size, Shift{lowest, levels.data});
}

void mask_levels(Queue& queue, View1<const std::int32_t> labels, std::int32_t outside,
                 View1<std::int32_t> levels) {
  for_each_index(queue, levels.size, MaskLevels{labels.data, labels.size, outside, levels.data});
}

void count_levels(Queue& queue, View1<const std::int32_t> levels, View1<std::int32_t> counts) {
  queue.zero(counts.data, counts.size * sizeof(std::int32_t));
  for_each_index(queue, levels.size, CountLevels{levels.data, counts.data});
}

void count_where_greatest(Queue& queue, std::int64_t pixels, const std::vector<LevelChannel>& channels,
                          View1<std::int32_t> counts) {
  const Buffer<LevelChannel> all = upload(queue, channels);
  const int count = static_cast<int>(channels.size());
  CEL_REQUIRE(count > 0, "count_where_greatest: of one channel at least");
  queue.zero(counts.data, counts.size * sizeof(std::int32_t));
  for_each_index(queue, pixels, CountWhereGreatest{all.data(), count, counts.size / count, counts.data});
}

void unmix_levels(Queue& queue, const std::vector<LevelChannel>& channels, const std::vector<double>& weights,
                  bool is_single, std::int64_t begin, View1<double> out) {
  CEL_REQUIRE(weights.size() == channels.size(), "unmix_levels: a weight for each channel");
  const Buffer<LevelChannel> all = upload(queue, channels);
  const Buffer<double> factors = upload(queue, weights);
  for_each_index(
      queue, out.size,
      Unmix{all.data(), factors.data(), static_cast<int>(channels.size()), is_single, begin, out.data});
}

}  // namespace cellerate::kernel
