/// Binding of LoadImages' settings of revision 11. Regular expressions and positions count only where other
/// settings ask for them: files carry anything in those that were not in use.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/LoadImages/load_images_settings.hpp"

#include <algorithm>
#include <stdexcept>

#include "plugins/shared/folder_setting.hpp"

namespace cellerate::modules::load_images {
namespace {

constexpr const char* kText = "Text that these images have in common (case-sensitive)";
constexpr const char* kPosition = "Position of this image in each group";
constexpr const char* kFileRegexp = "Regular expression that finds metadata in the file name";
constexpr const char* kPathRegexp = "Type the regular expression that finds metadata in the subfolder path";
constexpr const char* kExcludedText = "Type the text that the excluded images have in common";
constexpr const char* kGroupKeys = "Specify metadata fields to group by";

std::optional<Regexp> compiled(Binder& b, const char* setting, const std::string& pattern) {
  try {
    return Regexp(pattern);
  } catch (const std::invalid_argument& error) {
    b.fault(setting, error.what());
    return std::nullopt;
  }
}

void add_new(std::vector<std::string>& keys, const std::vector<std::string>& more) {
  for (const std::string& key : more)
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
}

void bind_folder(Binder& b, std::string& folder) {
  constexpr const char* kFolder = "Input image file location";
  b.folder(folder, kFolder);
  if (b.listing()) return;
  if (const std::string fault = folder_fault(folder); !fault.empty()) b.fault(kFolder, fault);
  const FolderSetting setting(folder);
  if (setting.is_url() || setting.is_none())
    b.fault(kFolder, "'" + folder + "': files can be searched in local folders only");
}

}  // namespace

void Channel::bind(Binder& b) {
  b.choice(loaded_as, "Load the input as images or objects?", {"Images", "Objects"});
  b.new_image(image_name, "Name this loaded image");
  b.new_objects(object_name, "Name this loaded object");
  b.binary(keeps_outlines, "Retain outlines of loaded objects?");
  b.new_image(outlines_name, "Name the outline image");
  b.integer(number, "Channel number", {.min = 1});
  b.binary(rescales, "Rescale intensities?");
}

void ImageFiles::bind(Binder& b) {
  b.text(text, kText);
  b.text(position, kPosition);
  b.choice(metadata_from, "Extract metadata from where?", {"None", "File name", "Path", "Both"});
  b.text(file_regexp_text, kFileRegexp);
  b.text(path_regexp_text, kPathRegexp);
  b.count(channels, "Channel count", 1);
  b.binary(groups_frames, "Group the movie frames?");
  b.choice(grouping, "Grouping method", {"Interleaved", "Separated"});
  b.integer(frame_channels, "Number of channels per group", {.min = 1});
  b.each(channels);
}

void ImageFiles::interpret(Binder& b, MatchBy match_by, std::size_t images_a_set) {
  if (channels.size() > 1)
    b.fault("Channel count", std::to_string(channels.size()) + ": an individual image has one channel");
  interpret_regexps(b);
  if (match_by == MatchBy::Regexp) text_regexp = compiled(b, kText, text);
  if (match_by != MatchBy::Order) return;
  const auto number = detail::parse<int>(position);
  if (!number || *number < 1 || *number > static_cast<int>(images_a_set))
    return b.fault(kPosition,
                   "'" + position + "': must be a number from 1 to " + std::to_string(images_a_set));
  place = static_cast<std::size_t>(*number);
}

void ImageFiles::interpret_regexps(Binder& b) {
  const bool both = metadata_from == MetadataFrom::Both;
  if (both || metadata_from == MetadataFrom::FileName)
    file_regexp = compiled(b, kFileRegexp, file_regexp_text);
  if (both || metadata_from == MetadataFrom::Path) path_regexp = compiled(b, kPathRegexp, path_regexp_text);
}

std::vector<std::string> ImageFiles::metadata_keys() const {
  std::vector<std::string> keys;
  if (file_regexp) add_new(keys, file_regexp->group_names());
  if (path_regexp) add_new(keys, path_regexp->group_names());
  return keys;
}

void Settings::bind(Binder& b) {
  b.choice(file_type, "File type to be loaded",
           {"individual images", "stk movies", "avi,mov movies", "tif,tiff,flex,zvi movies"});
  if (file_type != FileType::Images)
    b.fault("File type to be loaded", "movies and stacks are not supported, only 'individual images'");
  b.choice(match_by, "File selection method", {"Text-Exact match", "Text-Regular expressions", "Order"});
  b.integer(images_a_set, "Number of images in each group?", {.min = 1});
  b.text(excluded_text, kExcludedText);
  b.choice(subfolders, "Analyze all subfolders within the selected folder?", {"All", "None", "Some"});
  bind_folder(b, folder);
  b.binary(checks, "Check image sets for unmatched or duplicate files?");
  b.binary(groups, "Group images by metadata?");
  b.binary(excludes, "Exclude certain files?");
  std::string keys;
  b.text(keys, kGroupKeys);
  for (const std::string& key : detail::split(keys, ','))
    if (!key.empty()) group_keys.push_back(key);
  b.text(left_out_folders, "Select subfolders to analyze");
  b.count(images, "Image count", 1);
  b.each(images);
  // What movies are made of is of no use to anybody who is told that there are none.
  if (b.listing() || file_type != FileType::Images) return;
  for (ImageFiles& image : images) image.interpret(b, match_by, images_a_set);
  if (excludes_files() && match_by == MatchBy::Regexp)
    excluded_regexp = compiled(b, kExcludedText, excluded_text);
  check_group_keys(b);
}

std::vector<std::string> Settings::metadata_keys() const {
  std::vector<std::string> keys;
  for (const ImageFiles& image : images) add_new(keys, image.metadata_keys());
  return keys;
}

void Settings::check_group_keys(Binder& b) const {
  if (!groups) return;
  const std::vector<std::string> known = metadata_keys();
  for (const std::string& key : group_keys)
    if (std::find(known.begin(), known.end(), key) == known.end())
      b.fault(kGroupKeys, "'" + key + "' is found neither in the names of files nor in their paths");
}

}  // namespace cellerate::modules::load_images
