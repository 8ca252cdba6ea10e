/// Images that tests make themselves, for which golden values were measured.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cmath>
#include <vector>

#include "tests/support/kernel_test.hpp"

namespace cellerate::test {

/// Faint noise everywhere, strong noise in every third square of 16 x 16 pixels: two populations that
/// overlap.
inline std::vector<float> checkered_noise(Shape2 shape) {
  std::vector<float> image = noise(shape.size(), 1);
  const std::vector<float> strong = noise(shape.size(), 2);
  for (std::int64_t i = 0; i < shape.size(); ++i) {
    const auto y = i / shape.width, x = i % shape.width;
    image[i] = image[i] * 0.25f + ((y / 16 + x / 16) % 3 == 0 ? strong[i] : 0.0f);
  }
  return image;
}

/// The same in steps of 1/256: many equal values.
inline std::vector<float> quantised(std::vector<float> image) {
  for (float& v : image) v = std::floor(v * 256.0f) / 256.0f;
  return image;
}

/// A mask of holes that no period of a tile or block matches.
inline std::vector<std::uint8_t> sieve_mask(Shape2 shape) {
  std::vector<std::uint8_t> mask(shape.size());
  for (std::int64_t i = 0; i < shape.size(); ++i) mask[i] = (i / shape.width) * (i % shape.width) % 5 != 0;
  return mask;
}

}  // namespace cellerate::test
