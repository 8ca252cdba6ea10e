/// Microscope-like images that are the same on every machine: what the quick start and the golden tests run
/// on.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cellerate::samples {

/// A field of view to draw.
struct Field {
  int height = 240, width = 300;
  int cells = 24;
  unsigned seed = 1;
  double noise = 0.01;  ///< standard deviation, as a share of the full range
};

/// One channel, 16 bits.
struct Channel {
  std::string name;
  std::vector<std::uint16_t> pixels;  ///< height x width
};

/// DNA (nuclei, some touching and some cut by the border), PH3 (a few bright nuclei), cellbody (cells around
/// the nuclei) and speckles (small dots in the cells).
std::vector<Channel> draw(const Field& field);

}  // namespace cellerate::samples
