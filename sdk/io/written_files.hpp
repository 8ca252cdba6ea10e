/// Which image set wrote which file, so that what is left does not depend on the order in which image sets
/// happen to run, and so that a run which was killed may replace what it left.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <compare>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace cellerate {

/// Ordered as if image sets ran one after the other.
struct FileWriter {
  std::int64_t image_set = 0;
  bool at_end_of_group = false;
  int module_number = 0;
  friend auto operator<=>(const FileWriter&, const FileWriter&) = default;
};

/// The writers of a run's files. They are noted in a journal before the files are touched; those that earlier
/// processes of the run noted there are known. [any thread]
class WrittenFiles {
 public:
  /// The one of a journal in this process, so that all modules of a run share it. An empty path: a new one
  /// without a journal.
  static std::shared_ptr<WrittenFiles> of(const std::filesystem::path& journal);

  /// Calls write() unless a later writer's file is there. Writers of one file wait for each other.
  void replace(const std::filesystem::path& file, const FileWriter& writer,
               const std::function<void()>& write);
  /// Calls write() unless the file must stay: see must_stay().
  /// @return whether it was called
  bool write_once(const std::filesystem::path& file, const FileWriter& writer,
                  const std::function<void()>& write);
  /// Whether the file is there and was written by an earlier writer, or not by this run.
  bool must_stay(const std::filesystem::path& file, const FileWriter& writer);

  /// Files that a journal names.
  static std::vector<std::filesystem::path> in_journal(const std::filesystem::path& journal);

  explicit WrittenFiles(std::filesystem::path journal) : journal_path_(std::move(journal)) {}

 private:
  /// A file that nobody else writes meanwhile.
  class Hold;

  void load();
  void note(const std::string& file, const FileWriter& writer);
  const FileWriter* writer_of(const std::string& file) const;
  bool stays(const std::string& file, const FileWriter& writer) const;

  const std::filesystem::path journal_path_;
  std::mutex mutex_;
  std::condition_variable freed_;
  bool loaded_ = false;
  std::ofstream journal_;
  std::map<std::string, FileWriter> writers_;
  std::set<std::string> held_;
};

}  // namespace cellerate
