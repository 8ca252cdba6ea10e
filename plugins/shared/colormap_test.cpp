// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/colormap.hpp"

#include <gtest/gtest.h>

namespace cellerate::modules {
namespace {

// golden: matplotlib.cm.ScalarMappable(cmap="jet").to_rgba([1, 2, 3, 4]).
TEST(Colormap, SpreadsClasses) {
  EXPECT_EQ(Colormap::named("jet").spread(4),
            (std::vector<Rgb>{{0, 0, .5}, {0, .8333333333333334, 1}, {1, .9012345679012348, 0}, {.5, 0, 0}}));
  EXPECT_EQ(Colormap::named("jet").spread(1), (std::vector<Rgb>{{0, 0, .5}}));
  EXPECT_TRUE(Colormap::named("jet").spread(0).empty());
}

// edge: both ends, and a name that is none.
TEST(Colormap, EndsAndUnknownNames) {
  for (const std::string& name : Colormap::names()) {
    const Colormap map = Colormap::named(name);
    EXPECT_EQ(map.at(1), map.at(255.0 / 256)) << name;
    EXPECT_EQ(map.at(-1), map.at(0)) << name;
  }
  EXPECT_THROW(Colormap::named("mauve"), std::invalid_argument);
}

}  // namespace
}  // namespace cellerate::modules
