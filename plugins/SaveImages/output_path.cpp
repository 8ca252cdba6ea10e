// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/SaveImages/output_path.hpp"

#include <algorithm>
#include <stdexcept>

#include "plugins/shared/folder_setting.hpp"
#include "plugins/shared/image_set_tags.hpp"

namespace cellerate::modules::save_images {
namespace {

namespace fs = std::filesystem;

std::string known_text(const ImageSet& images, const std::string& feature, const std::string& image) {
  if (const auto text = images.image_text(feature)) return *text;
  throw std::invalid_argument("image '" + image + "' was not loaded from a file: there is no " + feature);
}

bool climbs(const fs::path& path) {
  return path.is_absolute() || std::find(path.begin(), path.end(), fs::path("..")) != path.end();
}

/// The source's name without its last extension, and the suffix.
std::string name_of_image(const Settings& settings, const ImageSet& images) {
  const fs::path source = known_text(images, "FileName_" + settings.file_image, settings.file_image);
  if (climbs(source))
    throw std::invalid_argument("the file name '" + source.string() + "' leads out of the output folder");
  const std::string name = (source.parent_path() / source.stem()).string();
  return settings.wants_suffix ? name + file_name_with_tags(images, settings.suffix) : name;
}

std::string padded(std::int64_t number, std::uint64_t image_sets, int digits) {
  const std::size_t width = std::max<std::size_t>(std::to_string(image_sets).size(), std::max(digits, 0));
  const std::string text = std::to_string(number);
  return std::string(width - std::min(width, text.size()), '0') + text;
}

std::string file_name(const Settings& settings, const ImageSet& images, std::uint64_t image_sets) {
  switch (settings.naming) {
    case Naming::FromImage:
      return name_of_image(settings, images);
    case Naming::Sequential:
      return file_name_with_tags(images, settings.single_name) +
             padded(images.number(), image_sets, settings.digits);
    case Naming::Single:
      return file_name_with_tags(images, settings.single_name);
  }
  return {};
}

const char* extension(Format format) {
  switch (format) {
    case Format::Jpeg:
      return ".jpeg";
    case Format::Npy:
      return ".npy";
    case Format::Png:
      return ".png";
    case Format::Tiff:
      return ".tiff";
    case Format::Hdf5:
      return ".h5";
  }
  return "";
}

fs::path chosen_folder(const Settings& settings, const ImageSet& images) {
  FolderSetting folder(settings.folder);
  if (folder.choice == kSameFolder)
    return known_text(images, "PathName_" + settings.file_image, settings.file_image);
  folder.custom = folder_with_tags(images, folder.custom);
  return folder_path(images, folder);
}

/// Where the image that names the file lies; with any other name, the saved image or the one that it was made
/// of.
fs::path source_folder(const Settings& settings, const ImageSet& images) {
  if (settings.naming == Naming::FromImage)
    return known_text(images, "PathName_" + settings.file_image, settings.file_image);
  const std::string folder = images.image(settings.image).path_name();
  if (folder.empty())
    throw std::invalid_argument("image '" + settings.image +
                                "' was not made of a file: there is no subfolder to be like");
  return folder;
}

/// The source's folder as seen from the base folder.
fs::path subfolder(const Settings& settings, const ImageSet& images) {
  const fs::path source = fs::absolute(source_folder(settings, images));
  const fs::path base = folder_path(images, FolderSetting(settings.base_folder));
  const fs::path relative = source.lexically_normal().lexically_relative(base.lexically_normal());
  if (relative.empty() || climbs(relative))
    throw std::invalid_argument("the image lies in " + source.string() +
                                ", which is not below the base image folder " + base.string());
  return relative;
}

}  // namespace

fs::path output_path(const Settings& settings, const ImageSet& images, std::uint64_t image_sets) {
  fs::path folder = chosen_folder(settings, images);
  if (settings.subfolders) folder /= subfolder(settings, images);
  const std::string name = file_name(settings, images, image_sets) + extension(settings.file_format());
  return folder / name;
}

}  // namespace cellerate::modules::save_images
