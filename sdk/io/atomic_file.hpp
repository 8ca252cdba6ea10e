/// A file that appears whole or not at all: written under a temporary name in its folder, then renamed.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <filesystem>
#include <set>
#include <span>
#include <string>

namespace cellerate {

class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path target);
  /// Removes the temporary file unless it was committed.
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  /// Where to write; unique among all threads and processes of this host.
  const std::filesystem::path& temporary() const { return temporary_; }
  /// Gives the file its name; an older file of that name is replaced. @throws
  /// std::filesystem::filesystem_error
  void commit();

 private:
  std::filesystem::path target_, temporary_;
  bool committed_ = false;
};

/// Removes temporary files that processes which were killed left.
/// @param processes  their numbers, as texts
/// @return how many files
int remove_abandoned_files_below(const std::filesystem::path& folder, const std::set<std::string>& processes);
/// Those of one target only.
int remove_abandoned_files_of(const std::filesystem::path& target, const std::set<std::string>& processes);

/// @throws std::system_error
void write_file_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes);

}  // namespace cellerate
