// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/SaveImages/save_images_settings.hpp"

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

}  // namespace cellerate::modules::save_images
