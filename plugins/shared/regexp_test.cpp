// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/regexp.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace cellerate::modules {
namespace {

using Groups = std::map<std::string, std::string>;

// golden: CellProfiler's default expression on its own example name.
TEST(Regexp, GivesNamedGroups) {
  const Regexp regexp(R"(^(?P<Plate>.*)_(?P<Well>[A-P][0-9]{2})_s(?P<Site>[0-9])_w(?P<ChannelNumber>[0-9]))");
  EXPECT_EQ(regexp.named_groups("TE12345_A05_s1_w1.tif"),
            (Groups{{"Plate", "TE12345"}, {"Well", "A05"}, {"Site", "1"}, {"ChannelNumber", "1"}}));
  EXPECT_EQ(regexp.group_names(), (std::vector<std::string>{"Plate", "Well", "Site", "ChannelNumber"}));
  EXPECT_TRUE(regexp.named_groups("something.tif").empty());
}

// analytic: a group that takes no part gives nothing, an empty one an empty text; unnamed groups do not
// count.
TEST(Regexp, GroupsThatTakeNoPart) {
  const Regexp regexp(R"((x)(?:(?P<A>a)|(?P<B>b))(?P<C>c*)(?=d))");
  EXPECT_EQ(regexp.named_groups("..xbd"), (Groups{{"B", "b"}, {"C", ""}}));
}

// edge: bytes that are no UTF-8 do not stop the search.
TEST(Regexp, InvalidBytes) { EXPECT_TRUE(Regexp("w1").is_in("\xFF\xFE_w1.tif")); }

// edge: a fault names the expression and the place.
TEST(Regexp, FaultsNameThePlace) {
  try {
    Regexp regexp("(?P<A>[");
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_EQ(std::string(error.what()).rfind("'(?P<A>[' is not a regular expression: ", 0), 0u)
        << error.what();
  }
}

// edge: an expression that backtracks without end is stopped.
TEST(Regexp, EndlessWorkIsStopped) {
  const Regexp regexp("(a+)+$");
  EXPECT_THROW(regexp.is_in(std::string(60, 'a') + "b"), std::runtime_error);
}

}  // namespace
}  // namespace cellerate::modules
