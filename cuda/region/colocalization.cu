/// What a channel has by itself is measured once, before it is paired with others: the pairs then need one
/// pass over consecutive values.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/colocalization.hpp"

#include <cmath>

#include "cuda/core/atomic.hpp"
#include "cuda/core/dense_rank.hpp"
#include "cuda/core/lane_sums.hpp"
#include "cuda/core/segmented_sort.hpp"
#include "cuda/region/regions.hpp"

namespace cellerate::kernel {
namespace {

constexpr std::int32_t kHidden = -1;  // the rank of what a mask hides, whose value is NaN

struct GatherChannel {
  const std::int32_t* pixels;
  MaskedImage image;
  const std::uint8_t* other_mask;  // may be null
  float* values;
  std::uint32_t* keys;
  CEL_FN void operator()(std::int64_t i) const {
    const std::int32_t at = pixels[i];
    const bool seen = (!image.mask || image.mask.data[at]) && (!other_mask || other_mask[at]);
    values[i] = seen ? image.pixels.data[at] : nanf("");
    keys[i] = seen ? order_key(image.pixels.data[at]) : kLastKey;
  }
};

struct MarkHidden {
  const std::uint32_t* keys;
  std::int32_t* ranks;
  CEL_FN void operator()(std::int64_t i) const {
    if (keys[i] == kLastKey) ranks[i] = kHidden;
  }
};

struct SumChannel {
  const std::int32_t* starts;
  const float* values;
  const std::int32_t* ranks;
  float fraction;
  ChannelSums* sums;

  CEL_FN void operator()(Block& block, std::int64_t k) const {
    const std::int32_t begin = starts[k], n = starts[k + 1] - begin;
    const float* value = values + begin;
    const std::int32_t* rank = ranks + begin;
    const auto plain = lane_sums<2>(block, n, [=](std::int64_t i) {
      SumArray<2> one(0);
      const double v = value[i];
      one.of[0] = rank[i] != kHidden ? v : 0;
      one.of[1] = rank[i] != kHidden ? 1 : 0;
      return one;
    });
    const std::uint32_t top = block.max<std::uint32_t>(
        n, 0u, [=](std::int64_t i) { return rank[i] != kHidden ? order_key(value[i]) : 0u; });
    const double mean = plain.of[0] / plain.of[1];
    const float threshold = fraction * (top ? key_value(top) : 0.0f);
    const auto above = lane_sums<2>(block, n, [=](std::int64_t i) {
      SumArray<2> one(0);
      const double v = value[i], square = (v - mean) * (v - mean);
      one.of[0] = value[i] >= threshold ? v : 0;
      one.of[1] = rank[i] != kHidden ? square : 0;
      return one;
    });
    ChannelSums* to = sums + k;
    block.each(1, [=](std::int64_t) {
      *to = {static_cast<std::int32_t>(plain.of[1]), threshold, mean, above.of[1], above.of[0]};
    });
  }
};

enum { kAbove, kRanked, kSquare, kCostes, kCostesTotal, kPerChannel };
enum {
  kProduct = 2 * kPerChannel,
  kTogether,
  kBoth,
  kCostesBoth,
  kCostesAbove,
  kPairSums = kCostesAbove + 2
};

/// Whether any pixel of any object is above thresholds: then missing values are NaN, else 0.
struct Seen {
  std::int32_t both, costes_both, costes[2];
};

struct Channel {
  const float* values;
  const std::int32_t* ranks;
  const ChannelSums* sums;
  float costes;
};

struct SumPairs {
  const std::int32_t* starts;
  Channel channels[2];
  double ranks;  // distinct ranks of the channel that has more
  SumArray<kPairSums>* results;
  Seen* seen;

  CEL_FN void operator()(Block& block, std::int64_t k) const {
    const std::int32_t begin = starts[k];
    const SumArray<kPairSums> sums = lane_sums<kPairSums>(block, starts[k + 1] - begin, pair(k, begin));
    SumArray<kPairSums>* to = results + k;
    Seen* known = seen;
    block.each(1, [=](std::int64_t) {
      *to = sums;
      if (sums.of[kBoth] > 0) atomic_max(&known->both, 1);
      if (sums.of[kCostesBoth] > 0) atomic_max(&known->costes_both, 1);
      for (int c = 0; c < 2; ++c)
        if (sums.of[kCostesAbove + c] > 0) atomic_max(&known->costes[c], 1);
    });
  }

  /// The terms of one pixel: nothing is computed under a condition, so that the loop vectorises. What is
  /// hidden is NaN and so above no threshold.
  struct Pair {
    const float *first, *second;
    const std::int32_t *first_ranks, *second_ranks;
    double ranks, mean[2];
    float threshold[2], costes[2];

    CEL_FN SumArray<kPairSums> operator()(std::int64_t i) const {
      SumArray<kPairSums> one(0);
      const float a = first[i], b = second[i];
      const bool both = (a >= threshold[0]) & (b >= threshold[1]);
      const bool above1 = a > costes[0], above2 = b > costes[1], costes_both = above1 & above2;
      const double weight = ranks - fabs(static_cast<double>(first_ranks[i] - second_ranks[i]));
      add_channel(one.of, a, weight, both, costes_both, a >= costes[0]);
      add_channel(one.of + kPerChannel, b, weight, both, costes_both, b >= costes[1]);
      const double product = a * b, together = (a - mean[0]) * (b - mean[1]);
      one.of[kProduct] = both ? product : 0;
      one.of[kTogether] = first_ranks[i] != kHidden ? together : 0;
      one.of[kBoth] = both ? 1 : 0;
      one.of[kCostesBoth] = costes_both ? 1 : 0;
      one.of[kCostesAbove] = above1 ? 1 : 0;
      one.of[kCostesAbove + 1] = above2 ? 1 : 0;
      return one;
    }
    static CEL_FN void add_channel(double* sums, float value, double weight, bool both, bool costes_both,
                                   bool costes_total) {
      const double v = value, weighted = v * weight, square = value * value;
      sums[kAbove] = both ? v : 0;
      sums[kRanked] = both ? weighted : 0;
      sums[kSquare] = both ? square : 0;
      sums[kCostes] = costes_both ? v : 0;
      sums[kCostesTotal] = costes_total ? v : 0;
    }
  };

  CEL_FN Pair pair(std::int64_t k, std::int32_t begin) const {
    const ChannelSums &first = channels[0].sums[k], &second = channels[1].sums[k];
    return {channels[0].values + begin,
            channels[1].values + begin,
            channels[0].ranks + begin,
            channels[1].ranks + begin,
            ranks,
            {first.mean, second.mean},
            {first.threshold, second.threshold},
            {channels[0].costes, channels[1].costes}};
  }
};

struct WriteColocalization {
  const SumArray<kPairSums>* results;
  const ChannelSums *first_channel, *second_channel;
  const Seen* seen;
  double ranks;
  int count;
  double* features;

  CEL_FN double& at(Colocalization feature, std::int64_t k) const {
    return features[static_cast<int>(feature) * count + k];
  }
  CEL_FN void operator()(std::int64_t k) const {
    const double *first = results[k].of, *second = first + kPerChannel, product = first[kProduct];
    const ChannelSums &alone1 = first_channel[k], &alone2 = second_channel[k];
    const double scale = sqrt(alone1.deviation) * sqrt(alone2.deviation);
    at(Colocalization::Correlation, k) = alone1.pixels ? first[kTogether] / scale : nan("");
    const bool both = seen->both;
    at(Colocalization::Overlap, k) = both ? product / sqrt(first[kSquare] * second[kSquare]) : 0;
    at(Colocalization::K12, k) = both ? product / first[kSquare] : 0;
    at(Colocalization::K21, k) = both ? product / second[kSquare] : 0;
    at(Colocalization::Manders12, k) = both ? first[kAbove] / alone1.above : 0;
    at(Colocalization::Manders21, k) = both ? second[kAbove] / alone2.above : 0;
    at(Colocalization::Rwc12, k) = both ? first[kRanked] / ranks / alone1.above : 0;
    at(Colocalization::Rwc21, k) = both ? second[kRanked] / ranks / alone2.above : 0;
    at(Colocalization::Costes12, k) = costes(first, seen->costes[0]);
    at(Colocalization::Costes21, k) = costes(second, seen->costes[1]);
  }
  CEL_FN double costes(const double* sums, std::int32_t above) const {
    return seen->costes_both ? sums[kCostes] / (above ? sums[kCostesTotal] : 0) : 0;
  }
};

Channel channel(const ObjectChannel& channel, float costes) {
  return {channel.values.data(), channel.ranks.data(), channel.sums.data(), costes};
}

}  // namespace

ObjectChannel object_channel(Queue& queue, const RegionsView& regions, const MaskedImage& image,
                             View2<const std::uint8_t> other_mask, double percent, bool ranked) {
  const std::int64_t pixels = pixel_count(queue, regions);
  ObjectChannel channel{Buffer<float>(queue, pixels), zeros<std::int32_t>(queue, pixels), 1,
                        Buffer<ChannelSums>(queue, regions.count)};
  Buffer<std::uint32_t> keys(queue, pixels);
  for_each_index(queue, pixels,
                 GatherChannel{regions.pixels, image, other_mask.data, channel.values.data(), keys.data()});
  if (ranked) channel.distinct = dense_ranks(queue, keys.view(), channel.ranks.view());
  if (image.mask || other_mask) for_each_index(queue, pixels, MarkHidden{keys.data(), channel.ranks.data()});
  for_each_group(queue, regions.count, 0,
                 SumChannel{regions.starts, channel.values.data(), channel.ranks.data(),
                            static_cast<float>(percent / 100), channel.sums.data()});
  return channel;
}

void object_colocalization(Queue& queue, const RegionsView& regions, const ObjectChannel& first,
                           const ObjectChannel& second, const std::optional<CostesThresholds>& costes,
                           View1<double> features) {
  Buffer<SumArray<kPairSums>> results(queue, regions.count);
  Buffer<Seen> seen = zeros<Seen>(queue, 1);
  const float never = INFINITY;
  const float t1 = costes ? static_cast<float>(costes->first) : never;
  const float t2 = costes ? static_cast<float>(costes->second) : never;
  const double ranks = first.distinct > second.distinct ? first.distinct : second.distinct;
  for_each_group(
      queue, regions.count, 0,
      SumPairs{
          regions.starts, {channel(first, t1), channel(second, t2)}, ranks, results.data(), seen.data()});
  for_each_index(queue, regions.count,
                 WriteColocalization{results.data(), first.sums.data(), second.sums.data(), seen.data(),
                                     ranks, regions.count, features.data});
}

}  // namespace cellerate::kernel
