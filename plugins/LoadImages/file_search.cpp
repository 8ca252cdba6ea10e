// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/LoadImages/file_search.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <stdexcept>

#include "plugins/shared/file_extensions.hpp"
#include "sdk/io/file_url.hpp"

namespace cellerate::modules::load_images {
namespace {

namespace fs = std::filesystem;

/// Illumination functions are arrays in MAT and NPY files.
bool is_image_file(const std::string& name) {
  const auto dot = name.rfind('.');
  if (dot == std::string::npos) return false;
  std::string extension = name.substr(dot + 1);
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  return extension == "mat" || extension == "npy" ||
         (!extension.empty() && is_extension(ExtensionKind::Image, extension));
}

bool is_excluded(const Settings& settings, const std::string& name) {
  if (!settings.excludes_files()) return false;
  if (settings.match_by == MatchBy::Regexp) return settings.excluded_regexp->is_in(name);
  return name.find(settings.excluded_text) != std::string::npos;
}

/// Relative to the folder that is searched; pipelines of Windows have backslashes.
std::set<fs::path> left_out_folders(const Settings& settings) {
  std::set<fs::path> folders;
  if (settings.subfolders != Subfolders::Some) return folders;
  for (std::string folder : detail::split(settings.left_out_folders, ',')) {
    std::replace(folder.begin(), folder.end(), '\\', '/');
    if (!folder.empty()) folders.insert(fs::path(folder).lexically_normal());
  }
  return folders;
}

std::vector<std::string> image_files_in(const Settings& settings, const fs::path& root) {
  const std::set<fs::path> left_out = left_out_folders(settings);
  std::vector<std::string> paths;
  try {
    const auto options = fs::directory_options::follow_directory_symlink;
    for (auto entry = fs::recursive_directory_iterator(root, options); entry != fs::end(entry); ++entry) {
      if (entry->is_directory() && (settings.subfolders == Subfolders::None ||
                                    left_out.contains(entry->path().lexically_relative(root))))
        entry.disable_recursion_pending();
      if (entry->is_regular_file() && is_image_file(entry->path().filename().string()))
        paths.push_back(entry->path().string());
    }
  } catch (const fs::filesystem_error& error) {
    throw std::runtime_error("the images' folder " + root.string() +
                             " cannot be read: " + error.code().message());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

/// By its place among the files of a group, counted from 1.
std::optional<std::size_t> image_of_place(const Settings& settings, std::size_t place) {
  for (std::size_t i = 0; i < settings.images.size(); ++i)
    if (settings.images[i].place == place) return i;
  return std::nullopt;
}

File described(const ImageFiles& image, const std::string& path) {
  File file;
  file.plane.path = path;
  file.plane.url = url_of_path(path);
  file.names = names_of(file.plane);
  if (image.file_regexp) file.metadata = image.file_regexp->named_groups(file.names.file);
  if (image.path_regexp)
    for (auto& [key, value] : image.path_regexp->named_groups(file.names.directory))
      file.metadata[key] = value;
  return file;
}

}  // namespace

std::optional<std::size_t> image_of_name(const Settings& settings, const std::string& file_name) {
  if (is_excluded(settings, file_name)) return std::nullopt;
  for (std::size_t i = 0; i < settings.images.size(); ++i) {
    const ImageFiles& image = settings.images[i];
    if (image.text_regexp ? image.text_regexp->is_in(file_name)
                          : file_name.find(image.text) != std::string::npos)
      return i;
  }
  return std::nullopt;
}

std::vector<std::vector<File>> search_files(const Settings& settings, const fs::path& folder) {
  const std::vector<std::string> paths = image_files_in(settings, folder);
  std::vector<std::vector<File>> files(settings.images.size());
  bool found = false;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const auto image = settings.match_by == MatchBy::Order
                           ? image_of_place(settings, i % settings.images_a_set + 1)
                           : image_of_name(settings, fs::path(paths[i]).filename().string());
    if (!image) continue;
    files[*image].push_back(described(settings.images[*image], paths[i]));
    found = true;
  }
  if (!found)
    throw std::runtime_error("no file of the folder " + folder.string() + " is one of the images (of " +
                             std::to_string(paths.size()) + " image files)");
  return files;
}

}  // namespace cellerate::modules::load_images
