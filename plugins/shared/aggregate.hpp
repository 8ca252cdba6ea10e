/// Mean, median and standard deviation over the objects of an image set, as CellProfiler's exports give them
/// (Measurements.compute_aggregate_measurements): finite values only, in NumPy's order and precision.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cellerate::modules {

enum class Aggregate { kMean, kMedian, kStandardDeviation };

/// "Mean", "Median" or "StDev": what the names of the columns begin with.
std::string_view aggregate_prefix(Aggregate aggregate);

/// Features that are not aggregated: numbers of objects, and what is no measurement.
bool is_aggregated(std::string_view feature);

/// NaN of no finite value. Float32 features are computed in float32.
double aggregate(Aggregate aggregate, const std::vector<double>& values, std::int32_t type);

/// The type of the result: as of the values, but whole numbers become float64.
std::int32_t aggregate_type(std::int32_t type);

}  // namespace cellerate::modules
