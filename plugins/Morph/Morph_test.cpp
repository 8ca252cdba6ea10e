// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>

#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Bits = std::vector<std::uint8_t>;

class Morph : public test::ModuleTest {
 protected:
  void morph(const std::string& operations) { run("Morph", "a:Image\nb:Morphed\n" + operations); }
  Bits morphed(const std::string& operation, const std::string& repeats = "Once",
               const std::string& count = "2") {
    morph("c:" + operation + "\nd:" + repeats + "\ne:" + count + "\nf:Yes");
    return bits("Morphed");
  }
};
CEL_ON_EVERY_DEVICE(Morph);

// analytic: binary images, once, repeated, and one operation after the other.
TEST_P(Morph, BinaryImages) {
  binary("Image", {1, 7}, {0, 0, 0, 1, 0, 0, 0});
  EXPECT_EQ(morphed("thicken"), (Bits{0, 0, 1, 1, 1, 0, 0}));
  EXPECT_EQ(morphed("thicken", "Custom", "2"), (Bits{0, 1, 1, 1, 1, 1, 0}));
  EXPECT_EQ(morphed("thicken", "Forever"), Bits(7, 1));
  EXPECT_EQ(morphed("clean"), Bits(7));
  morph("c:thicken\nd:Forever\ne:1\nf:No\nc:endpoints\nd:Once\ne:1\nf:No");
  EXPECT_EQ(bits("Morphed"), (Bits{1, 0, 0, 0, 0, 0, 1}));
  EXPECT_EQ(morphed("spur"), (Bits{0, 0, 0, 1, 0, 0, 0}));
}

// analytic: gray images are on where they are not 0; the mean of colors.
TEST_P(Morph, GrayImagesBecomeBinary) {
  image("Image", {1, 3}, {0, .5f, -1});
  EXPECT_EQ(morphed("shrink"), (Bits{0, 1, 0}));
  image("Image", {1, 2}, {1, 0, -1, 0, .5f, 0});
  EXPECT_EQ(morphed("thin"), (Bits{0, 1}));
}

// analytic: distances, in pixels or up to 1.
TEST_P(Morph, Distances) {
  binary("Image", {1, 5}, {0, 1, 1, 1, 1});
  morph("c:distance\nd:Once\ne:1\nf:No");
  EXPECT_EQ(pixels("Morphed"), (std::vector<float>{0, 1, 2, 3, 4}));
  morph("c:distance\nd:Once\ne:1\nf:Yes");
  EXPECT_EQ(pixels("Morphed"), (std::vector<float>{0, .25f, .5f, .75f, 1}));
  binary("Image", {1, 2}, {0, 0});
  morph("c:distance\nd:Once\ne:1\nf:Yes");
  EXPECT_TRUE(std::isnan(pixels("Morphed")[0]));
}

// analytic: lines stay, dots go; binary images are refused, as in CellProfiler.
TEST_P(Morph, OpensLines) {
  std::vector<float> lines(11 * 11, 0);
  for (int x = 0; x < 11; ++x) lines[3 * 11 + x] = 1;
  lines[8 * 11 + 5] = 1;
  image("Image", {11, 11}, lines);
  morph("c:openlines\nd:Once\ne:5\nf:No");
  EXPECT_EQ(pixels("Morphed")[3 * 11 + 5], 1);
  EXPECT_EQ(pixels("Morphed")[8 * 11 + 5], 0);
  binary("Image", {1, 1}, {1});
  EXPECT_THROW(morphed("openlines"), std::runtime_error);
}

// analytic: pixels outside of the mask neither change nor count.
TEST_P(Morph, RespectsMasks) {
  image("Image", {1, 5}, {1, 1, 0, 1, 1}, {1, 1, 1, 1, 0});
  EXPECT_EQ(morphed("clean"), (Bits{1, 1, 0, 0, 1}));
  EXPECT_EQ(morphed("convex hull"), (Bits{1, 1, 1, 1, 0}));
  EXPECT_EQ(morphed("thin"), (Bits{1, 1, 0, 1, 0}));
  EXPECT_EQ(morphed("skelpe"), (Bits{1, 1, 0, 1, 1}));
}

// edge: nothing on.
TEST_P(Morph, OfNothing) {
  binary("Image", {2, 2}, Bits(4));
  for (const char* operation : {"branchpoints", "bridge", "convex hull", "shrink", "skelpe", "spur", "thin"})
    EXPECT_EQ(morphed(operation), Bits(4)) << operation;
}

// analytic: the settings that each operation had in older revisions.
TEST_P(Morph, OldRevisionsAreUpgraded) {
  binary("Image", {1, 3}, {0, 1, 0});
  run("Morph", "a:Image\nb:Morphed\nc:thicken\nd:Once\ne:2", 1);
  EXPECT_EQ(bits("Morphed"), (Bits{1, 1, 1}));
  run("Morph", "a:Image\nb:Morphed\nc:clean\nd:Once\ne:2\nf:3", 2);
  run("Morph", "a:Image\nb:Morphed\nc:clean\nd:Once\ne:2\nf:3\ng:d\nh:1\ni:1\nj:0\nk:3\nl:3\nm:x", 3);
  EXPECT_EQ(bits("Morphed"), Bits(3));
  run("Morph", "a:Image\nb:Morphed\nc:distance\nd:Once\ne:2\nf:3\ng:d\nh:1\ni:1\nj:0\nk:3\nl:3\nm:x\nn:No",
      4);
  EXPECT_EQ(pixels("Morphed")[1], 1);
  load("Morph", "a:Image\nb:Morphed\nc:life\nd:Once\ne:2\nf:Yes", 5);
  EXPECT_NE(faults().find("life"), std::string::npos);
}

}  // namespace
}  // namespace cellerate
