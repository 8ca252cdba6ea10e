/// The settings of LoadImages.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <optional>
#include <string>
#include <vector>

#include "plugins/shared/regexp.hpp"

namespace cellerate::modules::load_images {

enum class FileType { Images, StkMovies, AviMovies, TiffMovies };
enum class MatchBy { Text, Regexp, Order };
enum class Subfolders { All, None, Some };
enum class MetadataFrom { None, FileName, Path, Both };
enum class Grouping { Interleaved, Separated };
enum class LoadedAs { Images, Objects };

/// What is made of a file; files of movies have several.
struct Channel {
  LoadedAs loaded_as = LoadedAs::Images;
  std::string image_name = "DNA", object_name = "Nuclei";
  bool keeps_outlines = false;
  std::string outlines_name = "LoadedImageOutlines";
  int number = 1;
  bool rescales = true;

  bool is_objects() const { return loaded_as == LoadedAs::Objects; }
  const std::string& name() const { return is_objects() ? object_name : image_name; }
  void bind(Binder& b);
};

/// The files of one image of the image sets.
struct ImageFiles {
  std::string text = "DAPI", position = "1";
  MetadataFrom metadata_from = MetadataFrom::None;
  std::string file_regexp_text = R"(^(?P<Plate>.*)_(?P<Well>[A-P][0-9]{2})_s(?P<Site>[0-9]))";
  std::string path_regexp_text = R"(.*[\\/](?P<Date>.*)[\\/](?P<Run>.*)$)";
  std::vector<Channel> channels{1};
  bool groups_frames = false;
  Grouping grouping = Grouping::Interleaved;
  int frame_channels = 3;

  // What the texts stand for, as far as the settings around them ask for it.
  std::optional<Regexp> text_regexp, file_regexp, path_regexp;
  std::size_t place = 1;

  const Channel& channel() const { return channels.front(); }
  /// Keys of the metadata that names can give: first those of the file's name.
  std::vector<std::string> metadata_keys() const;
  void bind(Binder& b);
  void interpret(Binder& b, MatchBy match_by, std::size_t images_a_set);

 private:
  void interpret_regexps(Binder& b);
};

struct Settings {
  FileType file_type = FileType::Images;
  MatchBy match_by = MatchBy::Text;
  std::size_t images_a_set = 3;  ///< of MatchBy::Order
  std::string excluded_text = "Do not use";
  Subfolders subfolders = Subfolders::None;
  std::string folder = "Default Input Folder|";
  bool checks = true, groups = false, excludes = false;
  std::vector<std::string> group_keys;
  std::string left_out_folders;  ///< of Subfolders::Some, parted by commas
  std::vector<ImageFiles> images{1};
  std::optional<Regexp> excluded_regexp;

  void bind(Binder& b);
  bool excludes_files() const {
    return excludes && match_by != MatchBy::Order && excluded_text != "Do not use";
  }
  /// Keys of all images, each once.
  std::vector<std::string> metadata_keys() const;

 private:
  void check_group_keys(Binder& b) const;
};

/// Brings settings of revisions 5 to 10 to revision 11.
void upgrade_settings(Upgrade& upgrade);

}  // namespace cellerate::modules::load_images
