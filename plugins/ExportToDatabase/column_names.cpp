/// Names of features as names of database columns.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/ExportToDatabase/column_names.hpp"

#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "sdk/io/md5.hpp"

namespace cellerate::modules::database {
namespace {

bool is_valid(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

/// Length in characters, not in bytes.
std::size_t length(std::string_view name) {
  std::size_t count = 0;
  for (const char c : name) count += !is_continuation(c);
  return count;
}

/// Every character that a column may not have becomes one underscore.
std::string cleaned(std::string_view name) {
  std::string result;
  for (const char c : name)
    if (!is_continuation(c)) result += is_valid(c) ? c : '_';
  return result;
}

/// What may be dropped, in this order: vowels, other small letters, capitals.
constexpr std::string_view kDroppable[] = {"aeiou", "bcdfghjklmnpqrstvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"};

/// Drops letters from the end down to `first` until the name is short enough or nothing is left to drop.
std::string drop_letters(std::string name, std::size_t first, std::size_t longest) {
  for (const std::string_view letters : kDroppable)
    for (std::size_t i = name.size(); i > first && name.size() > longest; --i)
      if (letters.find(name[i - 1]) != std::string_view::npos) name.erase(i - 1, 1);
  return name;
}

/// CellProfiler's repeatable random numbers: digests of a text to which each digest is appended.
class DigestChain {
 public:
  explicit DigestChain(std::string seed) : text_(std::move(seed)) {}
  /// 0 ... 65535
  std::size_t next() {
    const std::string hex = md5(std::as_bytes(std::span(text_)));
    std::string digest;
    for (std::size_t i = 0; i < hex.size(); i += 2)
      digest += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    text_ += digest;
    return static_cast<unsigned char>(digest[0]) + 256u * static_cast<unsigned char>(digest[1]);
  }

 private:
  std::string text_;
};

}  // namespace

ColumnNames::ColumnNames(const std::set<std::string>& features, std::size_t longest)
    : longest_(longest), taken_(features) {
  std::vector<std::string> problems;
  for (const std::string& feature : features) {
    columns_[feature] = feature;
    if (length(feature) > longest || cleaned(feature) != feature) problems.push_back(feature);
  }
  for (const std::string& feature : problems) {
    std::string name = cleaned(feature);
    if (name != feature && taken_.contains(name)) {
      int suffix = 1;
      while (taken_.contains(name + std::to_string(suffix))) ++suffix;
      name += std::to_string(suffix);
    }
    const std::string column = shorten(name);
    taken_.erase(feature);
    taken_.insert(column);
    columns_[feature] = column;
  }
}

std::string ColumnNames::shorten(const std::string& name) const {
  std::string column = name;
  // The part before the first underscore, the object's name, is spared at first.
  const auto underscore = name.find('_');
  if (underscore != std::string::npos) {
    column = drop_letters(column, underscore, longest_);
    if (taken_.contains(column)) column = delete_at_random(name);
  }
  column = drop_letters(column, 0, longest_);
  return taken_.contains(column) ? delete_at_random(name) : column;
}

std::string ColumnNames::delete_at_random(const std::string& name) const {
  // Names of one letter only can stay taken for ever (CellProfiler then does not end).
  constexpr int kTries = 1000;
  DigestChain random(name);
  for (int i = 0; i < kTries; ++i) {
    std::string column = name;
    while (column.size() > longest_) column.erase(random.next() % column.size(), 1);
    if (!taken_.contains(column)) return column;
  }
  throw std::runtime_error("no column name of " + std::to_string(longest_) + " characters is free for '" +
                           name + "'");
}

}  // namespace cellerate::modules::database
