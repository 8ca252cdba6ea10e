/// Metadata that a CSV file gives to images whose metadata match a row.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "plugins/Metadata/metadata_settings.hpp"

namespace cellerate::modules::metadata {

class MetadataTable {
 public:
  /// @param is_number  whether a key's values compare as numbers.
  /// @throws std::runtime_error if the file cannot be read, lacks a column of the joins, or has a row that is
  /// too short.
  MetadataTable(const std::filesystem::path& file, const Extraction& extraction,
                const std::function<bool(const std::string&)>& is_number);

  /// The columns that are not matched by.
  const std::vector<std::string>& keys() const { return keys_; }
  /// The row that matches the image's metadata, the last of several; null without one.
  const std::map<std::string, std::string>* find(const std::map<std::string, std::string>& image) const;

 private:
  enum class Compare { Exact, IgnoringCase, AsNumbers };
  struct Matched {
    std::string column, key;
    std::size_t place = 0;
    Compare compare = Compare::Exact;
  };
  static std::string comparable(const std::string& value, Compare compare);
  void read_header(const std::vector<std::string>& header, const Extraction& extraction,
                   const std::function<bool(const std::string&)>& is_number);

  std::vector<Matched> matched_;
  std::vector<std::string> keys_;
  std::vector<std::size_t> places_;  ///< of keys_
  std::map<std::vector<std::string>, std::map<std::string, std::string>> rows_;
};

}  // namespace cellerate::modules::metadata
