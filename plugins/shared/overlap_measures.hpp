/// How well a segmentation agrees with another one: what MeasureImageOverlap and MeasureObjectOverlap share.
/// Source: CellProfiler 4.2.8, measureimageoverlap.py, measureobjectoverlap.py.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <optional>
#include <string>

namespace cellerate::modules {

/// NaN where there is nothing to measure it on.
struct OverlapMeasures {
  double f_factor = 0, precision = 0, recall = 0;
  double true_positive_rate = 0, true_negative_rate = 0, false_positive_rate = 0, false_negative_rate = 0;
  double rand_index = 0, adjusted_rand_index = 0;
  std::optional<double> earth_movers_distance{};
};

/// Image measurements Overlap_<measure>_<names>.
void declare_overlap(Declaration& declaration, const std::string& names, bool wants_distance);
void measure_overlap(ImageSet& images, const std::string& names, const OverlapMeasures& measures);

}  // namespace cellerate::modules
