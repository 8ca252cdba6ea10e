/// CellProfiler's Measurements.match_metadata.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/LoadData/row_matching.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "plugins/shared/image_set_metadata.hpp"

namespace cellerate::modules::load_data {
namespace {

using Key = std::vector<std::string>;
using ImageSets = std::vector<std::uint64_t>;

/// A metadata column that image sets have as well.
struct CommonKey {
  std::string key;
  std::size_t column;
};

std::vector<CommonKey> common_keys(const RunSetup& run, const DataTable& table) {
  std::vector<CommonKey> common;
  for (std::size_t i = 0; i < table.columns().size(); ++i) {
    const std::string& name = table.columns()[i].name;
    if (!name.starts_with("Metadata_")) continue;
    for (std::uint64_t image_set = 0; image_set < run.image_set_count(); ++image_set)
      if (run.image_set_metadata(image_set, name.substr(9))) {
        common.push_back({name.substr(9), i});
        break;
      }
  }
  return common;
}

/// Texts of digits are equal if their numbers are: 01 and 1.
std::string loosely(const std::string& value) { return typed_text(value, CEL_VALUE_INTEGER).value_or(value); }

std::vector<ImageSets> by_number(RunSetup& run, std::size_t rows) {
  std::vector<ImageSets> result;
  for (std::size_t row = 0; row < rows; ++row)
    result.push_back({row < run.image_set_count() ? row : run.add_image_set()});
  return result;
}

}  // namespace

std::vector<ImageSets> image_sets_of_rows(RunSetup& run, const DataTable& table) {
  const std::size_t count = run.image_set_count();
  const std::vector<CommonKey> common = common_keys(run, table);
  if (count == 0) return by_number(run, table.rows().size());
  if (common.empty()) {
    if (count > table.rows().size())
      throw std::runtime_error("the image sets and the table have no metadata in common");
    return by_number(run, table.rows().size());
  }

  std::map<Key, ImageSets> image_sets;
  for (std::uint64_t image_set = 0; image_set < count; ++image_set) {
    Key key;
    for (const CommonKey& c : common)
      key.push_back(loosely(run.image_set_metadata(image_set, c.key).value_or("None")));
    image_sets[key].push_back(image_set);
  }
  const bool unique =
      std::all_of(image_sets.begin(), image_sets.end(), [](const auto& g) { return g.second.size() == 1; });
  if (count == table.rows().size() && !unique) return by_number(run, count);

  std::vector<ImageSets> result;
  for (const auto& row : table.rows()) {
    Key key;
    std::string text;
    for (const CommonKey& c : common) {
      key.push_back(loosely(row[c.column]));
      text += (text.empty() ? "" : ", ") + c.key + " = " + row[c.column];
    }
    const auto found = image_sets.find(key);
    if (found == image_sets.end())
      throw std::runtime_error("no image set has the metadata of row " + std::to_string(result.size() + 1) +
                               ": " + text);
    result.push_back(found->second);
  }
  return result;
}

}  // namespace cellerate::modules::load_data
