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

// edge: metadata may name folders below, but not lead out of the folder that the pipeline chose.
TEST(MetadataTags, DoNotLeadOutOfAFolder) {
  const auto as = [](const char* text) { return [text](const std::string&) { return std::string(text); }; };
  EXPECT_EQ(folder_with_metadata("out/\\g<Plate>", as("a/b")), "out/a/b");
  EXPECT_EQ(folder_with_metadata("../\\g<Plate>", as("a..b")), "../a..b");
  EXPECT_THROW(folder_with_metadata("out/\\g<Plate>", as("../../evil")), std::invalid_argument);
  EXPECT_THROW(folder_with_metadata("\\g<Plate>", as("/etc")), std::invalid_argument);
  EXPECT_EQ(file_name_with_metadata("\\g<Plate>.csv", as("a'b")), "a'b.csv");
  EXPECT_THROW(file_name_with_metadata("\\g<Plate>.csv", as("a/b")), std::invalid_argument);
}

}  // namespace
}  // namespace cellerate::modules
