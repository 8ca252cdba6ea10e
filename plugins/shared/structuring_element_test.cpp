// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/structuring_element.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace cellerate::modules {
namespace {

/// Rows of a square of 2 * reach + 1 characters around the centre.
std::string drawn(std::string_view text, int reach) {
  const int side = 2 * reach + 1;
  std::string rows(side * side, '.');
  for (const kernel::Offset o : parse_structuring_element(text))
    rows[(o.dy + reach) * side + o.dx + reach] = '#';
  return rows;
}

// golden (scikit-image 0.18.3).
TEST(StructuringElement, Shapes) {
  EXPECT_EQ(drawn("Disk,1", 1),
            ".#."
            "###"
            ".#.");
  EXPECT_EQ(drawn("Diamond,2", 2),
            "..#.."
            ".###."
            "#####"
            ".###."
            "..#..");
  EXPECT_EQ(drawn("square, 2", 1),
            "##."
            "##."
            "...");
  EXPECT_EQ(drawn("Star,1", 1), "#########");
  EXPECT_EQ(drawn("Star,2", 3),
            "...#..."
            ".#####."
            ".#####."
            "#######"
            ".#####."
            ".#####."
            "...#...");
}

// edge: no size, none above 0, shapes for volumes.
TEST(StructuringElement, Faults) {
  for (const char* text :
       {"", "Disk", "Disk,", "Disk,0", "Disk,-1", "Disk,1.5", "Disk,1,2", "Ball,1", "Cube,3"})
    EXPECT_THROW(parse_structuring_element(text), std::invalid_argument) << text;
}

}  // namespace
}  // namespace cellerate::modules
