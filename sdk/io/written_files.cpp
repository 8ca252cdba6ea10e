// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/written_files.hpp"

#include <charconv>
#include <iterator>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "sdk/io/output_error.hpp"

namespace cellerate {
namespace {

namespace fs = std::filesystem;

/// Ends a record: no path holds it.
constexpr char kEnd = '\0';

std::string key_of(const fs::path& file) { return fs::absolute(file).lexically_normal().string(); }

std::string record_of(const std::string& file, const FileWriter& writer) {
  return std::to_string(writer.image_set) + ' ' + std::to_string(writer.at_end_of_group) + ' ' +
         std::to_string(writer.module_number) + ' ' + file + kEnd;
}

std::optional<std::pair<std::string, FileWriter>> parse_record(std::string_view record) {
  std::int64_t numbers[3] = {};
  for (std::int64_t& number : numbers) {
    const auto [end, error] = std::from_chars(record.data(), record.data() + record.size(), number);
    if (error != std::errc() || end == record.data() + record.size()) return std::nullopt;
    record.remove_prefix(static_cast<std::size_t>(end - record.data()) + 1);
  }
  return std::pair{std::string(record),
                   FileWriter{numbers[0], numbers[1] != 0, static_cast<int>(numbers[2])}};
}

/// Calls each(file, writer) for the whole records. @return their bytes: a process may be killed in the middle
/// of one.
template <class Each>
std::size_t read_journal(const fs::path& journal, const Each& each) {
  std::ifstream stream(journal, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  std::size_t begin = 0;
  for (std::size_t end; (end = bytes.find(kEnd, begin)) != std::string::npos; begin = end + 1)
    if (auto record = parse_record(std::string_view(bytes).substr(begin, end - begin)))
      each(std::move(record->first), record->second);
  return begin;
}

}  // namespace

class WrittenFiles::Hold {
 public:
  Hold(WrittenFiles& files, const std::string& file) : files_(files), file_(file), lock_(files.mutex_) {
    files_.load();
    files_.freed_.wait(lock_, [&] { return !files_.held_.contains(file_); });
    files_.held_.insert(file_);
  }
  ~Hold() {
    if (!lock_.owns_lock()) lock_.lock();
    files_.held_.erase(file_);
    files_.freed_.notify_all();
  }
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;

  /// Notes the writer and lets others look at other files while this one is written.
  void write(const FileWriter& writer, const std::function<void()>& write) {
    files_.note(file_, writer);
    lock_.unlock();
    write();
  }

 private:
  WrittenFiles& files_;
  const std::string& file_;
  std::unique_lock<std::mutex> lock_;
};

std::shared_ptr<WrittenFiles> WrittenFiles::of(const fs::path& journal) {
  if (journal.empty()) return std::make_shared<WrittenFiles>(journal);
  static std::mutex mutex;
  static std::map<fs::path, std::weak_ptr<WrittenFiles>> all;
  std::lock_guard lock(mutex);
  std::erase_if(all, [](const auto& entry) { return entry.second.expired(); });
  if (auto found = all[journal].lock()) return found;
  auto made = std::make_shared<WrittenFiles>(journal);
  all[journal] = made;
  return made;
}

void WrittenFiles::replace(const fs::path& file, const FileWriter& writer,
                           const std::function<void()>& write) {
  const std::string key = key_of(file);
  Hold hold(*this, key);
  const FileWriter* other = writer_of(key);
  if (other && *other > writer && fs::exists(file)) return;
  hold.write(writer, write);
}

bool WrittenFiles::write_once(const fs::path& file, const FileWriter& writer,
                              const std::function<void()>& write) {
  const std::string key = key_of(file);
  Hold hold(*this, key);
  if (stays(key, writer)) return false;
  hold.write(writer, write);
  return true;
}

bool WrittenFiles::must_stay(const fs::path& file, const FileWriter& writer) {
  const std::string key = key_of(file);
  const Hold hold(*this, key);
  return stays(key, writer);
}

std::vector<fs::path> WrittenFiles::in_journal(const fs::path& journal) {
  std::vector<fs::path> files;
  read_journal(journal, [&](std::string file, const FileWriter&) { files.emplace_back(std::move(file)); });
  return files;
}

void WrittenFiles::load() {
  if (loaded_ || journal_path_.empty()) return;
  const std::size_t whole = read_journal(
      journal_path_, [&](std::string file, const FileWriter& writer) { writers_[std::move(file)] = writer; });
  std::error_code none_yet;
  fs::resize_file(journal_path_, whole, none_yet);
  loaded_ = true;
}

/// One record a write, in the file before the file that it tells of.
void WrittenFiles::note(const std::string& file, const FileWriter& writer) {
  writers_[file] = writer;
  if (journal_path_.empty()) return;
  if (!journal_.is_open()) journal_.open(journal_path_, std::ios::binary | std::ios::app);
  journal_ << record_of(file, writer) << std::flush;
  if (!journal_) throw OutputError("cannot write '" + journal_path_.string() + "'");
}

const FileWriter* WrittenFiles::writer_of(const std::string& file) const {
  const auto found = writers_.find(file);
  return found == writers_.end() ? nullptr : &found->second;
}

bool WrittenFiles::stays(const std::string& file, const FileWriter& writer) const {
  if (!fs::is_regular_file(file)) return false;
  const FileWriter* other = writer_of(file);
  return !other || *other < writer;
}

}  // namespace cellerate
