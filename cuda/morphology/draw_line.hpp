/// The pixels of a line between two pixels. Source: Bresenham 1965, as
/// centrosome.cpmorphology.draw_line 1.2.3 rounds it.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdlib>
#include <vector>

#include "cuda/morphology/footprint.hpp"

namespace cellerate::kernel {

/// From one end to the other, both included. The way back may take other pixels.
inline std::vector<Offset> line_points(Offset from, Offset to) {
  const int rows = std::abs(to.dy - from.dy), columns = std::abs(to.dx - from.dx);
  const int step_y = to.dy > from.dy ? 1 : -1, step_x = to.dx > from.dx ? 1 : -1;
  const bool is_steep = rows > columns;
  const int length = is_steep ? rows : columns, breadth = is_steep ? columns : rows;
  std::vector<Offset> points = {from};
  Offset at = from;
  for (int remainder = 2 * breadth - length, k = 0; k < length; ++k) {
    if (remainder >= 0) {
      (is_steep ? at.dx : at.dy) += is_steep ? step_x : step_y;
      remainder -= 2 * length;
    }
    (is_steep ? at.dy : at.dx) += is_steep ? step_y : step_x;
    remainder += 2 * breadth;
    points.push_back(at);
  }
  return points;
}

}  // namespace cellerate::kernel
