// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/sample_range.hpp"

#include <algorithm>
#include <limits>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

constexpr std::int64_t kRun = 1 << 15;

template <class T>
struct RunRange {
  const T* samples;
  int channels, first, count;  ///< which of the channels count
  const std::uint8_t* mask;
  std::int64_t size;
  SampleRange* ranges;

  CEL_FN void operator()(Block& block, std::int64_t run) const {
    const RunRange all = *this;
    const std::int64_t begin = run * kRun, n = size - begin < kRun ? size - begin : kRun;
    const double infinity = std::numeric_limits<double>::infinity();
    SampleRange range{infinity, -infinity, false, 0};
    range.pixels = block.sum<std::int64_t>(n, [=](std::int64_t i) { return all.counts(begin + i) ? 1 : 0; });
    for (int channel = first; channel < first + count; ++channel) {
      const auto sample = [=](std::int64_t i) {
        return static_cast<double>(all.samples[(begin + i) * all.channels + channel]);
      };
      const double low = block.min<double>(
          n, infinity, [=](std::int64_t i) { return all.counts(begin + i) ? sample(i) : infinity; });
      const double high = block.max<double>(
          n, -infinity, [=](std::int64_t i) { return all.counts(begin + i) ? sample(i) : -infinity; });
      const int nan = block.max<int>(
          n, 0, [=](std::int64_t i) { return all.counts(begin + i) && sample(i) != sample(i) ? 1 : 0; });
      range.low = low < range.low ? low : range.low;
      range.high = high > range.high ? high : range.high;
      range.has_nan = range.has_nan || nan;
    }
    block.each(1, [=](std::int64_t) { all.ranges[run] = range; });
  }
  CEL_FN bool counts(std::int64_t i) const { return !mask || mask[i]; }
};

template <class T>
SampleRange range_of(Queue& queue, SampleView interleaved, int channels, int channel,
                     View2<const std::uint8_t> mask) {
  const std::int64_t size = interleaved.size / channels, runs = (size + kRun - 1) / kRun;
  Buffer<SampleRange> ranges(queue, runs);
  for_each_group(queue, runs, 0,
                 RunRange<T>{static_cast<const T*>(interleaved.data), channels, std::max(channel, 0),
                             channel < 0 ? channels : 1, mask.data, size, ranges.data()});
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  SampleRange all{kInfinity, -kInfinity, false, 0};
  for (const SampleRange& range : download(queue, ranges))
    all = {std::min(all.low, range.low), std::max(all.high, range.high), all.has_nan || range.has_nan,
           all.pixels + range.pixels};
  return all;
}

}  // namespace

SampleRange sample_range(Queue& queue, SampleView interleaved, int channels, int channel,
                         View2<const std::uint8_t> mask) {
  switch (interleaved.type) {
    case Sample::Bool:
      return range_of<std::uint8_t>(queue, interleaved, channels, channel, mask);
    case Sample::F64:
      return range_of<double>(queue, interleaved, channels, channel, mask);
    default:
      CEL_REQUIRE(interleaved.type == Sample::F32, "ranges are those of binary and floating-point samples");
      return range_of<float>(queue, interleaved, channels, channel, mask);
  }
}

}  // namespace cellerate::kernel
