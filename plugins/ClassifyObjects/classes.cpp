// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/ClassifyObjects/classes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "cuda/numeric/pairwise_sum.hpp"

namespace cellerate::modules {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double mean(const std::vector<double>& values) {
  const auto n = static_cast<std::int64_t>(values.size());
  return kernel::pairwise_sum<double>([&](std::int64_t i) { return values[i]; }, 0, n) /
         static_cast<double>(n);
}

double median(std::vector<double> values) {
  if (values.empty()) return kNaN;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

}  // namespace

Classes classes_of_bins(const std::vector<double>& values, const std::vector<double>& thresholds) {
  const std::size_t bins = thresholds.empty() ? 0 : thresholds.size() - 1;
  Classes classes;
  classes.members.assign(bins, std::vector<bool>(values.size(), false));
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::int32_t color = 1;
    for (std::size_t bin = 0; bin < bins; ++bin) {
      const bool hit = values[i] > thresholds[bin] && values[i] <= thresholds[bin + 1];
      classes.members[bin][i] = hit;
      if (hit) color += static_cast<std::int32_t>(bin);
    }
    classes.colors.push_back(std::isnan(values[i]) ? 0 : color);
  }
  return classes;
}

Classes classes_of_pair(const std::vector<double>& first, double first_cutoff,
                        const std::vector<double>& second, double second_cutoff) {
  Classes classes;
  classes.members.assign(4, std::vector<bool>(first.size(), false));
  for (std::size_t i = 0; i < first.size(); ++i) {
    const bool high_1 = first[i] >= first_cutoff, high_2 = second[i] >= second_cutoff;
    const bool has_nan = std::isnan(first[i]) || std::isnan(second[i]);
    classes.members[2 * high_1 + high_2][i] = !has_nan;
    classes.colors.push_back(std::isnan(second[i]) ? 0 : 1 + high_1 + 2 * high_2);
  }
  return classes;
}

double cutoff(const CutoffSettings& settings, const std::vector<double>& values) {
  if (settings.method == Cutoff::kCustom) return settings.custom;
  if (values.empty()) return 0;
  std::vector<double> known = values;
  std::erase_if(known, [](double value) { return std::isnan(value); });
  return settings.method == Cutoff::kMean ? mean(known) : median(known);
}

}  // namespace cellerate::modules
