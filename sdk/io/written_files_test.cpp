/// What a run may replace, and who wins.
// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/written_files.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/support/pipeline_test.hpp"

namespace cellerate {
namespace {

class WrittenFilesTest : public testing::Test {
 protected:
  /// As a process of the run that begins anew.
  std::shared_ptr<WrittenFiles> begin() const { return WrittenFiles::of(journal_); }
  static FileWriter image_set(std::int64_t number) { return {number, false, 5}; }
  std::function<void()> writes(const std::string& text) const {
    return [this, text] { test::write_file(file_, text); };
  }
  std::string text() const { return test::read_file(file_); }

  test::TemporaryFolder folder_;
  std::filesystem::path journal_ = folder_ / "journal", file_ = folder_ / "a\nb.png";
};

// invariant: the last image set's file is left, whoever comes last
TEST_F(WrittenFilesTest, TheLastImageSetWins) {
  for (const auto& order : std::vector<std::vector<int>>{{1, 2, 3}, {3, 1, 2}, {2, 3, 1}}) {
    std::filesystem::remove(journal_);
    for (const int number : order) begin()->replace(file_, image_set(number), writes(std::to_string(number)));
    EXPECT_EQ(text(), "3");
  }
}

// invariant: what is written at the end of a group comes after what its image sets write
TEST_F(WrittenFilesTest, TheEndOfAGroupComesLast) {
  const auto files = begin();
  files->replace(file_, {4, true, 2}, writes("end"));
  files->replace(file_, {4, false, 9}, writes("run"));
  EXPECT_EQ(text(), "end");
}

// edge: a file that was removed meanwhile
TEST_F(WrittenFilesTest, AMissingFileIsWrittenByAnybody) {
  begin()->replace(file_, image_set(2), writes("2"));
  std::filesystem::remove(file_);
  begin()->replace(file_, image_set(1), writes("1"));
  EXPECT_EQ(text(), "1");
}

// analytic: a file is written once, but an image set that was killed may write its own again
TEST_F(WrittenFilesTest, OnlyOnesOwnFileIsReplaced) {
  EXPECT_TRUE(begin()->write_once(file_, image_set(2), writes("2")));
  EXPECT_FALSE(begin()->write_once(file_, image_set(3), writes("3")));
  EXPECT_TRUE(begin()->must_stay(file_, image_set(3)));
  EXPECT_FALSE(begin()->write_once(file_, {2, false, 6}, writes("another module's")));
  EXPECT_EQ(text(), "2");
  EXPECT_TRUE(begin()->write_once(file_, image_set(2), writes("2 again")));
  EXPECT_EQ(text(), "2 again");
  EXPECT_TRUE(begin()->write_once(file_, image_set(1), writes("1"))) << "1 would have come first";
  EXPECT_FALSE(begin()->write_once(file_, image_set(2), writes("2")));
  EXPECT_EQ(text(), "1");
}

// edge: a file of somebody else's
TEST_F(WrittenFilesTest, AForeignFileStays) {
  writes("foreign")();
  EXPECT_FALSE(begin()->write_once(file_, image_set(1), writes("1")));
  EXPECT_EQ(text(), "foreign");
  begin()->replace(file_, image_set(1), writes("1"));
  EXPECT_EQ(text(), "1");
}

// edge: killed in the middle of a record
TEST_F(WrittenFilesTest, HalfARecordIsForgotten) {
  begin()->replace(file_, image_set(2), writes("2"));
  const std::string whole = test::read_file(journal_);
  test::write_file(journal_, whole + "3 0 5 /half");
  begin()->replace(folder_ / "c", image_set(1), [] {});
  EXPECT_EQ(test::read_file(journal_).rfind(whole, 0), 0u);
  EXPECT_EQ(WrittenFiles::in_journal(journal_), (std::vector<std::filesystem::path>{file_, folder_ / "c"}));
}

// edge: what throws does not block others
TEST_F(WrittenFilesTest, AFailedWriteLetsOthersWrite) {
  const auto files = begin();
  EXPECT_THROW(files->replace(file_, image_set(1), [] { throw std::runtime_error("full"); }),
               std::runtime_error);
  files->replace(file_, image_set(2), writes("2"));
  EXPECT_EQ(text(), "2");
}

// invariant: the same under threads
TEST_F(WrittenFilesTest, WritersOfOneFileWaitForEachOther) {
  const auto files = begin();
  std::atomic<int> inside{0};
  std::vector<std::thread> threads;
  for (int number = 1; number <= 8; ++number)
    threads.emplace_back([&, number] {
      files->replace(file_, image_set(number), [&] {
        EXPECT_EQ(inside++, 0);
        writes(std::to_string(number))();
        --inside;
      });
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(text(), "8");
}

}  // namespace
}  // namespace cellerate
