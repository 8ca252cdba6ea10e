/// How well a segmentation agrees with another one: what MeasureImageOverlap and MeasureObjectOverlap share.
/// Source: CellProfiler 4.2.8, measureimageoverlap.py, measureobjectoverlap.py.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>

namespace cellerate::modules {

/// The earth mover's distance, which CellProfiler offers beside the measures below.
struct EarthMoversDistanceSettings {
  bool is_wanted = false, penalizes_missing = false;
  enum class Points { kKMeans, kSkeleton } points = Points::kKMeans;
  int max_points = 250, max_distance = 250;

  void bind(Binder& b);
  bool is_hidden(std::string_view text) const;

  static constexpr char kWanted[] = "Calculate earth mover's distance?";
};

/// NaN where there is nothing to measure it on.
struct OverlapMeasures {
  double f_factor = 0, precision = 0, recall = 0;
  double true_positive_rate = 0, true_negative_rate = 0, false_positive_rate = 0, false_negative_rate = 0;
  double rand_index = 0, adjusted_rand_index = 0;
};

/// Image measurements Overlap_<measure>_<names>.
void declare_overlap(Declaration& declaration, const std::string& names);
void measure_overlap(ImageSet& images, const std::string& names, const OverlapMeasures& measures);

}  // namespace cellerate::modules
