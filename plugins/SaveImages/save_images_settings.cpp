/// Settings of SaveImages and of its older revisions (CellProfiler 4.2.8 saveimages.py, upgrade_settings).
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/SaveImages/save_images_settings.hpp"

#include <stdexcept>

namespace cellerate::modules::save_images {

void Settings::bind(Binder& b) {
  b.choice(subject, kSubjectText, {"Image", "Mask", "Cropping", "Movie/Stack"});
  b.image(image, kImageText);
  b.choice(naming, "Select method for constructing file names",
           {"From image filename", "Sequential numbers", "Single name"});
  b.image(file_image, kFileImageText);
  b.text(single_name, kSingleNameText);
  b.integer(digits, "Number of digits");
  b.binary(wants_suffix, "Append a suffix to the image file name?");
  b.text(suffix, kSuffixText);
  b.choice(format, kFormatText, {"jpeg", "npy", "png", "tiff", "h5"});
  b.folder(folder, kFolderText);
  b.choice(depth, kDepthText, {"8-bit integer", "16-bit integer", "32-bit floating point", "No conversion"});
  b.binary(overwrite, "Overwrite existing files without warning?");
  b.choice(when, "When to save", {"Every cycle", "First cycle", "Last cycle"});
  b.binary(record, "Record the file and path information to the saved image?");
  b.binary(subfolders, "Create subfolders in the output folder?");
  b.folder(base_folder, kBaseFolderText);
  b.choice(axis, "How to save the series", {"T (Time)", "Z (Slice)"});
  b.binary(compress, "Save with lossless compression?");
}

bool Settings::is_hidden(std::string_view text) const {
  if (text == kFormatText || text == "When to save") return is_movie();
  if (text == "How to save the series") return !is_movie();
  if (text == kDepthText) {
    const bool has_choice = format == Format::Tiff || format == Format::Hdf5;
    return !is_movie() && !(subject == Subject::Image && has_choice);
  }
  if (text == "Number of digits") return naming != Naming::Sequential;
  return false;
}

namespace {

void upgrade_from_11(std::vector<std::string>& values) {
  constexpr std::size_t kLeast = 20;
  if (values.size() < kLeast) throw std::invalid_argument("revision 11 has at least 20 settings");
  if (values[0] == "Objects")
    throw std::invalid_argument("images of objects are not saved any more: use ConvertObjectsToImage");
  std::string& format = values[10];
  if (format == "bmp" || format == "mat")
    throw std::invalid_argument("the file format '" + format + "' is not supported any more");
  if (format == "tif") format = "tiff";
  if (format == "jpg") format = "jpeg";
  std::vector<std::string> kept(values.begin(), values.begin() + 2);
  kept.insert(kept.end(), values.begin() + 4, values.begin() + 15);
  kept.insert(kept.end(), values.begin() + 18, values.end() - 1);
  values = std::move(kept);
  if (values[10] == "8") values[10] = "8-bit integer";
  if (values[10] == "16") values[10] = "16-bit integer";
}

}  // namespace

void upgrade(Upgrade& u) {
  if (u.revision < 11 || u.revision >= 16) return;
  if (u.revision == 11) upgrade_from_11(u.values);
  if (u.revision <= 12 && u.values.size() > 10 && u.values[10] == "64-bit floating point")
    u.values[10] = "32-bit floating point";
  if (u.revision <= 14) {
    if (!u.values.empty() && u.values[0] == "Movie") u.values[0] = "Movie/Stack";
    u.values.push_back("T (Time)");
  }
  if (u.revision <= 15) u.values.push_back("No");
  u.revision = 16;
}

}  // namespace cellerate::modules::save_images
