// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/colormap.hpp"

#include <gtest/gtest.h>

#include "sdk/io/sha256.hpp"

namespace cellerate::modules {
namespace {

// golden: matplotlib.cm.ScalarMappable(cmap="jet").to_rgba([1, 2, 3, 4]).
TEST(Colormap, SpreadsClasses) {
  EXPECT_EQ(Colormap::named("jet").spread(4),
            (std::vector<Rgb>{{0, 0, .5}, {0, .8333333333333334, 1}, {1, .9012345679012348, 0}, {.5, 0, 0}}));
  EXPECT_EQ(Colormap::named("jet").spread(1), (std::vector<Rgb>{{0, 0, .5}}));
  EXPECT_TRUE(Colormap::named("jet").spread(0).empty());
}

// golden: the entries of all of matplotlib 3.7.5's color maps as float32, which images hold.
TEST(Colormap, EveryEntryOfEveryMap) {
  Sha256 digest;
  const std::vector<std::string> names = Colormap::names();
  EXPECT_EQ(names.size(), 166u);
  for (const std::string& name : names) {
    const Colormap map = Colormap::named(name);
    std::vector<float> entries;
    for (int i = 0; i < map.size(); ++i)
      for (const double value : map.at((i + 0.5) / map.size())) entries.push_back(static_cast<float>(value));
    digest.update(name + " " + std::to_string(map.size()) + "\n");
    digest.update({reinterpret_cast<const char*>(entries.data()), entries.size() * sizeof(float)});
  }
  EXPECT_EQ(digest.hex_digest(), "7f002751e033bec6656b4382c0836d874d3d9618bc8535ce9d2113672117585e");
}

// golden: matplotlib 3.7.5 turns the points of a map around, so that last digits are not those of the map
// itself.
TEST(Colormap, Backwards) {
  const auto entry = [](const char* name) { return Colormap::named(name).at(100.5 / 256); };
  EXPECT_EQ(entry("terrain_r"), (Rgb{0x1.9191919191919p-1, 0x1.72a5d90c3f72ap-1, 0x1.ef225588bbef2p-2}));
  EXPECT_EQ(entry("gnuplot2_r"), (Rgb{1, 0x1.80b3e71a4d80ep-2, 0x1.3fa60c72d93fap-1}));
  EXPECT_EQ(entry("Blues_r"), (Rgb{0x1.1fa224a729ac3p-2, 0x1.2cdc8c3beb9b4p-1, 0x1.91f65abf2387fp-1}));
}

// edge: both ends, and a name that is none.
TEST(Colormap, EndsAndUnknownNames) {
  for (const std::string& name : Colormap::names()) {
    const Colormap map = Colormap::named(name);
    EXPECT_EQ(map.at(1.0), map.at((map.size() - 0.5) / map.size())) << name;
    EXPECT_EQ(map.at(-1.0), map.at(0.0)) << name;
  }
  EXPECT_EQ(Colormap::named("Default").at(1.0), Colormap::named("jet").at(1.0));
  EXPECT_THROW(Colormap::named("mauve"), std::invalid_argument);
}

}  // namespace
}  // namespace cellerate::modules
