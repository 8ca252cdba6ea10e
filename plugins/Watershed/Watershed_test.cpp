// SPDX-License-Identifier: BSD-3-Clause
#include <map>

#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Labels = std::vector<std::int32_t>;
using Bits = std::vector<std::uint8_t>;
using Values = std::vector<double>;

class Watershed : public test::ModuleTest {
 protected:
  const Shape2 disks_shape_{9, 16};

  /// Two disks of radius 3.6 that run into each other, and one pixel in a corner.
  static Bits disks() {
    Bits mask(9 * 16, 0);
    for (int y = 0; y < 9; ++y)
      for (int x = 0; x < 16; ++x) {
        const int dy = y - 4, left = x - 4, right = x - 11;
        mask[y * 16 + x] = dy * dy + left * left <= 13 || dy * dy + right * right <= 13;
      }
    mask[15] = 1;
    return mask;
  }

  /// Where the disks are split between columns 7 and 8; `moved` are pixels of the first part right of that.
  static Labels halves(const std::vector<int>& moved = {}) {
    Labels labels;
    const Bits mask = disks();
    for (int i = 0; i < 9 * 16; ++i) labels.push_back(mask[i] ? (i % 16 < 8 ? 1 : 2) : 0);
    for (const int pixel : moved) labels[pixel] = 1;
    labels[15] = 0;
    return labels;
  }

  /// Two basins with a ridge between them, which both modes of flooding from markers take.
  void put_basins() {
    image("Gray", {2, 5}, {.1f, .2f, .9f, .3f, .1f, .1f, .2f, .8f, .3f, .1f});
    image("Seeds", {2, 5}, {1, .9f, 0, 0, 2.5f, 0, 0, 0, 0, 0});
  }

  using Settings = std::map<std::string, std::string>;
  void flood(const std::string& image, const Settings& changed = {}) {
    Settings all{{"adv", "No"},        {"from", "Distance"}, {"markers", "Seeds"}, {"mask", "Leave blank"},
                 {"conn", "1"},        {"comp", "0.0"},      {"foot", "8"},        {"down", "1"},
                 {"line", "No"},       {"how", "Shape"},     {"ref", "Gray"},      {"sigma", "1.0"},
                 {"dist", "1"},        {"rel", "0.0"},       {"border", "0"},      {"most", "-1"},
                 {"element", "Disk,1"}};
    for (const auto& [key, value] : changed) all[key] = value;
    std::string lines = "in:" + image + "\nout:Parts";
    for (const char* key : {"adv", "from", "markers", "mask", "conn", "comp", "foot", "down", "line", "how",
                            "ref", "sigma", "dist", "rel", "border", "most", "element"})
      lines += std::string("\n") + key + ":" + all.at(key);
    run("Watershed", lines);
  }
  void flood_from_markers(Settings changed = {}) {
    changed["from"] = "Markers";
    flood("Gray", changed);
  }
};
CEL_ON_EVERY_DEVICE(Watershed);

// golden (CellProfiler 4.2.8): the maxima of both disks are so near that they are one marker.
TEST_P(Watershed, FloodsTheDistanceFromTheBackground) {
  binary("Disks", disks_shape_, disks());
  flood("Disks");
  Labels expected;
  for (const std::uint8_t on : disks()) expected.push_back(on ? 2 : 0);
  expected[15] = 1;
  EXPECT_EQ(labels("Parts"), expected);
  EXPECT_EQ(values("Parts", "Location_Center_X"), (Values{15, 7.5}));
  EXPECT_EQ(values("Parts", "Location_Center_Y"), (Values{0, 4}));
  EXPECT_EQ(values("Image", "Count_Parts"), (Values{2}));
  expect_declared_columns_are_measured();
}

// golden (CellProfiler 4.2.8): a plane of half the size, where the odd last row is filled up with zeros.
TEST_P(Watershed, Downsamples) {
  binary("Disks", disks_shape_, disks());
  flood("Disks", {{"down", "2"}, {"foot", "3"}});
  Labels expected(9 * 16, 0);
  for (int y = 2; y < 7; ++y)
    for (int x = 2; x < 14; ++x) expected[y * 16 + x] = 1;
  EXPECT_EQ(labels("Parts"), expected);
}

// golden (CellProfiler 4.2.8): split at the waist, or where a reference image is darkest; the single pixel is
// no higher than the threshold and has no seed.
TEST_P(Watershed, SplitsSegments) {
  binary("Disks", disks_shape_, disks());
  flood("Disks", {{"adv", "Yes"}, {"dist", "2"}});
  EXPECT_EQ(labels("Parts"), halves());
  std::vector<float> reference;
  for (int i = 0; i < 9 * 16; ++i) reference.push_back(static_cast<float>(std::abs(i % 16 - 8)) / 8);
  image("Gray", disks_shape_, reference);
  flood("Disks", {{"adv", "Yes"}, {"dist", "2"}, {"how", "Intensity"}, {"sigma", "0.0"}});
  EXPECT_EQ(labels("Parts"), halves({2 * 16 + 8, 6 * 16 + 8}));
}

// golden (CellProfiler 4.2.8): markers are values cut off to whole numbers.
TEST_P(Watershed, FloodsFromMarkers) {
  put_basins();
  flood_from_markers();
  EXPECT_EQ(labels("Parts"), (Labels{1, 1, 1, 2, 2, 1, 1, 1, 2, 2}));
  flood_from_markers({{"line", "Yes"}});
  EXPECT_EQ(labels("Parts"), (Labels{1, 1, 0, 2, 2, 1, 1, 0, 2, 2}));
  flood_from_markers({{"comp", "10.0"}});
  EXPECT_EQ(labels("Parts"), (Labels{1, 1, 1, 2, 2, 1, 1, 1, 2, 2}));
  image("Mask", {2, 5}, {1, 1, 0, .5f, 1, 1, 1, 0, 1, 0});
  flood_from_markers({{"mask", "Mask"}});
  EXPECT_EQ(labels("Parts"), (Labels{1, 1, 0, 2, 2, 1, 1, 0, 2, 0}));
}

// golden (CellProfiler 4.2.8): a negative marker is one, too.
TEST_P(Watershed, NegativeMarkers) {
  put_basins();
  image("Seeds", {2, 5}, {.9f, 0, 0, 0, 2.5f, 0, 0, 0, -1, 0});
  flood_from_markers();
  EXPECT_EQ(labels("Parts"), (Labels{1, 1, 2, 2, 2, 1, 1, 1, 1, 2}));
}

// analytic: colors are flooded by their luminance, which is gray here.
TEST_P(Watershed, TakesColorsWithMarkersOnly) {
  put_basins();
  std::vector<float> color;
  for (const float gray : {.1f, .2f, .9f, .3f, .1f, .1f, .2f, .8f, .3f, .1f})
    color.insert(color.end(), {gray, gray, gray});
  image("Gray", {2, 5}, color);
  flood_from_markers();
  EXPECT_EQ(labels("Parts"), (Labels{1, 1, 1, 2, 2, 1, 1, 1, 2, 2}));
  EXPECT_THROW(flood("Gray"), std::runtime_error);
  EXPECT_THROW(flood_from_markers({{"mask", "Gray"}}), std::runtime_error);
}

// edge: nothing on; everything on, where no pixel is above the threshold but in a smaller plane that is
// filled up with zeros; a plane of one row.
TEST_P(Watershed, FlatImages) {
  for (const std::uint8_t value : {0, 1}) {
    binary("Flat", {3, 4}, Bits(12, value));
    flood("Flat");
    EXPECT_EQ(labels("Parts"), Labels(12, 0));
    EXPECT_EQ(values("Image", "Count_Parts"), (Values{0}));
    flood("Flat", {{"adv", "Yes"}});
    EXPECT_EQ(labels("Parts"), Labels(12, 0));
    flood("Flat", {{"adv", "Yes"}, {"down", "3"}});
    EXPECT_EQ(labels("Parts"), Labels(12, value));
  }
  binary("Line", {1, 5}, {0, 1, 1, 1, 0});
  flood("Line");
  EXPECT_EQ(labels("Parts"), (Labels{0, 1, 1, 1, 0}));
}

// edge: what does not fit together.
TEST_P(Watershed, Faults) {
  put_basins();
  image("Small", {1, 5}, std::vector<float>(5, 1));
  EXPECT_THROW(flood_from_markers({{"markers", "Small"}}), std::runtime_error);
  EXPECT_THROW(flood_from_markers({{"mask", "Small"}}), std::runtime_error);
  EXPECT_THROW(flood("Gray", {{"adv", "Yes"}, {"how", "Intensity"}, {"ref", "Small"}}), std::runtime_error);
  EXPECT_THROW(flood("Gray", {{"adv", "Yes"}, {"element", "Ball,1"}}), std::runtime_error);
  EXPECT_THROW(flood("Gray", {{"adv", "Yes"}, {"element", "Disk"}}), std::runtime_error);
  EXPECT_THROW(flood("Gray", {{"adv", "Yes"}, {"sigma", "-1"}}), std::runtime_error);
  EXPECT_NO_THROW(flood("Gray", {{"element", "Ball,1"}}));
}

// golden (CellProfiler 4.2.8): revision 2 had no advanced settings; of revision 1 the footprint becomes the
// connectivity and the downsampling the compactness.
TEST_P(Watershed, UpgradesOldRevisions) {
  put_basins();
  const std::string names = "in:Gray\nout:Parts\nfrom:Markers\nmarkers:Seeds\nmask:Leave blank\n";
  run("Watershed", names + "conn:1\ncomp:0.0\nfoot:8\ndown:1\nline:Yes", 2);
  EXPECT_EQ(labels("Parts"), (Labels{1, 1, 0, 2, 2, 1, 1, 0, 2, 2}));
  run("Watershed", names + "foot:8\ndown:1", 1);
  EXPECT_EQ(labels("Parts"), (Labels{1, 1, 1, 2, 2, 1, 1, 1, 2, 2}));
}

}  // namespace
}  // namespace cellerate
