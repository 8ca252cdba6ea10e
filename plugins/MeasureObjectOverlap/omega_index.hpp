/// Agreement of two sets of objects that may overlap, over pairs of pixels. Source: Collins 1988, Omega: A
/// General Formulation of the Rand Index of Cluster Recovery Suitable for Non-disjoint Solutions;
/// CellProfiler 4.2.8, MeasureObjectOverlap.compute_rand_index_ijv.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <vector>

#include "cuda/label/label_tuples.hpp"

namespace cellerate::modules {

/// The objects of each set at a pixel; label 0 alone where there are none.
struct LabelSets {
  std::vector<std::int32_t> truth, test;
  double pixels = 0;
};

/// @param truth_layers  labels of a tuple that are of the first set
std::vector<LabelSets> label_sets(const std::vector<kernel::LabelTuple>& tuples, int truth_layers);

/// Share of the pairs of pixels that have as many objects of the one set in common as of the other, and the
/// same adjusted for chance. The background counts as an object. Takes time with the square of the
/// combinations of objects.
struct OmegaIndex {
  double index = 0, adjusted = 0;
  explicit OmegaIndex(const std::vector<LabelSets>& sets);
};

}  // namespace cellerate::modules
