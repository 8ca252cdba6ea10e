// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/file_url.hpp"

#include <gtest/gtest.h>

namespace cellerate {
namespace {

// analytic: paths become URLs; what is remote is one.
TEST(FileUrl, OfPaths) {
  EXPECT_EQ(url_of_path("/data/a b+.tif"), "file:/data/a%20b%2B.tif");
  EXPECT_EQ(url_of_path("s3://bucket/a b"), "s3://bucket/a b");
}

// analytic: and back, with an authority and without; edge: what is not encoded stays.
TEST(FileUrl, BackToPaths) {
  EXPECT_EQ(path_of_url("file:/data/a%20b%2B.tif"), "/data/a b+.tif");
  EXPECT_EQ(path_of_url("FILE://host/data/a"), "/data/a");
  EXPECT_EQ(path_of_url("file:///data/a%zz"), "/data/a%zz");
  EXPECT_EQ(path_of_url("/data/a"), "/data/a");
  EXPECT_EQ(path_of_url("https://host/a%20b"), "https://host/a%20b");
}

// edge: only schemes of other machines are remote.
TEST(FileUrl, KnowsWhatIsRemote) {
  EXPECT_TRUE(is_remote("HTTPS://host/a"));
  EXPECT_FALSE(is_remote("file:/a"));
  EXPECT_FALSE(is_remote("/http:/a"));
}

}  // namespace
}  // namespace cellerate
