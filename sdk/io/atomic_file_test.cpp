/// Files that appear whole or not at all, and what killed processes leave of them.
// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/atomic_file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/support/pipeline_test.hpp"

namespace cellerate {
namespace {

namespace fs = std::filesystem;

class AtomicFileTest : public testing::Test {
 protected:
  void touch(const std::string& name) const {
    fs::create_directories((folder_ / name).parent_path());
    test::write_file(folder_ / name, "x");
  }
  bool exists(const std::string& name) const { return fs::exists(folder_ / name); }

  test::TemporaryFolder folder_;
};

// analytic: nothing under its name before commit, nothing else after it or without it
TEST_F(AtomicFileTest, AppearsWhenItIsCommitted) {
  {
    AtomicFile file(folder_ / "a");
    test::write_file(file.temporary(), "whole");
    EXPECT_FALSE(exists("a"));
    file.commit();
  }
  EXPECT_EQ(test::read_file(folder_ / "a"), "whole");
  { test::write_file(AtomicFile(folder_ / "b").temporary(), "half"); }
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), {}), 1);
}

// analytic: those of the processes that are named, and no other hidden file
TEST_F(AtomicFileTest, WhatKilledProcessesLeftIsRemoved) {
  for (const char* ours : {".a.png.12-0.tmp", "deep/er/.b.7-31.tmp", ".name.with.dots.tiff.12-5.tmp"})
    touch(ours);
  const char* const others[] = {".a.png.13-0.tmp", ".a.12.tmp", ".a.x12-0.tmp", "a.png.12-0.tmp",
                                ".12-0.tmp",       ".a-1.tmp",  ".a.12-.tmp",   ".a.png.12-0.tmpx"};
  for (const char* other : others) touch(other);
  EXPECT_EQ(remove_abandoned_files_below(folder_.path(), {"12", "7"}), 3);
  for (const char* other : others) EXPECT_TRUE(exists(other)) << other;
  EXPECT_EQ(remove_abandoned_files_below(folder_ / "none", {"12"}), 0);
}

// analytic: in a folder that others use, too, only those of a file of ours
TEST_F(AtomicFileTest, OnlyThoseOfOneTarget) {
  touch(".a.png.12-0.tmp");
  touch(".b.png.12-1.tmp");
  EXPECT_EQ(remove_abandoned_files_of(folder_ / "a.png", {"12"}), 1);
  EXPECT_TRUE(exists(".b.png.12-1.tmp"));
}

// invariant: the names that are removed are those that are given
TEST_F(AtomicFileTest, OwnNamesAreKnown) {
  AtomicFile file(folder_ / "a.b");
  test::write_file(file.temporary(), "half");
  EXPECT_EQ(remove_abandoned_files_of(folder_ / "a.b", {std::to_string(::getpid())}), 1);
}

}  // namespace
}  // namespace cellerate
