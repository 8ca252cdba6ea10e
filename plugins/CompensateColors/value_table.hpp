/// What happens to the values of a compensation class, each with the number of its pixels.
///
/// Source: compensatecolors.py of CellProfiler-plugins; scikit-image 0.18 match_histograms,
/// rescale_intensity; NumPy 1.23 unique, interp, median.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <vector>

namespace cellerate::modules {

/// Values in any order, and how many pixels have each of them: maybe none.
struct ValueTable {
  std::vector<double> values;
  std::vector<std::int64_t> counts;
};

/// The values such that they are distributed as those of the template.
std::vector<double> matched_values(const ValueTable& table, const ValueTable& reference);

/// The values spread from what is greater than 1, which stands for the background, over 1 ... 65535.
/// @param is_single  in single precision
/// @throws std::invalid_argument where no pixel is greater than 1
std::vector<double> rescaled_values(const ValueTable& table, bool is_single);

/// NaN without pixels.
double median_value(const ValueTable& table);

}  // namespace cellerate::modules
