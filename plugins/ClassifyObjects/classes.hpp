/// Classes of objects by their measurements. Source: CellProfiler 4.2.8 ClassifyObjects.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <vector>

#include "plugins/ClassifyObjects/classify_settings.hpp"

namespace cellerate::modules {

/// Which of the classes each object is in.
struct Classes {
  std::vector<std::vector<bool>> members;  ///< by class, then object
  std::vector<std::int32_t> colors;        ///< by object: its color in the picture, from 1; 0 is black
};

/// Bins are open below and closed above; an object in none of them has the color of the first bin.
Classes classes_of_bins(const std::vector<double>& values, const std::vector<double>& thresholds);

/// Objects at or above each of two cutoffs; one with NaN in either is in no class.
Classes classes_of_pair(const std::vector<double>& first, double first_cutoff,
                        const std::vector<double>& second, double second_cutoff);

/// The mean or median of what is not NaN, or the custom value; 0 without objects.
double cutoff(const CutoffSettings& settings, const std::vector<double>& values);

}  // namespace cellerate::modules
