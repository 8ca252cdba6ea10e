/// Settings of ExportToSpreadsheet, today's and those of older revisions.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/ExportToSpreadsheet/spreadsheet_settings.hpp"

#include <algorithm>

#include "plugins/shared/folder_setting.hpp"

namespace cellerate::modules::spreadsheet {
namespace {

constexpr const char* kDelimiter = "Select the column delimiter";
constexpr const char* kFolder = "Output file location";
constexpr const char* kComma = "Comma (\",\")";
constexpr const char* kTab = "Tab";

/// A choice of the list: "Cells|AreaShape_Area"; a bar in an object's name is doubled.
std::pair<std::string, std::string> object_and_feature(const std::string& choice) {
  std::string object;
  for (std::size_t i = 0; i < choice.size(); ++i) {
    if (choice[i] != '|') {
      object += choice[i];
    } else if (i + 1 < choice.size() && choice[i + 1] == '|') {
      object += '|';
      ++i;
    } else {
      return {object, choice.substr(i + 1)};
    }
  }
  return {object, "Invalid"};
}

}  // namespace

void Settings::bind(Binder& b) {
  b.text(delimiter, kDelimiter, CEL_SETTING_CHOICE);
  if (!b.listing() && delimiter != kComma && delimiter != kTab && delimiter.size() != 1)
    b.fault(kDelimiter, "'" + delimiter + "': must be Tab, Comma (\",\") or a single character");
  b.binary(add_metadata, "Add image metadata columns to your object data file?");
  b.binary(add_file_path, "Add image file and folder names to your object data file?");
  b.binary(select_columns, "Select the measurements to export");
  b.binary(means, "Calculate the per-image mean values for object measurements?");
  b.binary(medians, "Calculate the per-image median values for object measurements?");
  b.binary(deviations, "Calculate the per-image standard deviation values for object measurements?");
  b.folder(folder, kFolder);
  if (const std::string fault = folder_fault(folder); !b.listing() && !fault.empty()) b.fault(kFolder, fault);
  b.binary(gct, "Create a GenePattern GCT file?");
  b.choice(row_name, "Select source of sample row name", {"Metadata", "Image filename"});
  b.image(row_name_image, "Select the image to use as the identifier");
  b.measurement(row_name_feature, "Select the metadata to use as the identifier");
  b.binary(everything, "Export all measurement types?");
  b.text(selected, "Press button to select measurements");
  b.choice(nan, "Representation of Nan/Inf", {"NaN", "Null"});
  b.binary(add_prefix, "Add a prefix to file names?");
  b.text(prefix, "Filename prefix");
  b.binary(overwrite, "Overwrite existing files without warning?");
  b.each_to_end(data_sets, 4);
}

bool Settings::is_hidden(std::string_view text) const {
  return text == "Select source of sample row name" && !gct;
}

char Settings::delimiter_character() const {
  return delimiter == kTab ? '\t' : delimiter == kComma ? ',' : delimiter.front();
}

std::vector<Aggregate> Settings::aggregates() const {
  std::vector<Aggregate> wanted;
  if (means) wanted.push_back(Aggregate::kMean);
  if (medians) wanted.push_back(Aggregate::kMedian);
  if (deviations) wanted.push_back(Aggregate::kStandardDeviation);
  return wanted;
}

std::string aggregate_name(Aggregate aggregate, const std::string& object, const std::string& feature) {
  return std::string(aggregate_prefix(aggregate)) + "_" + object + "_" + feature;
}

std::set<std::string> Settings::selected_features(const std::string& object) const {
  std::set<std::string> features;
  if (object == "Image") features.insert("ImageNumber");
  for (const std::string& choice : detail::split(selected, ',')) {
    const auto [name, feature] = object_and_feature(choice);
    if (name == object) features.insert(feature);
    if (object != "Image" || name == "Image" || name == "Experiment") continue;
    for (const Aggregate aggregate : aggregates()) features.insert(aggregate_name(aggregate, name, feature));
  }
  return features;
}

bool Settings::ends_file(std::size_t data_set) const {
  const std::size_t next = data_set + 1;
  return next == data_sets.size() || !data_sets[data_set].is_objects() || !data_sets[next].is_objects() ||
         !data_sets[next].with_previous;
}

// -------------------------------------------------------------------------------------------------- upgrades

namespace {

using Values = std::vector<std::string>;

void insert_at(Values& values, std::size_t position, const Values& added) {
  values.insert(values.begin() + static_cast<std::ptrdiff_t>(std::min(position, values.size())),
                added.begin(), added.end());
}

void erase_at(Values& values, std::size_t position) {
  if (position < values.size()) values.erase(values.begin() + static_cast<std::ptrdiff_t>(position));
}

/// Revision 4 gave each data set (name, with the previous, file name) the switch of automatic names, off.
void add_automatic_names(Values& values) {
  Values result(values.begin(),
                values.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(11, values.size())));
  result.push_back("No");
  for (std::size_t i = 11; i < values.size(); i += 3) {
    for (std::size_t j = i; j < std::min(i + 3, values.size()); ++j) result.push_back(values[j]);
    result.push_back("No");
  }
  values = std::move(result);
}

/// Revision 6 made one setting of choice and path of the folder, and removed the one at position 3.
void join_folder(Values& values) {
  if (values.size() < 11) return;
  values[9] = joined_folder(values[9], values[10], "Default Output Folder sub-folder",
                            "Default Input Folder sub-folder");
  erase_at(values, 10);
  erase_at(values, 3);
}

}  // namespace

void upgrade_settings(Upgrade& u) {
  Values& values = u.values;
  const auto step = [&](int from, const auto& change) {
    if (u.revision != from) return;
    change();
    ++u.revision;
  };
  step(1, [&] { insert_at(values, 6, {"No", "No", "No"}); });              // aggregates
  step(2, [&] { insert_at(values, 9, {"Default Output Folder", "."}); });  // choice of folder
  step(3, [&] { add_automatic_names(values); });                           // and "export everything"
  step(4, [&] { insert_at(values, 12, {"None|None"}); });                  // selected columns
  step(5, [&] { join_folder(values); });
  step(6, [&] { insert_at(values, 9, {"No", "Metadata", "None", "None"}); });  // GenePattern
  step(7, [&] { insert_at(values, 15, {"NaN"}); });                            // representation of NaN
  step(8, [&] { erase_at(values, 1); });                                       // the older prefix
  step(9, [&] { insert_at(values, 15, {"No", "MyExpt_"}); });                  // prefix
  step(10, [&] { insert_at(values, 17, {"Yes"}); });                           // overwriting
  step(11, [&] { erase_at(values, 2); });                                      // Excel's column limit
  step(12, [&] { insert_at(values, 2, {"No"}); });                             // file paths in object files
}

}  // namespace cellerate::modules::spreadsheet
