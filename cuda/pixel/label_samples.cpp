/// Ranks by sorting the distinct values.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/label_samples.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

namespace cellerate::kernel {
namespace {

constexpr std::size_t kMostLabels = 254;  ///< files with no more values than half of this are always ranked

template <class Value>
std::vector<Value> distinct(std::vector<Value> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

template <class Value>
int rank(const std::vector<Value>& values, const std::vector<Value>& sorted, std::int32_t* labels) {
  for (std::size_t i = 0; i < values.size(); ++i)
    labels[i] =
        static_cast<std::int32_t>(std::lower_bound(sorted.begin(), sorted.end(), values[i]) - sorted.begin());
  return static_cast<int>(sorted.size()) - 1;
}

/// CellProfiler calls a value whole that has at most one decimal.
bool is_whole(float value) { return std::abs(std::rint(value * 10) / 10 - value) <= 2.220446049250313e-16; }

int label_values(const std::vector<float>& values, std::int32_t* labels) {
  const std::vector<float> sorted = distinct(values);
  const bool dense = static_cast<double>(sorted.size() * 2) > std::max<double>(sorted.back(), kMostLabels);
  if (!dense || !std::all_of(sorted.begin(), sorted.end(), is_whole)) return rank(values, sorted, labels);
  if (std::rint(sorted.front()) < 0) throw std::runtime_error("the file has negative labels");
  for (std::size_t i = 0; i < values.size(); ++i) labels[i] = static_cast<std::int32_t>(std::rint(values[i]));
  return static_cast<int>(std::rint(sorted.back()));
}

int label_colors(const std::vector<float>& values, int channels, std::int32_t* labels) {
  std::vector<std::array<float, 3>> colors(values.size() / channels);
  for (std::size_t i = 0; i < colors.size(); ++i) std::copy_n(&values[i * channels], 3, colors[i].begin());
  return rank(colors, distinct(colors), labels);
}

}  // namespace

int labels_of_samples(Queue& queue, SampleView samples, int channels, bool unit_range,
                      View2<std::int32_t> labels) {
  if (samples.size == 0) return 0;
  if (channels == 2 || channels > 4)
    throw std::runtime_error("a label image has one channel, or red, green and blue, not " +
                             std::to_string(channels));
  Buffer<float> device(queue, samples.size);
  if (unit_range)
    full_range(queue, samples, device.view());
  else
    divide_samples(queue, samples, 1, device.view());
  std::vector<float> values = download(queue, device);
  if (!unit_range)
    for (float& value : values) value = std::trunc(value);
  HostWrite<std::int32_t> host(queue, labels.data, labels.size());
  const int highest =
      channels == 1 ? label_values(values, host.data()) : label_colors(values, channels, host.data());
  host.commit();
  return highest;
}

}  // namespace cellerate::kernel
