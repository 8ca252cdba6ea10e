// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/neighborhood_rules.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Mask = std::vector<std::uint8_t>;
using Rule = kernel::NeighborhoodRule;

std::string text_of(const Mask& mask) {
  std::string text;
  for (const std::uint8_t pixel : mask) text += pixel ? '#' : '.';
  return text;
}
Mask mask_of(const std::string& text) {
  Mask mask;
  for (const char c : text) mask.push_back(c == '#');
  return mask;
}

class NeighborhoodRules : public test::EveryDevice {
 protected:
  std::string applied(const Mask& mask, Shape2 shape, Rule rule, int rounds, const Mask& valid = {}) {
    auto plane = upload(queue(), mask);
    const auto limits = upload(queue(), valid);
    kernel::apply_rule(queue(), std::as_const(plane).view(shape),
                       valid.empty() ? View2<const std::uint8_t>() : limits.view(shape), rule, rounds,
                       plane.view(shape));
    return text_of(download(queue(), plane));
  }
};
CEL_ON_EVERY_DEVICE(NeighborhoodRules);

struct Expected {
  Rule rule;
  int rounds;
  std::string all, in_mask;
};

// golden (centrosome 1.2.3): a pattern, without and with a mask.
TEST_P(NeighborhoodRules, AgreeWithCentrosome) {
  const Shape2 shape{7, 9};
  Mask mask, valid;
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x) {
      mask.push_back((3 * y * y + 5 * x + x * y) % 7 < 3);
      valid.push_back((x + 2 * y) % 5 != 0);
    }
  const Expected expected[] = {
      {Rule::kBranchpoints, 1, "........................................#......................",
       "#...........#....#......................#................#....#"},
      {Rule::kBridge, 1, "#..#..##..###....######..##.###....#.##.##.##.####.###.#####.##",
       "#..#..##..###....##.##......###....#.#..##..#.####.###.#####.##"},
      {Rule::kClean, 1, "#..#..##..###....#..........###....#.#..##..#.#.#..#.#.#.#.#..#",
       "#..#..##..###....#..........###....#.#..##..#.#.#..#.#.#.#.#..#"},
      {Rule::kDiagonal, 2, "##.#..#######...##..........####...#.#.####.#.#.####.#.#.#.##.#",
       "#.##..##..###....#..........###....#.#.####.#.#.##.#.#.#.#.##.#"},
      {Rule::kEndpoints, 1, "#.....#..........#.................#...................#.#.#..#",
       "#..#..##..#.#....#.................#............#....#.#.#.#..#"},
      {Rule::kFill, 1, "#..#..##..###....#..........###....#.#..##..#.#.#..#.#.#.#.#..#",
       "#..#..##..###....#..........###....#.#..##..#.#.#..#.###.#.#..#"},
      {Rule::kHBreak, 1, "#..#..##..###....#..........###....#.#..##..#.#.#..#.#.#.#.#..#",
       "#..#..##..###....#..........###....#.#..##..#.#.#..#.#.#.#.#..#"},
      {Rule::kMajority, 2, "...............................................................",
       "#...........#....#.......................................#....#"},
      {Rule::kRemove, 1, "#..#..##..###....#..........###....#.#..##..#.#.#..#.#.#.#.#..#",
       "#..#..##..###....#..........###....#.#..##..#.#.#..#.#.#.#.#..#"},
      {Rule::kThicken, 3, "##################.........#############################.####.#",
       "#####.############..####.######.######.####.#.####.#####.####.#"},
      {Rule::kVBreak, 1, "#..#..##..###....#..........###....#.#..##..#.#.#..#.#.#.#.#..#",
       "#..#..##..###....#..........###....#.#..##..#.#.#..#.#.#.#.#..#"},
  };
  for (const Expected& e : expected) {
    EXPECT_EQ(applied(mask, shape, e.rule, e.rounds), e.all) << static_cast<int>(e.rule);
    EXPECT_EQ(applied(mask, shape, e.rule, e.rounds, valid), e.in_mask) << static_cast<int>(e.rule);
  }
}

// analytic: the bars of an H that stands and of one that lies on its side.
TEST_P(NeighborhoodRules, BreakBars) {
  EXPECT_EQ(applied(mask_of("###.#.###"), {3, 3}, Rule::kHBreak, 1), "###...###");
  EXPECT_EQ(applied(mask_of("#.#####.#"), {3, 3}, Rule::kVBreak, 1), "#.##.##.#");
}

// analytic: repeated until nothing changes; the frame counts as on to kFill only.
TEST_P(NeighborhoodRules, Repeat) {
  EXPECT_EQ(applied(mask_of("#......"), {1, 7}, Rule::kThicken, kernel::kUntilStable), "#######");
  EXPECT_EQ(applied(mask_of("#......"), {1, 7}, Rule::kThicken, 2), "###....");
  EXPECT_EQ(applied(mask_of("."), {1, 1}, Rule::kFill, 1), "#");
  EXPECT_EQ(applied(mask_of("#"), {1, 1}, Rule::kClean, 1), ".");
}

// edge: no pixels.
TEST_P(NeighborhoodRules, OfNothing) { EXPECT_EQ(applied({}, {0, 0}, Rule::kBridge, 3), ""); }

}  // namespace
}  // namespace cellerate
