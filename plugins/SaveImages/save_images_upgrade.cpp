/// Settings of SaveImages of older revisions, each by what it changed. Source: saveimages.py
/// (upgrade_settings) of CellProfiler 2.2.0 up to revision 11, of 4.2.8 from there.
// SPDX-License-Identifier: BSD-3-Clause
#include <stdexcept>

#include "plugins/SaveImages/save_images_settings.hpp"
#include "plugins/shared/folder_setting.hpp"

namespace cellerate::modules::save_images {
namespace {

using Values = std::vector<std::string>;

constexpr int kOldestRevision = 5;

void need(const Values& values, std::size_t count) {
  if (values.size() < count) throw std::invalid_argument("the module has too few settings");
}

/// Any name may have metadata tags.
void unify_names(Values& values) {
  need(values, 8);
  std::string &naming = values[3], &single_name = values[5], &wants_suffix = values[6], &suffix = values[7];
  if (naming == "Image filename with metadata") {
    naming = "From image filename";
    wants_suffix = "Yes";
    suffix = single_name;
  }
  if (naming == "Name with metadata") naming = "Single name";
}

/// The objects to save, and whether in gray or in color.
void insert_objects(Values& values) {
  need(values, 14);
  values.insert(values.begin() + 14, "Grayscale");
  values.insert(values.begin() + 2, "None");
}

void insert_digits(Values& values) {
  need(values, 7);
  values.insert(values.begin() + 7, "4");
}

/// A path of its own said with its first character below which folder it lay.
void choose_folder(Values& values) {
  need(values, 12);
  const FolderSetting folder(values[11]);
  if (folder.choice == "Custom" || folder.choice == "Custom with metadata")
    values[11] = joined_folder("Custom folder", folder.custom, "Default Output Folder sub-folder",
                               "Default Input Folder sub-folder");
}

void upgrade_to_11(Values& values, int revision) {
  if (revision <= 5) unify_names(values);
  if (revision <= 6) insert_objects(values);
  if (revision <= 7) values.push_back("Default Input Folder|");  // base of subfolders
  if (revision <= 9) insert_digits(values);
  values.push_back("avi");  // format of movies
  choose_folder(values);
}

/// Images are neither rescaled nor colored, and objects not drawn any more.
void upgrade_from_11(Values& values) {
  need(values, 20);
  if (values[0] == "Objects")
    throw std::invalid_argument("images of objects are not saved any more: use ConvertObjectsToImage");
  std::string& format = values[10];
  if (format == "bmp" || format == "mat")
    throw std::invalid_argument("the file format '" + format + "' is not supported any more");
  if (format == "tif") format = "tiff";
  if (format == "jpg") format = "jpeg";
  Values kept(values.begin(), values.begin() + 2);
  kept.insert(kept.end(), values.begin() + 4, values.begin() + 15);
  kept.insert(kept.end(), values.begin() + 18, values.end() - 1);
  values = std::move(kept);
  std::string& depth = values[10];
  if (depth == "8") depth = "8-bit integer";
  if (depth == "16") depth = "16-bit integer";
}

}  // namespace

void upgrade(Upgrade& u) {
  if (u.revision < kOldestRevision || u.revision >= 16) return;
  Values& values = u.values;
  if (u.revision <= 10) upgrade_to_11(values, u.revision);
  if (u.revision <= 11) upgrade_from_11(values);
  if (u.revision <= 12 && values.size() > 10 && values[10] == "64-bit floating point")
    values[10] = "32-bit floating point";
  if (u.revision <= 14) {
    if (!values.empty() && values[0] == "Movie") values[0] = "Movie/Stack";
    values.push_back("T (Time)");
  }
  if (u.revision <= 15) values.push_back("No");
  u.revision = 16;
}

}  // namespace cellerate::modules::save_images
