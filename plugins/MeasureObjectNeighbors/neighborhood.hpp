/// Who the neighbours of objects are, as MeasureObjectNeighbors finds them among all objects that were found,
/// also those discarded at the border, and then reports by the numbers of the objects that were kept.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <vector>

#include "cuda/core/buffer.hpp"

namespace cellerate::modules {

/// An object set before and after objects were discarded.
struct FoundObjects {
  View2<const std::int32_t> found, kept;
  int kept_count = 0;  ///< greatest label of `kept`
};

struct NeighborSearch {
  bool same = true;     ///< the neighbours are of the measured set
  bool expand = false;  ///< grow the objects until they meet
  int distance = 1;
};

/// One value for each kept object.
struct Neighborhood {
  std::vector<double> count, percent_touching, first_distance, second_distance, angle;
  std::vector<double> first_number, second_number;  ///< 0 where there is none
  std::vector<std::int64_t> objects, neighbors;     ///< pairs of kept numbers, ascending
};

Neighborhood find_neighborhood(Queue& queue, const FoundObjects& objects, const FoundObjects& neighbors,
                               const NeighborSearch& search);

}  // namespace cellerate::modules
