// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/atomic_file.hpp"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <string_view>
#include <system_error>
#include <vector>

namespace cellerate {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".tmp";

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// `.NAME.PROCESS-NUMBER.tmp` taken apart; empty where the name is another.
struct TemporaryName {
  std::string target, process;

  explicit TemporaryName(std::string_view name) {
    if (!name.starts_with('.') || !name.ends_with(kEnding)) return;
    name.remove_suffix(kEnding.size());
    const auto dash = name.rfind('-'), dot = name.substr(0, dash).rfind('.');
    if (dash == std::string_view::npos || dot == 0 || dot == std::string_view::npos) return;
    const std::string_view number = name.substr(dot + 1, dash - dot - 1);
    if (!is_number(number) || !is_number(name.substr(dash + 1))) return;
    target = name.substr(1, dot - 1);
    process = number;
  }
};

/// Folders that cannot be read have nothing to remove.
template <class Iterator, class Wanted>
int remove_files(const fs::path& folder, const Wanted& is_wanted) {
  std::vector<fs::path> found;
  std::error_code error;
  for (Iterator entry(folder, fs::directory_options::skip_permission_denied, error), end;
       !error && entry != end; entry.increment(error)) {
    std::error_code ignored;
    if (entry->is_regular_file(ignored) && is_wanted(TemporaryName(entry->path().filename().string())))
      found.push_back(entry->path());
  }
  int removed = 0;
  for (const fs::path& file : found) removed += fs::remove(file, error);
  return removed;
}

}  // namespace

AtomicFile::AtomicFile(std::filesystem::path target) : target_(std::move(target)) {
  static std::atomic<unsigned> number = 0;
  std::string name = target_.filename().string();
  name.insert(0, 1, '.');  // hidden from those who list the folder meanwhile
  name += '.' + std::to_string(::getpid()) + '-' + std::to_string(number++);
  name += kEnding;
  temporary_ = target_.parent_path() / name;
}

AtomicFile::~AtomicFile() {
  std::error_code ignored;  // it may never have been made
  if (!committed_) std::filesystem::remove(temporary_, ignored);
}

void AtomicFile::commit() {
  std::filesystem::rename(temporary_, target_);
  committed_ = true;
}

int remove_abandoned_files_below(const fs::path& folder, const std::set<std::string>& processes) {
  return remove_files<fs::recursive_directory_iterator>(
      folder, [&](const TemporaryName& name) { return processes.contains(name.process); });
}

int remove_abandoned_files_of(const fs::path& target, const std::set<std::string>& processes) {
  return remove_files<fs::directory_iterator>(target.parent_path(), [&](const TemporaryName& name) {
    return processes.contains(name.process) && name.target == target.filename();
  });
}

void write_file_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes) {
  AtomicFile file(path);
  const auto check = [&](bool done) {
    if (!done) throw std::system_error(errno, std::generic_category(), path.string());
  };
  struct Close {
    void operator()(std::FILE* stream) const { std::fclose(stream); }
  };
  std::unique_ptr<std::FILE, Close> stream(std::fopen(file.temporary().c_str(), "wb"));
  check(stream != nullptr);
  check(std::fwrite(bytes.data(), 1, bytes.size(), stream.get()) == bytes.size());
  check(std::fclose(stream.release()) == 0);
  file.commit();
}

}  // namespace cellerate
