/// Quotes only where a field holds the delimiter, a quote or a line end; lines end in CR LF.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/csv_writer.hpp"

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace cellerate::modules {
namespace {

/// The path, when its folder is there.
const std::filesystem::path& with_folder(const std::filesystem::path& path) {
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path());
  return path;
}

[[noreturn]] void fail(const std::filesystem::path& path) {
  throw std::runtime_error("cannot write '" + path.string() + "': " + std::generic_category().message(errno));
}

}  // namespace

CsvWriter::CsvWriter(const std::filesystem::path& path, char delimiter)
    : path_(path),
      file_(with_folder(path)),
      stream_(file_.temporary(), std::ios::binary),
      delimiter_(delimiter) {
  if (!stream_) fail(path_);
}

void CsvWriter::row(const std::vector<std::string>& fields) {
  for (const std::string& text : fields) field(text);
  end_row();
}

void CsvWriter::field(std::string_view text) {
  if (fields_++ > 0) line_ += delimiter_;
  const auto is_special = [this](char c) { return c == delimiter_ || c == '"' || c == '\r' || c == '\n'; };
  if (std::none_of(text.begin(), text.end(), is_special)) {
    line_ += text;
    return;
  }
  line_ += '"';
  for (const char c : text) {
    if (c == '"') line_ += c;
    line_ += c;
  }
  line_ += '"';
}

void CsvWriter::end_row() {
  // A line of one empty field would be an empty line, which readers skip.
  if (fields_ == 1 && line_.empty()) line_ += "\"\"";
  line_ += "\r\n";
  stream_.write(line_.data(), static_cast<std::streamsize>(line_.size()));
  line_.clear();
  fields_ = 0;
}

void CsvWriter::commit() {
  stream_.close();
  if (!stream_) fail(path_);
  file_.commit();
}

}  // namespace cellerate::modules
