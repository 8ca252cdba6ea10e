/// Decisions that depend on a pixel's 3 x 3 neighbourhood alone, as tables of 512 entries.
///
/// Source: centrosome.cpmorphology (table_lookup, make_table, pattern_of). Bit 3 * (dy + 1) + dx + 1 of an
/// index is the neighbour at (dy, dx); bit 4 is the pixel itself.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <array>

#include "cuda/label/connectivity.hpp"

namespace cellerate::kernel {

using NeighborhoodTable = std::array<bool, 512>;

constexpr int kCenterBit = 16;

constexpr bool is_on(int index, int dy, int dx) { return index >> (3 * (dy + 1) + dx + 1) & 1; }

constexpr int count_on(int index) {
  int on = 0;
  for (int bit = 0; bit < 9; ++bit) on += index >> bit & 1;
  return on;
}

/// Connected components among the on pixels of the neighbourhood.
constexpr int count_components(int index, Connectivity connectivity) {
  int components = 0;
  for (int left = index; left != 0; ++components) {
    int reached = left & -left;
    for (int before = 0; before != reached;) {
      before = reached;
      for (int a = 0; a < 9; ++a)
        for (int b = 0; b < 9; ++b) {
          const int dy = a / 3 - b / 3, dx = a % 3 - b % 3;
          const int distance = connectivity == Connectivity::Four ? dy * dy + dx * dx
                                                                  : (dy * dy > dx * dx ? dy * dy : dx * dx);
          if ((before >> a & 1) && (left >> b & 1) && distance == 1) reached |= 1 << b;
        }
    }
    left &= ~reached;
  }
  return components;
}

template <class Decision>
constexpr NeighborhoodTable make_table(Decision decision) {
  NeighborhoodTable table{};
  for (int index = 0; index < 512; ++index) table[index] = decision(index);
  return table;
}

}  // namespace cellerate::kernel
