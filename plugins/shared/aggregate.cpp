/// numpy.mean, numpy.median and numpy.std (1.23) of what is finite.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/aggregate.hpp"

#include <cellerate/plugin.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "cuda/numeric/pairwise_sum.hpp"

namespace cellerate::modules {
namespace {

template <class T>
T sum(const std::vector<T>& values) {
  return kernel::numpy_sum<T>(static_cast<std::int64_t>(values.size()),
                              [&](std::int64_t i) { return values[i]; });
}

/// numpy.mean divides in double precision and rounds once more.
template <class T>
T mean(const std::vector<T>& values) {
  return static_cast<T>(static_cast<double>(sum(values)) / static_cast<double>(values.size()));
}

template <class T>
T median(std::vector<T> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2) return *middle;
  return mean<T>({*std::max_element(values.begin(), middle), *middle});
}

template <class T>
T standard_deviation(std::vector<T> values) {
  // numpy.std divides the sum in the precision of the values, unlike numpy.mean.
  const T centre = sum(values) / static_cast<T>(values.size());
  for (T& value : values) value = (value - centre) * (value - centre);
  return std::sqrt(mean(values));
}

template <class T>
double aggregate_as(Aggregate aggregate, const std::vector<double>& all) {
  std::vector<T> values;
  for (const double value : all)
    if (std::isfinite(value)) values.push_back(static_cast<T>(value));
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  switch (aggregate) {
    case Aggregate::kMean:
      return mean(values);
    case Aggregate::kMedian:
      return median(std::move(values));
    case Aggregate::kStandardDeviation:
      break;
  }
  return standard_deviation(std::move(values));
}

}  // namespace

std::string_view aggregate_prefix(Aggregate aggregate) {
  switch (aggregate) {
    case Aggregate::kMean:
      return "Mean";
    case Aggregate::kMedian:
      return "Median";
    case Aggregate::kStandardDeviation:
      break;
  }
  return "StDev";
}

bool is_aggregated(std::string_view feature) {
  return feature != "Number_Object_Number" && !feature.starts_with("Description_") &&
         !feature.starts_with("ModuleError_") && !feature.starts_with("TimeElapsed_");
}

double aggregate(Aggregate aggregate, const std::vector<double>& values, std::int32_t type) {
  return type == CEL_VALUE_F32 ? aggregate_as<float>(aggregate, values)
                               : aggregate_as<double>(aggregate, values);
}

std::int32_t aggregate_type(std::int32_t type) {
  return type == CEL_VALUE_F32 ? CEL_VALUE_F32 : CEL_VALUE_F64;
}

}  // namespace cellerate::modules
