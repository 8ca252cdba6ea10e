/// Settings of ExportToDatabase of older revisions (CellProfiler's upgrade_settings).
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>

#include "plugins/ExportToDatabase/database_settings.hpp"
#include "plugins/shared/folder_setting.hpp"

namespace cellerate::modules::database {
namespace {

using Values = std::vector<std::string>;

void insert_at(Values& values, std::size_t position, const Values& added) {
  values.insert(values.begin() + static_cast<std::ptrdiff_t>(std::min(position, values.size())),
                added.begin(), added.end());
}

void append(Values& values, const Values& added) { insert_at(values, values.size(), added); }

void erase_at(Values& values, std::size_t position) {
  if (position < values.size()) values.erase(values.begin() + static_cast<std::ptrdiff_t>(position));
}

/// Position 5 was "is there a folder?", then a choice beside a path, at last one setting of both.
void choose_folder(Values& values) {
  if (values.size() < 7) return;
  values[5] = values[5] == "No" || values[6] == "." ? "Default output folder"
              : values[6] == "&"                    ? "Default input folder"
                                                    : "Custom folder";
}

void join_folder(Values& values) {
  if (values.size() < 7) return;
  values[5] = joined_folder(values[5], values[6], "Default Output Folder sub-folder",
                            "Default Input Folder sub-folder");
  erase_at(values, 6);
}

/// The mode that wrote CSV files for MySQL is gone; today it makes an SQLite database.
void remove_csv_mode(Values& values) {
  erase_at(values, 4);
  if (!values.empty() && values[0] == "MySQL / CSV") values[0] = "SQLite";
}

void separate_csv_type(Values& values) {
  if (values.size() > 8 && values[0] == "MySQL" && values[8] == "Yes") values[0] = "MySQL / CSV";
  erase_at(values, 8);
}

}  // namespace

void upgrade_settings(Upgrade& u) {
  Values& values = u.values;
  const auto step = [&](int from, const auto& change) {
    if (u.revision != from) return;
    change();
    ++u.revision;
  };
  step(6, [&] { append(values, {"No", "imgdb01", "cpuser", "", "DefaultDB.db"}); });
  step(7, [&] { append(values, {"Yes", "Yes", "Yes"}); });  // aggregates
  step(8, [&] { append(values, {"All", ""}); });            // objects
  step(9, [&] {
    insert_at(values, values.size() - std::min<std::size_t>(2, values.size()), {"No", "No", "No"});
  });
  step(10, [&] { choose_folder(values); });
  step(11, [&] { separate_csv_type(values); });
  step(12, [&] { append(values, {"64"}); });                   // longest name
  step(13, [&] { append(values, {"Single object table"}); });  // kinds of object tables
  step(14, [&] { join_folder(values); });
  step(15, [&] { append(values, {"", "No", ""}); });    // URL, thumbnails
  step(16, [&] { append(values, {"No"}); });            // their scaling
  step(17, [&] { append(values, {"None"}); });          // plate type
  step(18, [&] { append(values, {"None", "None"}); });  // plate and well
  step(19, [&] {                                        // images, groups and filters of the properties file
    append(values, {"Yes", "1", "1", "0", "None", "Yes", "None", "gray", "No", "",
                    "ImageNumber, Image_Metadata_Plate, Image_Metadata_Well", "No", "No"});
  });
  step(20, [&] {  // workspace file
    insert_at(values, 32, {"1"});
    append(values,
           {"No", "ScatterPlot", "Image", "Image", "", "ImageNumber", "Image", "Image", "", "ImageNumber"});
  });
  step(21, [&] { insert_at(values, 33, {"MyExpt", "None"}); });  // experiment, location object
  step(22, [&] { insert_at(values, 35, {""}); });                // class table
  step(23, [&] { insert_at(values, 36, {"No"}); });              // relationships
  step(24, [&] { insert_at(values, 37, {"Data only"}); });       // overwriting
  step(25, [&] {
    insert_at(values, 38, {values.size() > 21 && !values[21].empty() ? "Yes" : "No"});
  });                                                    // URL switch
  step(26, [&] { insert_at(values, 39, {"Object"}); });  // classification
  step(27, [&] { remove_csv_mode(values); });
}

}  // namespace cellerate::modules::database
