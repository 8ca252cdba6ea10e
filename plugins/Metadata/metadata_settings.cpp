/// Binding and checks of Metadata's settings.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/Metadata/metadata_settings.hpp"

#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

namespace cellerate::modules::metadata {
namespace {

constexpr const char* kFilteringCriteria = "Select the filtering criteria";
constexpr const char* kMatchTable = "Match file and image metadata";
constexpr const char* kTypes = "Metadata types";

int value_type(const std::string& name) {
  if (name == "integer") return CEL_VALUE_INTEGER;
  if (name == "float") return CEL_VALUE_F64;
  if (name == "text" || name == "none") return CEL_VALUE_TEXT;
  throw std::invalid_argument("'" + name + "' is not one of text, integer, float, none");
}

std::map<std::string, int> parse_types(const std::string& text) {
  std::map<std::string, int> types;
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object())
    throw std::invalid_argument("'" + text + "' is no table of types, as in {\"Site\": \"integer\"}");
  for (const auto& [key, type] : json.items()) {
    if (!type.is_string()) throw std::invalid_argument("the type of " + key + " is no text");
    types[key] = value_type(type.get<std::string>());
  }
  return types;
}

}  // namespace

void Extraction::compile(Binder& b, NamePart of, const char* setting, const std::string& pattern) {
  if (b.listing() || method != Method::FromName || part != of) return;
  try {
    regexp.emplace(pattern);
  } catch (const std::invalid_argument& error) {
    b.fault(setting, error.what());
  }
}

void Extraction::parse_rule(Binder& b) {
  if (b.listing() || !filtered) return;
  try {
    rule.emplace(rule_text, FilterRule::About::Files);
  } catch (const std::invalid_argument& error) {
    b.fault(kFilteringCriteria, error.what());
  }
}

void Extraction::parse_joins(Binder& b) {
  if (b.listing() || method != Method::FromTable) return;
  try {
    for (const MetadataJoin& join : modules::parse_joins(joins_text)) {
      const auto column = join.find("CSV Metadata"), key = join.find("Image Metadata");
      if (column == join.end() || key == join.end() || !column->second || !key->second)
        throw std::invalid_argument("'" + joins_text +
                                    "': each row needs 'CSV Metadata' and 'Image Metadata'");
      joins.push_back({*column->second, *key->second});
    }
  } catch (const std::invalid_argument& error) {
    b.fault(kMatchTable, error.what());
  }
}

void Extraction::bind(Binder& b) {
  b.choice(method, "Metadata extraction method",
           {"Extract from file/folder names", "Import from file", "Extract from image file headers"});
  b.choice(part, "Metadata source", {"File name", "Folder name"});
  b.text(file_regexp, "Regular expression to extract from file name");
  compile(b, NamePart::File, "Regular expression to extract from file name", file_regexp);
  b.text(folder_regexp, "Regular expression to extract from folder name");
  compile(b, NamePart::Folder, "Regular expression to extract from folder name", folder_regexp);
  enum class Images { All, Filtered } images = filtered ? Images::Filtered : Images::All;
  b.choice(images, "Extract metadata from", {"All images", "Images matching a rule"});
  filtered = images == Images::Filtered;
  b.rule(rule_text, kFilteringCriteria);
  parse_rule(b);
  b.folder(table_folder, "Metadata file location");
  if (method == Method::FromTable)
    if (const std::string fault = folder_fault(table_folder); !fault.empty())
      b.fault("Metadata file location", fault);
  b.text(joins_text, kMatchTable);
  parse_joins(b);
  b.binary(ignores_case, "Use case insensitive matching?");
  b.text(table_name, "Metadata file name");
  b.binary(headers_were_read, "Does cached metadata exist?");
}

void Settings::bind(Binder& b) {
  b.binary(wants_metadata, "Extract metadata?");
  b.choice(types, "Metadata data type", {"Text", "Choose for each"});
  b.text(chosen_types_text, kTypes);
  if (!b.listing() && types == Types::Chosen) {
    try {
      chosen_types = parse_types(chosen_types_text);
    } catch (const std::invalid_argument& error) {
      b.fault(kTypes, error.what());
    }
  }
  b.count(extractions, "Extraction method count");
  b.each(extractions);
}

bool Settings::is_hidden(std::string_view text) const { return types == Types::Text && text == kTypes; }

int Settings::type_of(const std::string& key) const {
  static const std::set<std::string> numbers = {"T",     "Z",     "SizeC",  "SizeT", "SizeZ",
                                                "SizeX", "SizeY", "Series", "Frame"};
  if (!wants_metadata || types == Types::Text) return CEL_VALUE_TEXT;
  if (numbers.contains(key)) return CEL_VALUE_INTEGER;
  const auto found = chosen_types.find(key);
  return found == chosen_types.end() ? CEL_VALUE_TEXT : found->second;
}

}  // namespace cellerate::modules::metadata
