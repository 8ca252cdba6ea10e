/// Settings of ExportToSpreadsheet.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/shared/aggregate.hpp"

namespace cellerate::modules::spreadsheet {

inline constexpr const char* kRelationships = "Object relationships";

/// What goes in one file, or in the file of the data set before.
struct DataSet {
  std::string name = "None", file_name = "DATA.csv";
  bool with_previous = false, automatic_name = true;

  void bind(Binder& b) {
    b.objects(name, "Data to export");
    b.binary(with_previous, "Combine these object measurements with those of the previous object?");
    b.text(file_name, "File name");
    b.binary(automatic_name, "Use the object name for the file name?");
  }
  bool is_objects() const { return name != "Image" && name != "Experiment" && name != kRelationships; }
};

enum class NanText { kNan, kNull };
enum class RowName { kMetadata, kFileName };

struct Settings {
  std::string delimiter = "Comma (\",\")", folder = "Default Output Folder|", prefix = "MyExpt_", selected;
  std::string row_name_image = "None", row_name_feature = "None";
  bool add_metadata = false, add_file_path = false, select_columns = false;
  bool means = false, medians = false, deviations = false;
  bool gct = false, everything = true, add_prefix = true, overwrite = false;
  RowName row_name = RowName::kMetadata;
  NanText nan = NanText::kNan;
  std::vector<DataSet> data_sets;

  void bind(Binder& b);
  bool is_hidden(std::string_view text) const;

  char delimiter_character() const;
  std::vector<Aggregate> aggregates() const;
  /// The features of an object set (or Image) to export; asks only where columns are selected.
  std::set<std::string> selected_features(const std::string& object) const;
  /// Whether a data set is the last of its file.
  bool ends_file(std::size_t data_set) const;
};

/// "Mean_Cells_AreaShape_Area".
std::string aggregate_name(Aggregate aggregate, const std::string& object, const std::string& feature);

/// Settings of older versions (revisions 1 to 12).
void upgrade_settings(Upgrade& u);

}  // namespace cellerate::modules::spreadsheet
