/// Structuring elements as lists of offsets.
///
/// Source: centrosome.cpmorphology.strel_disk 1.2.3, skimage.morphology.selem 0.18.3: disk, square, diamond,
/// star.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <algorithm>
#include <cstdlib>
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

/// Square of `side` pixels; an even one reaches one pixel further up and left.
inline std::vector<Offset> square_footprint(int side) {
  std::vector<Offset> offsets;
  for (int dy = -(side / 2); dy < side - side / 2; ++dy)
    for (int dx = -(side / 2); dx < side - side / 2; ++dx) offsets.push_back({dy, dx});
  return offsets;
}

/// Pixels at most `radius` steps along rows and columns from the centre.
inline std::vector<Offset> diamond_footprint(int radius) {
  std::vector<Offset> offsets;
  for (int dy = -radius; dy <= radius; ++dy)
    for (int dx = -(radius - std::abs(dy)); dx <= radius - std::abs(dy); ++dx) offsets.push_back({dy, dx});
  return offsets;
}

/// A square of 2 * size + 1 pixels together with a diamond that is higher by half of `size`: eight tips.
inline std::vector<Offset> star_footprint(int size) {
  std::vector<Offset> offsets = square_footprint(2 * size + 1);
  for (const Offset o : diamond_footprint(size + size / 2))
    if (std::abs(o.dy) > size || std::abs(o.dx) > size) offsets.push_back(o);
  return offsets;
}

}  // namespace cellerate::kernel
