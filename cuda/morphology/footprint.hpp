/// Structuring elements as lists of offsets.
///
/// Source: centrosome.cpmorphology.strel_disk 1.2.3, skimage.morphology.disk.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <algorithm>
#include <vector>

namespace cellerate::kernel {

struct Offset {
  int dy, dx;
  friend bool operator==(Offset a, Offset b) { return a.dy == b.dy && a.dx == b.dx; }
};

/// Pixels within `radius` of the centre, nearest first; the centre is among them.
inline std::vector<Offset> disk_footprint(double radius) {
  std::vector<Offset> offsets;
  const int side = static_cast<int>(radius);
  for (int dy = -side; dy <= side; ++dy)
    for (int dx = -side; dx <= side; ++dx)
      if (dy * dy + dx * dx <= radius * radius) offsets.push_back({dy, dx});
  std::stable_sort(offsets.begin(), offsets.end(),
                   [](Offset a, Offset b) { return a.dy * a.dy + a.dx * a.dx < b.dy * b.dy + b.dx * b.dx; });
  return offsets;
}

}  // namespace cellerate::kernel
