// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/input_test.hpp"

namespace cellerate {
namespace {

class Groups : public test::InputTest {
 protected:
  void image_set(const std::map<std::string, std::string>& metadata) {
    ImageSetRow row;
    row.number = static_cast<std::int64_t>(table().rows.size()) + 1;
    row.metadata = metadata;
    table().rows.push_back(row);
  }
};
CEL_ON_EVERY_DEVICE(Groups);

// golden: CellProfiler 4.2.8's get_groupings: values are ordered as texts, image sets renumbered.
TEST_P(Groups, FollowValuesAsTexts) {
  for (const char* site : {"2", "218", "76", "2"}) image_set({{"Plate", "P"}, {"Site", site}});
  module("Groups", {"Yes", "2", "Plate", "Site"});
  prepare();
  std::vector<std::vector<std::int64_t>> numbers;
  for (const auto& row : table().rows)
    numbers.push_back({row.number, row.group_number, row.group_index, row.group_length});
  EXPECT_EQ(numbers,
            (std::vector<std::vector<std::int64_t>>{{1, 1, 1, 2}, {2, 1, 2, 2}, {3, 2, 1, 1}, {4, 3, 1, 1}}));
  EXPECT_EQ(table().rows[2].metadata.at("Site"), "218");
}

// analytic: without grouping all image sets are one group.
TEST_P(Groups, NoGrouping) {
  image_set({{"Site", "2"}});
  image_set({{"Site", "1"}});
  module("Groups", {"No", "1", "None"});
  prepare();
  EXPECT_EQ(table().rows[0].metadata.at("Site"), "2");
  EXPECT_EQ(table().rows[1].group_index, 2);
  EXPECT_EQ(table().rows[1].group_length, 2);
}

// analytic: revision 1 named an image before each category.
TEST_P(Groups, RevisionOne) {
  image_set({{"Site", "2"}});
  image_set({{"Site", "1"}});
  module("Groups", {"Yes", "1", "DNA", "Site"}, 1);
  prepare();
  EXPECT_EQ(table().rows[0].metadata.at("Site"), "1");
}

// edge: a category that nothing has is named.
TEST_P(Groups, UnknownCategory) {
  image_set({{"Site", "2"}});
  module("Groups", {"Yes", "1", "Plate"});
  try {
    prepare();
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("'Plate'"), std::string::npos);
  }
}
TEST_P(Groups, NoCategory) {
  module("Groups", {"Yes", "1", "None"});
  EXPECT_NE(faults().find("Metadata category"), std::string::npos);
}

}  // namespace
}  // namespace cellerate
