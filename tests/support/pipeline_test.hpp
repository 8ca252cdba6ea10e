/// What tests of the pipeline files share: a folder that goes away, and the comparison of two pipelines.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "pipelines/model.hpp"

namespace cellerate::test {

/// An empty folder for the time of a test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "cellerate_XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline void write_file(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

inline std::string read_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline void expect_same_module(const ModuleEntry& a, const ModuleEntry& b) {
  SCOPED_TRACE("module " + std::to_string(a.number) + ", " + a.name);
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.path, b.path);
  EXPECT_EQ(a.number, b.number);
  EXPECT_EQ(a.revision, b.revision);
  EXPECT_EQ(a.enabled, b.enabled);
  EXPECT_EQ(a.show_window, b.show_window);
  EXPECT_EQ(a.wants_pause, b.wants_pause);
  EXPECT_EQ(a.notes, b.notes);
  EXPECT_EQ(a.svn_version, b.svn_version);
  EXPECT_EQ(a.batch_state, b.batch_state);
  ASSERT_EQ(a.settings.size(), b.settings.size());
  for (std::size_t i = 0; i < a.settings.size(); ++i) {
    EXPECT_EQ(a.settings[i].text, b.settings[i].text) << "setting " << i;
    EXPECT_EQ(a.settings[i].value, b.settings[i].value) << "setting " << i;
    EXPECT_EQ(a.settings[i].type, b.settings[i].type) << "setting " << i;
  }
}

/// Compares all but what belongs to the one file: its format version, its line numbers and the warnings of
/// it.
inline void expect_same_content(const Pipeline& a, const Pipeline& b) {
  EXPECT_EQ(a.date_revision, b.date_revision);
  EXPECT_EQ(a.git_hash, b.git_hash);
  EXPECT_EQ(a.other_headers, b.other_headers);
  EXPECT_EQ(a.file_list, b.file_list);
  ASSERT_EQ(a.modules.size(), b.modules.size());
  for (std::size_t i = 0; i < a.modules.size(); ++i) expect_same_module(a.modules[i], b.modules[i]);
}

}  // namespace cellerate::test
