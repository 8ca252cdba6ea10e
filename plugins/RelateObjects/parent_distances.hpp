/// Distances of children to their parents, and to objects that are parents or children of those.
/// Source: CellProfiler 4.2.8 RelateObjects.get_parents_of, calculate_centroid_distances,
/// calculate_minimum_distances.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace cellerate::modules {

/// For each child its object in `step`: by the child's own Parent_<step>; else by that of its parent; else
/// the last object of `step` that has the child's parent as its parent.
std::vector<std::int32_t> parents_through(ImageSet& images, const std::string& parents,
                                          const std::string& children, const std::string& step);

/// Between the centroids; NaN for a child without a parent.
std::vector<double> centroid_distances(ImageSet& images, const std::string& parents,
                                       const std::string& children,
                                       const std::vector<std::int32_t>& parents_of);

/// From the child's centroid to the nearest pixel on the inside of the parent's edge; NaN for a child without
/// a parent.
std::vector<double> minimum_distances(ImageSet& images, const std::string& parents,
                                      const std::string& children,
                                      const std::vector<std::int32_t>& parents_of);

}  // namespace cellerate::modules
