/// Two passes over the shared pixels for all shifts at once: the ranges of the values, then the histograms.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/mutual_information.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "cuda/core/atomic.hpp"
#include "cuda/core/launch.hpp"
#include "cuda/numeric/pairwise_sum.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kLevels = 256;
constexpr int kJoint = kLevels * kLevels;
constexpr int kBins = 2 * kLevels + kJoint;  ///< of the first, of the second, of both
constexpr int kChunk = 1024;                 ///< pixels of a row that are binned before they are counted
constexpr int kGpuBands = 64;

/// Least and greatest values over the shared pixels; low > high where there are none.
struct Ranges {
  double low[2], high[2];
  CEL_FN explicit Ranges(int = 0) {
    for (int k = 0; k < 2; ++k) {
      low[k] = INFINITY;
      high[k] = -INFINITY;
    }
  }
  /// NaN stays.
  CEL_FN void include(int k, double value) {
    if (value < low[k] || value != value) low[k] = value;
    if (value > high[k] || value != value) high[k] = value;
  }
  CEL_FN bool is_empty() const { return low[0] > high[0]; }
  CEL_FN void include(const Ranges& other) {
    if (other.is_empty()) return;
    for (int k = 0; k < 2; ++k) {
      include(k, other.low[k]);
      include(k, other.high[k]);
    }
  }
};

/// The pixels that two planes share when the second is shifted, in rows of the first.
struct Shared {
  MaskedPlane<double> first, second;
  Offset shift;

  CEL_FN Box box() const {
    const int y0 = shift.dy > 0 ? shift.dy : 0, x0 = shift.dx > 0 ? shift.dx : 0;
    const int y1 = second.pixels.shape.height + shift.dy, x1 = second.pixels.shape.width + shift.dx;
    return {y0, x0, y1 < first.pixels.shape.height ? y1 : first.pixels.shape.height,
            x1 < first.pixels.shape.width ? x1 : first.pixels.shape.width};
  }
  CEL_FN bool counts(int y, int x) const {
    return (!first.mask || first.mask(y, x)) && (!second.mask || second.mask(y - shift.dy, x - shift.dx));
  }
  CEL_FN double a(int y, int x) const { return first.pixels(y, x); }
  CEL_FN double b(int y, int x) const { return second.pixels(y - shift.dy, x - shift.dx); }
};

/// A group is a band of rows of one shift.
struct Planes {
  MaskedPlane<double> first, second;
  const Offset* shifts;
  int bands;

  CEL_FN Shared shared(std::int64_t group) const { return {first, second, shifts[group / bands]}; }
  CEL_FN Box band(std::int64_t group) const {
    Box box = shared(group).box();
    const int rows = box.height() > 0 ? box.height() : 0, k = static_cast<int>(group % bands);
    const int y0 = box.y0;
    box.y0 = y0 + static_cast<int>(static_cast<std::int64_t>(rows) * k / bands);
    box.y1 = y0 + static_cast<int>(static_cast<std::int64_t>(rows) * (k + 1) / bands);
    return box;
  }
};

struct FindRanges {
  Planes planes;
  Ranges* ranges;

  CEL_FN void operator()(Block& block, std::int64_t group) const {
    const Shared shared = planes.shared(group);
    const Box box = planes.band(group);
    Ranges* const to = ranges + group;
    constexpr int kLanes = Block::kThreads;
    Ranges* const lanes = block.scratch<Ranges>(kLanes);
    block.each(kLanes, [=](std::int64_t lane) { lanes[lane] = Ranges(); });
    for (int y = box.y0; y < box.y1; ++y)
      block.each(box.width(), [=](std::int64_t i) {
        const int x = box.x0 + static_cast<int>(i);
        if (!shared.counts(y, x)) return;
        lanes[i % kLanes].include(0, shared.a(y, x));
        lanes[i % kLanes].include(1, shared.b(y, x));
      });
    block.each(1, [=](std::int64_t) {
      Ranges all;
      for (int lane = 0; lane < kLanes; ++lane) all.include(lanes[lane]);
      *to = all;
    });
  }
};

/// Level of a value for its own entropy, between edges as numpy.linspace rounds them; the greatest value
/// belongs to the last level.
struct Level {
  double low, high, width;
  CEL_FN Level(double least, double greatest)
      : low(least), high(greatest), width((greatest - least) / kLevels) {}
  CEL_FN int operator()(double value) const {
    if (low == high) return kLevels - 1;
    int level = static_cast<int>((value - low) / width);
    level = level < kLevels ? level : kLevels - 1;
    if (level > 0 && value < edge(level)) return level - 1;
    return level + 1 < kLevels && value >= edge(level + 1) ? level + 1 : level;
  }
  CEL_FN double edge(int level) const { return level * width + low; }
};

/// Level of a value for the joint entropy: a plane of one value is not stretched.
struct JointLevel {
  double low, high;
  CEL_FN int operator()(double value) const {
    if (low == high) return static_cast<int>((low < 0 ? 0 : low > 1 ? 1 : low) * (kLevels - 1));
    return static_cast<int>((value - low) / (high - low) * (kLevels - 1));
  }
};

/// @tparam kIsAlone  no other group counts into the same histograms
template <bool kIsAlone>
struct Count {
  Planes planes;
  const Ranges* ranges;      // of each shift
  std::int32_t* histograms;  // kBins of each shift

  CEL_FN void operator()(Block& block, std::int64_t group) const {
    const Shared shared = planes.shared(group);
    const Box box = planes.band(group);
    const Ranges range = ranges[group / planes.bands];
    std::int32_t* const of_first = histograms + group / planes.bands * kBins;
    std::int32_t* const of_second = of_first + kLevels;
    std::int32_t* const of_both = of_second + kLevels;
    const Level first(range.low[0], range.high[0]), second(range.low[1], range.high[1]);
    const JointLevel joint_first{range.low[0], range.high[0]}, joint_second{range.low[1], range.high[1]};
    std::int32_t* const a = block.scratch<std::int32_t>(kChunk);
    std::int32_t* const b = block.scratch<std::int32_t>(kChunk);
    std::int32_t* const both = block.scratch<std::int32_t>(kChunk);
    for (int y = box.y0; y < box.y1; ++y)
      for (int begin = box.x0; begin < box.x1; begin += kChunk) {
        const int n = box.x1 - begin < kChunk ? box.x1 - begin : kChunk;
        block.each(n, [=](std::int64_t i) {
          const int x = begin + static_cast<int>(i);
          const double va = shared.a(y, x), vb = shared.b(y, x);
          a[i] = first(va);
          b[i] = second(vb);
          both[i] = joint_first(va) * kLevels + joint_second(vb);
        });
        block.each(n, [=](std::int64_t i) {
          if (!shared.counts(y, begin + static_cast<int>(i))) return;
          add(of_first + a[i]);
          add(of_second + b[i]);
          add(of_both + both[i]);
        });
      }
  }
  static CEL_FN void add(std::int32_t* bin) {
    if constexpr (kIsAlone)
      add_in_block(bin, 1);
    else
      atomic_add(bin, 1);
  }
};

double entropy(const std::int32_t* histogram, int bins) {
  std::vector<double> terms;
  double n = 0;
  for (int i = 0; i < bins; ++i) {
    if (histogram[i] == 0) continue;
    n += histogram[i];
    terms.push_back(histogram[i] * std::log2(static_cast<double>(histogram[i])));
  }
  if (n == 0) return 0;
  const double sum =
      numpy_sum<double>(static_cast<std::int64_t>(terms.size()), [&](std::int64_t i) { return terms[i]; });
  return std::log2(n) - sum / n;
}

/// The ranges of each shift from those of its bands.
std::vector<Ranges> merged(const std::vector<Ranges>& bands_ranges, int bands) {
  std::vector<Ranges> all(bands_ranges.size() / bands);
  for (std::size_t group = 0; group < bands_ranges.size(); ++group)
    all[group / bands].include(bands_ranges[group]);
  for (const Ranges& range : all)
    for (int k = 0; k < 2; ++k) {
      if (range.is_empty()) throw std::invalid_argument("the shifted images share no pixel");
      if (!std::isfinite(range.low[k]) || !std::isfinite(range.high[k]))
        throw std::invalid_argument("the images have infinite values or NaN");
    }
  return all;
}

}  // namespace

std::vector<double> mutual_information(Queue& queue, const MaskedPlane<double>& first,
                                       const MaskedPlane<double>& second, const std::vector<Offset>& shifts) {
  const auto n = static_cast<std::int64_t>(shifts.size());
  const auto device_shifts = upload(queue, shifts);
  const int bands = queue.on_gpu() ? kGpuBands : 1;
  const Planes planes{first, second, device_shifts.data(), bands};
  Buffer<Ranges> band_ranges(queue, n * bands);
  for_each_group(queue, n * bands, Block::kThreads * sizeof(Ranges), FindRanges{planes, band_ranges.data()});
  const auto ranges = upload(queue, merged(download(queue, band_ranges), bands));

  Buffer<std::int32_t> histograms = zeros<std::int32_t>(queue, n * kBins);
  constexpr std::int64_t kScratch = 3 * kChunk * sizeof(std::int32_t);
  if (bands == 1)
    for_each_group(queue, n, kScratch, Count<true>{planes, ranges.data(), histograms.data()});
  else
    for_each_group(queue, n * bands, kScratch, Count<false>{planes, ranges.data(), histograms.data()});

  const std::vector<std::int32_t> counts = download(queue, histograms);
  std::vector<double> information;
  for (std::int64_t k = 0; k < n; ++k) {
    const std::int32_t* bins = counts.data() + k * kBins;
    information.push_back(entropy(bins, kLevels) + entropy(bins + kLevels, kLevels) -
                          entropy(bins + 2 * kLevels, kJoint));
  }
  return information;
}

}  // namespace cellerate::kernel
