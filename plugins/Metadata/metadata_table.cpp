/// Rows by the values they are matched by, brought to a form in which equal values are the same text.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/Metadata/metadata_table.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "plugins/shared/csv.hpp"
#include "plugins/shared/python_number.hpp"

namespace cellerate::modules::metadata {

MetadataTable::MetadataTable(const std::filesystem::path& file, const Extraction& extraction,
                             const std::function<bool(const std::string&)>& is_number) {
  CsvReader reader(file);
  std::vector<std::string> fields;
  if (!reader.next(fields)) throw std::runtime_error(file.string() + " has no header");
  const std::size_t width = fields.size();
  try {
    read_header(fields, extraction, is_number);
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(file.string() + ": " + error.what());
  }
  while (reader.next(fields)) {
    if (fields.empty()) continue;
    if (fields.size() < width)
      throw std::runtime_error(file.string() + ", line " + std::to_string(reader.line()) + ": " +
                               std::to_string(fields.size()) + " values, expected " + std::to_string(width));
    std::vector<std::string> key;
    for (const Matched& matched : matched_) key.push_back(comparable(fields[matched.place], matched.compare));
    auto& row = rows_[key];
    for (std::size_t i = 0; i < keys_.size(); ++i) row[keys_[i]] = fields[places_[i]];
  }
}

void MetadataTable::read_header(const std::vector<std::string>& header, const Extraction& extraction,
                                const std::function<bool(const std::string&)>& is_number) {
  for (const auto& join : extraction.joins) {
    const auto place = std::find(header.begin(), header.end(), join.column);
    if (place == header.end())
      throw std::runtime_error("there is no column '" + join.column + "' to match by");
    Compare compare = extraction.ignores_case ? Compare::IgnoringCase : Compare::Exact;
    if (is_number(join.column) && is_number(join.key)) compare = Compare::AsNumbers;
    matched_.push_back({join.column, join.key, static_cast<std::size_t>(place - header.begin()), compare});
  }
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (std::any_of(matched_.begin(), matched_.end(),
                    [&](const Matched& m) { return m.column == header[i]; }))
      continue;
    keys_.push_back(header[i]);
    places_.push_back(i);
  }
}

std::string MetadataTable::comparable(const std::string& value, Compare compare) {
  std::string text = value;
  if (compare == Compare::IgnoringCase)
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  if (compare == Compare::AsNumbers)
    if (const auto number = python_float(value)) text = detail::number_text(*number);
  return text;
}

const std::map<std::string, std::string>* MetadataTable::find(
    const std::map<std::string, std::string>& image) const {
  std::vector<std::string> key;
  for (const Matched& matched : matched_) {
    const auto value = image.find(matched.key);
    if (value == image.end()) return nullptr;
    key.push_back(comparable(value->second, matched.compare));
  }
  const auto row = rows_.find(key);
  return row == rows_.end() ? nullptr : &row->second;
}

}  // namespace cellerate::modules::metadata
