/// Quotes only where a field holds the delimiter, a quote or a line end; lines end in CR LF.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/csv_writer.hpp"

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
  line_.clear();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i) line_ += delimiter_;
    append(fields[i]);
  }
  // A line of one empty field would be an empty line, which readers skip.
  if (fields.size() == 1 && fields[0].empty()) line_ += "\"\"";
  line_ += "\r\n";
  stream_.write(line_.data(), static_cast<std::streamsize>(line_.size()));
}

void CsvWriter::append(std::string_view field) {
  const char special[] = {delimiter_, '"', '\r', '\n'};
  if (field.find_first_of(std::string_view(special, sizeof special)) == std::string_view::npos) {
    line_ += field;
    return;
  }
  line_ += '"';
  for (const char c : field) {
    if (c == '"') line_ += c;
    line_ += c;
  }
  line_ += '"';
}

void CsvWriter::commit() {
  stream_.close();
  if (!stream_) fail(path_);
  file_.commit();
}

}  // namespace cellerate::modules
