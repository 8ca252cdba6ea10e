/// Two channels over a whole plane, with NumPy's single precision sums: on the host, where their order is at
/// home.
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "cuda/core/dense_rank.hpp"
#include "cuda/core/error.hpp"
#include "cuda/core/segmented_sort.hpp"
#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/region/colocalization.hpp"

namespace cellerate::kernel {
namespace {

struct Channels {
  std::vector<float> first, second;
  std::int64_t size() const { return static_cast<std::int64_t>(first.size()); }
};

/// The pixels of both channels that count, on the host.
class SharedPixels {
 public:
  SharedPixels(Queue& queue, const MaskedImage& first, const MaskedImage& second)
      : n_(first.pixels.size()),
        a_(queue, first.pixels.data, n_),
        b_(queue, second.pixels.data, n_),
        a_mask_(queue, first.mask.data, first.mask ? n_ : 0),
        b_mask_(queue, second.mask.data, second.mask ? n_ : 0) {
    CEL_REQUIRE(first.pixels.shape == second.pixels.shape, "the two images differ in size");
  }
  bool any() const {
    for (std::int64_t i = 0; i < n_; ++i)
      if (counts(i)) return true;
    return false;
  }
  Channels gather() const {
    Channels found;
    for (std::int64_t i = 0; i < n_; ++i) {
      if (!counts(i)) continue;
      found.first.push_back(a_[i]);
      found.second.push_back(b_[i]);
    }
    return found;
  }

 private:
  bool counts(std::int64_t i) const {
    return (a_mask_.size() == 0 || a_mask_[i]) && (b_mask_.size() == 0 || b_mask_[i]) && !std::isnan(a_[i]) &&
           !std::isnan(b_[i]);
  }
  std::int64_t n_;
  HostRead<float> a_, b_;
  HostRead<std::uint8_t> a_mask_, b_mask_;
};

template <class T>
T sum_of(const std::vector<T>& values) {
  return numpy_sum<T>(static_cast<std::int64_t>(values.size()), [&](std::int64_t i) { return values[i]; });
}

/// Correlation by centred products, and the least squares slope; of a constant channel the solution of least
/// norm.
void fit(const Channels& channels, double* correlation, double* slope) {
  const auto n = static_cast<double>(channels.size());
  const auto mean = [&](const std::vector<float>& v) {
    return numpy_sum<double>(channels.size(), [&](std::int64_t i) { return static_cast<double>(v[i]); }) / n;
  };
  const double x_mean = mean(channels.first), y_mean = mean(channels.second);
  const auto products = [&](const std::vector<float>& a, double a_mean, const std::vector<float>& b,
                            double b_mean) {
    return numpy_sum<double>(channels.size(),
                             [&](std::int64_t i) { return (a[i] - a_mean) * (b[i] - b_mean); });
  };
  const auto &x = channels.first, &y = channels.second;
  const double xx = products(x, x_mean, x, x_mean), yy = products(y, y_mean, y, y_mean);
  const double xy = products(x, x_mean, y, y_mean);
  *correlation = std::clamp(xy / std::sqrt(xx) / std::sqrt(yy), -1.0, 1.0);
  *slope = xx > 0 ? xy / xx : x_mean * y_mean / (x_mean * x_mean + 1);
}

std::vector<std::int32_t> ranks_of(Queue& queue, const std::vector<float>& values, std::int32_t* distinct) {
  std::vector<std::uint32_t> keys(values.size());
  std::transform(values.begin(), values.end(), keys.begin(), [](float v) { return order_key(v); });
  Buffer<std::int32_t> ranks(queue, static_cast<std::int64_t>(values.size()));
  *distinct = dense_ranks(queue, upload(queue, keys).view(), ranks.view());
  return download(queue, ranks);
}

/// Sum of the values above a threshold, and those of them that are above both.
struct Above {
  float total, both;
};
Above above(const std::vector<float>& values, float threshold, const std::vector<std::int64_t>& both) {
  std::vector<float> own, shared;
  for (const float v : values)
    if (v > threshold) own.push_back(v);
  for (const std::int64_t i : both) shared.push_back(values[i]);
  return {sum_of(own), sum_of(shared)};
}

std::vector<std::int64_t> above_both(const Channels& channels, float first, float second) {
  std::vector<std::int64_t> both;
  for (std::int64_t i = 0; i < channels.size(); ++i)
    if (channels.first[i] > first && channels.second[i] > second) both.push_back(i);
  return both;
}

float product_sum(const std::vector<float>& a, const std::vector<float>& b,
                  const std::vector<std::int64_t>& at) {
  return numpy_sum<float>(static_cast<std::int64_t>(at.size()),
                          [&](std::int64_t i) { return a[at[i]] * b[at[i]]; });
}

float threshold_of(const std::vector<float>& values, double percent) {
  return static_cast<float>(percent * *std::max_element(values.begin(), values.end()) / 100);
}

CostesThresholds costes_of(const Channels& channels, double scale, CostesMode mode) {
  return costes_thresholds({channels.first.data(), channels.size()},
                           {channels.second.data(), channels.size()}, scale, mode);
}

}  // namespace

bool share_pixels(Queue& queue, const MaskedImage& first, const MaskedImage& second) {
  return SharedPixels(queue, first, second).any();
}

CostesThresholds plane_costes(Queue& queue, const MaskedImage& first, const MaskedImage& second, double scale,
                              CostesMode mode) {
  return costes_of(SharedPixels(queue, first, second).gather(), scale, mode);
}

PlaneColocalization plane_colocalization(Queue& queue, const MaskedImage& first, const MaskedImage& second,
                                         double percent, double scale, std::optional<CostesMode> with_costes,
                                         CostesThresholds* thresholds) {
  PlaneColocalization result{};
  const auto at = [&result](Colocalization feature) -> double& {
    return result.features[static_cast<int>(feature)];
  };
  const Channels channels = SharedPixels(queue, first, second).gather();
  const auto &x = channels.first, &y = channels.second;
  result.any_pixels = channels.size() > 0;
  if (!result.any_pixels) {
    result.slope = std::numeric_limits<double>::quiet_NaN();
    std::fill(std::begin(result.features), std::end(result.features), result.slope);
    return result;
  }
  fit(channels, &at(Colocalization::Correlation), &result.slope);

  const float x_threshold = threshold_of(x, percent), y_threshold = threshold_of(y, percent);
  const std::vector<std::int64_t> both = above_both(channels, x_threshold, y_threshold);
  const Above x_above = above(x, x_threshold, both), y_above = above(y, y_threshold, both);
  at(Colocalization::Manders12) = x_above.both / x_above.total;
  at(Colocalization::Manders21) = y_above.both / y_above.total;

  const float xy = product_sum(x, y, both), xx = product_sum(x, x, both), yy = product_sum(y, y, both);
  at(Colocalization::Overlap) = xy / std::sqrt(xx * yy);
  at(Colocalization::K12) = xy / xx;
  at(Colocalization::K21) = xy / yy;

  std::int32_t x_distinct, y_distinct;
  const std::vector<std::int32_t> x_ranks = ranks_of(queue, x, &x_distinct),
                                  y_ranks = ranks_of(queue, y, &y_distinct);
  const double distinct = std::max(x_distinct, y_distinct);
  const auto ranked = [&](const std::vector<float>& values) {
    return numpy_sum<double>(static_cast<std::int64_t>(both.size()), [&](std::int64_t i) {
      const std::int64_t p = both[i];
      return values[p] * ((distinct - std::abs(x_ranks[p] - y_ranks[p])) / distinct);
    });
  };
  at(Colocalization::Rwc12) = ranked(x) / x_above.total;
  at(Colocalization::Rwc21) = ranked(y) / y_above.total;

  if (with_costes) {
    const CostesThresholds found = costes_of(channels, scale, *with_costes);
    const auto tx = static_cast<float>(found.first), ty = static_cast<float>(found.second);
    const std::vector<std::int64_t> colocalized = above_both(channels, tx, ty);
    const Above x_costes = above(x, tx, colocalized), y_costes = above(y, ty, colocalized);
    at(Colocalization::Costes12) = x_costes.both / x_costes.total;
    at(Colocalization::Costes21) = y_costes.both / y_costes.total;
    if (thresholds) *thresholds = found;
  }
  return result;
}

}  // namespace cellerate::kernel
