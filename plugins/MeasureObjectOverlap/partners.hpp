/// Which objects of a test stand for which objects of the truth, and how many of their pixels agree.
/// Source: CellProfiler 4.2.8, MeasureObjectOverlap.run.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <map>
#include <vector>

#include "plugins/MeasureObjectOverlap/omega_index.hpp"
#include "plugins/shared/overlap_measures.hpp"

namespace cellerate::modules {

/// Each object of the test is compared with the object of the truth that it shares most pixels with, of
/// several the first. Where several share most with the same one, only the first that shares the most of all
/// has true positives. An object without any counts as missed with all of its pixels.
class Agreement {
 public:
  /// @param total_pixels  of the plane of the truth
  Agreement(const std::vector<LabelSets>& sets, double total_pixels);

  /// All but the Rand indices.
  OverlapMeasures measures() const;

 private:
  void count_pixels(const std::vector<LabelSets>& sets);
  void assign();
  void compare(int test, const std::map<int, double>& shared);

  std::map<int, std::map<int, double>> shared_;  ///< pixels, by label of the test, then of the truth
  std::map<int, double> truth_areas_, test_areas_;
  std::map<int, int> partner_, winner_;  ///< truth of a test label; test label that has it
  double truth_pixels_ = 0, total_pixels_;
  double true_positives_ = 0, false_positives_ = 0, false_negatives_ = 0;
};

}  // namespace cellerate::modules
