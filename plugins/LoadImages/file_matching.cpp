/// An image may have fewer keys than others: its file then belongs to all image sets that agree in those.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/LoadImages/file_matching.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace cellerate::modules::load_images {
namespace {

using Keys = std::vector<std::string>;
using Values = std::vector<std::string>;

/// An image without metadata can only take part if the same file belongs to all image sets.
bool matches_metadata(const Settings& settings, const std::vector<std::vector<File>>& files) {
  if (settings.match_by == MatchBy::Order || files.size() < 2 || settings.metadata_keys().empty())
    return false;
  for (std::size_t i = 0; i < files.size(); ++i)
    if (settings.images[i].metadata_keys().empty() && files[i].size() != 1) return false;
  return true;
}

Matches match_by_order(const Settings& settings, const std::vector<std::vector<File>>& files) {
  for (std::size_t i = 1; i < files.size(); ++i)
    if (files[i].size() != files[0].size())
      throw std::runtime_error(
          settings.images[0].channel().name() + " has " + std::to_string(files[0].size()) + " files, but " +
          settings.images[i].channel().name() + " has " + std::to_string(files[i].size()));
  Matches matches;
  for (std::size_t i = 0; i < files[0].size(); ++i) matches.image_sets.emplace_back(files.size(), i);
  return matches;
}

/// Joins the images by the values of all their keys.
class MetadataMatching {
 public:
  MetadataMatching(const Settings& settings, const std::vector<std::vector<File>>& files)
      : settings_(settings), files_(files), keys_(settings.metadata_keys()) {
    for (std::size_t i = 0; i < files.size(); ++i) add_image(settings.images[i].metadata_keys(), i);
  }

  Matches matches() {
    for (const Values& values : image_sets_) add_image_set(values);
    return std::move(matches_);
  }

 private:
  /// The files of an image by the values of its keys, which are given by their place among all keys.
  struct Image {
    std::vector<std::size_t> places;
    std::map<Values, std::size_t> files;
  };

  void add_image(const Keys& keys, std::size_t number) {
    Image& image = images_.emplace_back();
    for (std::size_t place = 0; place < keys_.size(); ++place)
      if (std::find(keys.begin(), keys.end(), keys_[place]) != keys.end()) image.places.push_back(place);
    for (std::size_t file = 0; file < files_[number].size(); ++file)
      add_file(image, files_[number][file], file);
  }

  void add_file(Image& image, const File& file, std::size_t number) {
    Values values;
    for (const std::size_t place : image.places) {
      const auto found = file.metadata.find(keys_[place]);
      if (found == file.metadata.end()) return problem(file.plane.path + " has no metadata " + keys_[place]);
      values.push_back(found->second);
    }
    if (!image.files.emplace(values, number).second)
      return problem(file.plane.path + " has the metadata of another file: " + text_of(values, image.places));
    if (image.places.size() == keys_.size()) image_sets_.insert(values);
  }

  void add_image_set(const Values& values) {
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < images_.size(); ++i) {
      Values of_image;
      for (const std::size_t place : images_[i].places) of_image.push_back(values[place]);
      const auto found = images_[i].files.find(of_image);
      if (found == images_[i].files.end())
        return problem(settings_.images[i].channel().name() + " has no file for " +
                       text_of(of_image, images_[i].places));
      numbers.push_back(found->second);
    }
    matches_.image_sets.push_back(numbers);
  }

  std::string text_of(const Values& values, const std::vector<std::size_t>& places) const {
    std::string text;
    for (std::size_t i = 0; i < values.size(); ++i)
      text += (i ? ", " : "") + keys_[places[i]] + " = " + values[i];
    return text;
  }

  void problem(const std::string& text) { matches_.problems.push_back(text); }

  const Settings& settings_;
  const std::vector<std::vector<File>>& files_;
  const Keys keys_;
  std::vector<Image> images_;
  std::set<Values> image_sets_;
  Matches matches_;
};

}  // namespace

Matches match_files(const Settings& settings, const std::vector<std::vector<File>>& files) {
  if (matches_metadata(settings, files)) return MetadataMatching(settings, files).matches();
  return match_by_order(settings, files);
}

}  // namespace cellerate::modules::load_images
