/// Lengths of the shortest ways inside one object, over 8 neighbours in steps of 1 and sqrt(2).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <vector>

#include "cuda/core/view.hpp"

namespace cellerate::kernel {

/// On the host; keeps its memory from object to object.
class Geodesic {
 public:
  /// Way of each of the pixels (linear indices in raster order, of a plane that wide) from the nearest seed;
  /// infinite where there is none. Rounded like Dijkstra's sums, which are the same in any order of work.
  /// @param seeds  places in `pixels`
  const std::vector<double>& lengths(const Box& box, const std::int32_t* pixels, std::int64_t n, int width,
                                     const std::vector<std::int64_t>& seeds);

 private:
  bool relax(std::int64_t pixel, const std::int64_t (&steps)[4]);

  std::vector<double> plane_, lengths_;  ///< the box with a frame of pixels that are never reached
  std::vector<std::int64_t> places_;
};

}  // namespace cellerate::kernel
