/// One group an object: means and maxima, then the sums above the thresholds they give, in raster order.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/colocalization.hpp"

#include <cmath>

#include "cuda/core/atomic.hpp"
#include "cuda/core/dense_rank.hpp"
#include "cuda/core/launch.hpp"
#include "cuda/core/segmented_sort.hpp"

namespace cellerate::kernel {
namespace {

struct PixelKeys {
  const std::int32_t* pixels;
  const float* image;
  const std::uint8_t *mask, *other_mask;  // may be null
  std::uint32_t* keys;
  CEL_FN void operator()(std::int64_t i) const {
    const std::int32_t at = pixels[i];
    const bool hidden = (mask && !mask[at]) || (other_mask && !other_mask[at]);
    keys[i] = hidden ? kLastKey : order_key(image[at]);
  }
};

/// An array of sums as a number a block can reduce.
template <int kSize>
struct SumArray {
  double of[kSize] = {};
  CEL_FN explicit SumArray(int) {}
  CEL_FN friend SumArray operator+(const SumArray& a, const SumArray& b) {
    SumArray sum(0);
    for (int i = 0; i < kSize; ++i) sum.of[i] = a.of[i] + b.of[i];
    return sum;
  }
};

struct Channel {
  const float* pixels;
  const std::uint8_t* mask;  // may be null
  const std::int32_t* ranks;
  float costes;
};

enum { kTotal, kAbove, kRanked, kSquare, kDeviation, kCostes, kCostesTotal, kPerChannel };
enum { kProduct = 2 * kPerChannel, kOverlapSums };

/// Whether any pixel of any object is above thresholds: then missing values are NaN, else 0.
struct Seen {
  std::int32_t both, costes_both, costes[2];
};

struct ObjectSums {
  SumArray<kOverlapSums> sums{0};
  double correlation = 0;
  std::int32_t count = 0;
};

struct SumPairs {
  RegionsView regions;
  Channel channels[2];
  double ranks;  // distinct ranks of the channel that has more
  float fraction;
  ObjectSums* results;
  Seen* seen;

  CEL_FN bool counts(std::int32_t at) const {
    return (!channels[0].mask || channels[0].mask[at]) && (!channels[1].mask || channels[1].mask[at]);
  }

  CEL_FN void operator()(Block& block, std::int64_t k) const {
    const std::int32_t begin = regions.starts[k], n = regions.starts[k + 1] - begin;
    const std::int32_t* pixels = regions.pixels + begin;
    const SumPairs self = *this;
    const auto plain = block.sum<SumArray<3>>(n, [=](std::int64_t i) {
      SumArray<3> one(0);
      if (!self.counts(pixels[i])) return one;
      one.of[0] = self.channels[0].pixels[pixels[i]];
      one.of[1] = self.channels[1].pixels[pixels[i]];
      one.of[2] = 1;
      return one;
    });
    double mean[2];
    float threshold[2];
    for (int c = 0; c < 2; ++c) {
      const float* image = channels[c].pixels;
      const std::uint32_t top = block.max<std::uint32_t>(
          n, 0u, [=](std::int64_t i) { return self.counts(pixels[i]) ? order_key(image[pixels[i]]) : 0u; });
      mean[c] = plain.of[c] / plain.of[2];
      threshold[c] = fraction * (top ? key_value(top) : 0.0f);
    }
    const double mean1 = mean[0], mean2 = mean[1];
    const float threshold1 = threshold[0], threshold2 = threshold[1];
    const auto sums = block.sum<SumArray<kOverlapSums>>(n, [=](std::int64_t i) {
      return self.pixel(pixels[i], begin + i, mean1, mean2, threshold1, threshold2);
    });
    const double scale = sqrt(sums.of[kDeviation]) * sqrt(sums.of[kPerChannel + kDeviation]);
    const double correlation = block.sum<double>(n, [=](std::int64_t i) {
      if (!self.counts(pixels[i])) return 0.0;
      return (self.channels[0].pixels[pixels[i]] - mean1) * (self.channels[1].pixels[pixels[i]] - mean2) /
             scale;
    });
    ObjectSums* to = results + k;
    block.each(1, [=](std::int64_t) {
      to->sums = sums;
      to->correlation = correlation;
      to->count = static_cast<std::int32_t>(plain.of[2]);
    });
    note_seen(block, n, pixels, threshold1, threshold2);
  }

  CEL_FN void note_seen(Block& block, std::int32_t n, const std::int32_t* pixels, float threshold1,
                        float threshold2) const {
    const SumPairs self = *this;
    const auto above = block.sum<SumArray<4>>(n, [=](std::int64_t i) {
      SumArray<4> one(0);
      if (!self.counts(pixels[i])) return one;
      const float a = self.channels[0].pixels[pixels[i]], b = self.channels[1].pixels[pixels[i]];
      one.of[0] = a >= threshold1 && b >= threshold2;
      one.of[1] = a > self.channels[0].costes;
      one.of[2] = b > self.channels[1].costes;
      one.of[3] = a > self.channels[0].costes && b > self.channels[1].costes;
      return one;
    });
    Seen* known = seen;
    block.each(1, [=](std::int64_t) {
      if (above.of[0] > 0) atomic_max(&known->both, 1);
      if (above.of[1] > 0) atomic_max(&known->costes[0], 1);
      if (above.of[2] > 0) atomic_max(&known->costes[1], 1);
      if (above.of[3] > 0) atomic_max(&known->costes_both, 1);
    });
  }

  CEL_FN SumArray<kOverlapSums> pixel(std::int32_t at, std::int64_t entry, double mean1, double mean2,
                                      float threshold1, float threshold2) const {
    SumArray<kOverlapSums> one(0);
    if (!counts(at)) return one;
    const float value[2] = {channels[0].pixels[at], channels[1].pixels[at]};
    const float threshold[2] = {threshold1, threshold2};
    const double mean[2] = {mean1, mean2};
    const bool both = value[0] >= threshold1 && value[1] >= threshold2;
    const bool costes = value[0] > channels[0].costes && value[1] > channels[1].costes;
    const double apart = fabs(static_cast<double>(channels[0].ranks[entry]) - channels[1].ranks[entry]);
    const double weight = (ranks - apart) / ranks;
    for (int c = 0; c < 2; ++c) {
      double* sums = one.of + c * kPerChannel;
      const double v = value[c];
      const float square = value[c] * value[c];
      sums[kTotal] = value[c] >= threshold[c] ? v : 0;
      sums[kAbove] = both ? v : 0;
      sums[kRanked] = both ? v * weight : 0;
      sums[kSquare] = both ? square : 0;
      sums[kDeviation] = (v - mean[c]) * (v - mean[c]);
      sums[kCostes] = costes ? v : 0;
      sums[kCostesTotal] = value[c] >= channels[c].costes ? v : 0;
    }
    const float product = value[0] * value[1];
    one.of[kProduct] = both ? product : 0;
    return one;
  }
};

struct WriteColocalization {
  const ObjectSums* results;
  const Seen* seen;
  int count;
  double* features;

  CEL_FN double& at(Colocalization feature, std::int64_t k) const {
    return features[static_cast<int>(feature) * count + k];
  }
  CEL_FN void operator()(std::int64_t k) const {
    const double *first = results[k].sums.of, *second = first + kPerChannel,
                 product = results[k].sums.of[kProduct];
    at(Colocalization::Correlation, k) = results[k].count ? results[k].correlation : nan("");
    const bool both = seen->both;
    at(Colocalization::Overlap, k) = both ? product / sqrt(first[kSquare] * second[kSquare]) : 0;
    at(Colocalization::K12, k) = both ? product / first[kSquare] : 0;
    at(Colocalization::K21, k) = both ? product / second[kSquare] : 0;
    at(Colocalization::Manders12, k) = both ? first[kAbove] / first[kTotal] : 0;
    at(Colocalization::Manders21, k) = both ? second[kAbove] / second[kTotal] : 0;
    at(Colocalization::Rwc12, k) = both ? first[kRanked] / first[kTotal] : 0;
    at(Colocalization::Rwc21, k) = both ? second[kRanked] / second[kTotal] : 0;
    at(Colocalization::Costes12, k) = costes(first, seen->costes[0]);
    at(Colocalization::Costes21, k) = costes(second, seen->costes[1]);
  }
  CEL_FN double costes(const double* sums, std::int32_t above) const {
    return seen->costes_both ? sums[kCostes] / (above ? sums[kCostesTotal] : 0) : 0;
  }
};

Channel channel(const RankedImage& image, float costes) {
  return {image.image.pixels.data, image.image.mask.data, image.ranks.data, costes};
}

}  // namespace

std::int32_t rank_object_pixels(Queue& queue, const RegionsView& regions, View2<const float> image,
                                View2<const std::uint8_t> mask, View2<const std::uint8_t> other_mask,
                                View1<std::int32_t> ranks) {
  Buffer<std::uint32_t> keys(queue, ranks.size);
  for_each_index(queue, ranks.size,
                 PixelKeys{regions.pixels, image.data, mask.data, other_mask.data, keys.data()});
  return dense_ranks(queue, keys.view(), ranks);
}

void object_colocalization(Queue& queue, const RegionsView& regions, const RankedImage& first,
                           const RankedImage& second, double percent,
                           const std::optional<CostesThresholds>& costes, View1<double> features) {
  Buffer<ObjectSums> results(queue, regions.count);
  Buffer<Seen> seen = zeros<Seen>(queue, 1);
  const float never = INFINITY;
  const float t1 = costes ? static_cast<float>(costes->first) : never;
  const float t2 = costes ? static_cast<float>(costes->second) : never;
  const double ranks = first.distinct > second.distinct ? first.distinct : second.distinct;
  for_each_group(queue, regions.count, 0,
                 SumPairs{regions,
                          {channel(first, t1), channel(second, t2)},
                          ranks,
                          static_cast<float>(percent / 100),
                          results.data(),
                          seen.data()});
  for_each_index(queue, regions.count,
                 WriteColocalization{results.data(), seen.data(), regions.count, features.data});
}

}  // namespace cellerate::kernel
