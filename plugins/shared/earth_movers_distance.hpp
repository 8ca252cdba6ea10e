/// The earth mover's distance between two segmentations: what it costs to move the pixels of one onto those
/// of the other. Source: CellProfiler 4.2.8, measureimageoverlap.py, measureobjectoverlap.py.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include "cuda/region/representatives.hpp"

namespace cellerate::modules {

struct EarthMoversDistanceSettings {
  bool is_wanted = false, penalizes_missing = false;
  enum class Points { kKMeans, kSkeleton } points = Points::kKMeans;
  int max_points = 250, max_distance = 250;

  void bind(Binder& b);
  bool is_hidden(std::string_view text) const;
};

/// Pixels move in groups, each from and to a point that stands for it.
double earth_movers_distance(Queue& queue, const kernel::LabelPlanes& from, const kernel::LabelPlanes& to,
                             const EarthMoversDistanceSettings& settings);

}  // namespace cellerate::modules
