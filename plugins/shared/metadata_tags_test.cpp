/// Tags in both spellings, and backslashes.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/metadata_tags.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cellerate::modules {
namespace {

std::string in_angles(const std::string& tag) { return "<" + tag + ">"; }

// Golden: CellProfiler's apply_metadata and find_metadata_tokens.
TEST(MetadataTags, AreReplaced) {
  EXPECT_EQ(apply_metadata("\\g<Plate>/\\g<Well>_x", in_angles), "<Plate>/<Well>_x");
  EXPECT_EQ(apply_metadata("(?<Plate>)_x", in_angles), "<Plate>_x");
  EXPECT_EQ(apply_metadata("a\\\\b\\c", in_angles), "a\\b\\c");
  EXPECT_EQ(apply_metadata("\\\\g<Plate>", in_angles), "\\g<Plate>");
  EXPECT_THAT(metadata_tags("\\g<Plate>_\\g<Well>.csv"), testing::ElementsAre("Plate", "Well"));
}

// Edge: what only looks like a tag stays.
TEST(MetadataTags, LeaveTheRest) {
  EXPECT_EQ(apply_metadata("g<A>_\\g<open", in_angles), "g<A>_\\g<open");
  EXPECT_EQ(apply_metadata("", in_angles), "");
  EXPECT_THAT(metadata_tags("plain.csv"), testing::IsEmpty());
}

}  // namespace
}  // namespace cellerate::modules
