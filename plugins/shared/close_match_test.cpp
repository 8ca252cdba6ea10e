// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/close_match.hpp"

#include <gtest/gtest.h>

namespace cellerate::modules {
namespace {

// golden: difflib.SequenceMatcher(None, a, b).ratio().
TEST(CloseMatch, RatioIsThatOfDifflib) {
  EXPECT_EQ(match_ratio("abcd", "bcde"), .75);
  EXPECT_EQ(match_ratio("", ""), 1);
  EXPECT_EQ(match_ratio("a", ""), 0);
}

// golden: difflib.get_close_matches(word, candidates, 1, cutoff).
TEST(CloseMatch, FindsTheClosest) {
  const std::vector<std::string> names{"Nuclei_AreaShape_Area", "Nuclei_AreaShape_Perimeter",
                                       "Cells_AreaShape_Area"};
  EXPECT_EQ(closest_match("Nuclei_AreaShape_Are", names, .7), "Nuclei_AreaShape_Area");
  EXPECT_EQ(closest_match("abcd", {"abcf", "abce"}, .7), "abcf");
  EXPECT_FALSE(closest_match("Nuclei_AreaShape_Are", names, 1));
  EXPECT_EQ(closest_match("Cells_AreaShape_Area", names, 1), "Cells_AreaShape_Area");
  EXPECT_FALSE(closest_match("xyz", {}, .7));
}

}  // namespace
}  // namespace cellerate::modules
