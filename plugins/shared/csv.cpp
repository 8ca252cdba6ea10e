/// A CSV record character by character: a quoted field may hold commas, line ends and doubled quotes.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/csv.hpp"

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "plugins/shared/missing_file.hpp"

namespace cellerate::modules {

CsvReader::CsvReader(const std::filesystem::path& file) : in_(file, std::ios::binary) {
  if (!in_ || std::filesystem::is_directory(file))
    throw MissingFile("cannot read the CSV file " + file.string() + ": " +
                      (in_ ? "it is a folder" : std::strerror(errno)));
  char mark[3] = {};
  if (!in_.read(mark, 3) || std::memcmp(mark, "\xEF\xBB\xBF", 3) != 0) {
    in_.clear();
    in_.seekg(0);
  }
}

void CsvReader::skip_line_feed() {
  if (in_.peek() == '\n') in_.get();
}

bool CsvReader::next(std::vector<std::string>& fields) {
  fields.clear();
  if (in_.peek() == std::ifstream::traits_type::eof()) return false;
  record_line_ = line_;
  std::string field;
  bool quoted = false, any = false;
  for (int c = in_.get(); c != std::ifstream::traits_type::eof(); c = in_.get()) {
    if (c == '\n' || c == '\r') ++line_;
    if (quoted) {
      if (c != '"') {
        field += static_cast<char>(c);
      } else if (in_.peek() == '"') {
        field += static_cast<char>(in_.get());
      } else {
        quoted = false;
      }
      continue;
    }
    if (c == '\n' || c == '\r') {
      if (c == '\r') skip_line_feed();
      break;
    }
    any = true;
    if (c == ',') {
      fields.push_back(std::move(field));
      field.clear();
    } else if (c == '"' && field.empty()) {
      quoted = true;
    } else {
      field += static_cast<char>(c);
    }
  }
  if (any) fields.push_back(std::move(field));
  return true;
}

}  // namespace cellerate::modules
