// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/CompensateColors/value_table.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace cellerate::modules {
namespace {

constexpr double kBackground = 1, kFullRange = 65535;

/// Different values in order, and the share of the pixels up to each.
struct Distribution {
  std::vector<double> values, shares;

  /// Place of the last value that is not greater.
  std::size_t place_of(double value) const {
    return std::upper_bound(values.begin(), values.end(), value) - values.begin() - 1;
  }
};

std::vector<std::size_t> order_of(const ValueTable& table) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < table.values.size(); ++i)
    if (table.counts[i] > 0) order.push_back(i);
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return table.values[a] < table.values[b]; });
  return order;
}

Distribution distribution_of(const ValueTable& table) {
  Distribution found;
  std::vector<std::int64_t> sums;
  std::int64_t pixels = 0;
  for (const std::size_t i : order_of(table)) {
    pixels += table.counts[i];
    if (found.values.empty() || found.values.back() != table.values[i]) {
      found.values.push_back(table.values[i]);
      sums.push_back(pixels);
    } else {
      sums.back() = pixels;
    }
  }
  for (const std::int64_t sum : sums)
    found.shares.push_back(static_cast<double>(sum) / static_cast<double>(pixels));
  return found;
}

/// numpy.interp of the share among those of a distribution.
double value_at(const Distribution& reference, double share) {
  const auto& x = reference.shares;
  const auto& y = reference.values;
  if (share < x.front()) return y.front();
  const std::size_t j = std::upper_bound(x.begin(), x.end(), share) - x.begin() - 1;
  if (j + 1 >= x.size() || x[j] == share) return y[std::min(j, x.size() - 1)];
  const double slope = (y[j + 1] - y[j]) / (x[j + 1] - x[j]);
  return slope * (share - x[j]) + y[j];
}

/// skimage.exposure.rescale_intensity to 1 ... 65535 in the precision T.
template <class T>
std::vector<double> rescaled(const std::vector<double>& values, double low, double high) {
  std::vector<double> out;
  for (const double value : values) {
    const T clipped = std::clamp(static_cast<T>(value), static_cast<T>(low), static_cast<T>(high));
    if (low == high)
      out.push_back(std::clamp(clipped, static_cast<T>(kBackground), static_cast<T>(kFullRange)));
    else
      out.push_back((clipped - static_cast<T>(low)) / static_cast<T>(high - low) *
                        static_cast<T>(kFullRange - kBackground) +
                    static_cast<T>(kBackground));
  }
  return out;
}

}  // namespace

std::vector<double> matched_values(const ValueTable& table, const ValueTable& reference) {
  const Distribution own = distribution_of(table), wanted = distribution_of(reference);
  std::vector<double> out = table.values;
  for (std::size_t i = 0; i < out.size(); ++i)
    if (table.counts[i] > 0) out[i] = value_at(wanted, own.shares[own.place_of(table.values[i])]);
  return out;
}

std::vector<double> rescaled_values(const ValueTable& table, bool is_single) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (std::size_t i = 0; i < table.values.size(); ++i) {
    if (table.counts[i] == 0 || table.values[i] <= kBackground) continue;
    low = std::min(low, table.values[i]);
    high = std::max(high, table.values[i]);
  }
  if (high < low)
    throw std::invalid_argument("no pixel of a compensation class is brighter than the background");
  return is_single ? rescaled<float>(table.values, low, high) : rescaled<double>(table.values, low, high);
}

double median_value(const ValueTable& table) {
  const std::vector<std::size_t> order = order_of(table);
  std::int64_t pixels = 0;
  for (const std::size_t i : order) pixels += table.counts[i];
  if (pixels == 0) return std::numeric_limits<double>::quiet_NaN();
  const auto at = [&](std::int64_t rank) {
    for (const std::size_t i : order)
      if ((rank -= table.counts[i]) < 0) return table.values[i];
    return table.values[order.back()];
  };
  return pixels % 2 ? at(pixels / 2) : (at(pixels / 2 - 1) + at(pixels / 2)) / 2;
}

}  // namespace cellerate::modules
