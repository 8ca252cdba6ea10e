/// LoadImages: image sets of the files of a folder (the input module of CellProfiler 2.0).
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "cuda/label/label_masks.hpp"
#include "plugins/LoadImages/file_matching.hpp"
#include "plugins/LoadImages/load_images_settings.hpp"
#include "plugins/shared/folder_setting.hpp"
#include "plugins/shared/grouping_tags.hpp"
#include "plugins/shared/image_set_metadata.hpp"
#include "plugins/shared/load_image.hpp"
#include "plugins/shared/load_objects.hpp"
#include "plugins/shared/well_names.hpp"

namespace cellerate::modules {
namespace {

using load_images::Channel;
using load_images::File;
using load_images::ImageFiles;
using load_images::Matches;
using load_images::Settings;

constexpr std::size_t kProblemsTold = 10;

/// What is missing or double stops the run where the settings ask to check for it.
void tell_problems(const RunSetup& run, const Matches& matches, bool checks) {
  if (!checks || matches.problems.empty()) {
    for (const std::string& problem : matches.problems) run.warn(problem);
    if (matches.image_sets.empty()) throw std::runtime_error("no files have metadata in common");
    return;
  }
  const std::size_t told = std::min(kProblemsTold, matches.problems.size());
  std::string text = "files are missing or double:";
  for (std::size_t i = 0; i < told; ++i) text += "\n  " + matches.problems[i];
  if (told < matches.problems.size())
    text += "\n  and " + std::to_string(matches.problems.size() - told) + " more";
  throw std::runtime_error(text);
}

void set_file(RunSetup& run, std::uint64_t image_set, const Channel& channel, const File& file) {
  const std::string prefix = channel.is_objects() ? "Objects" : "";
  const std::string& name = channel.name();
  run.set_source(image_set, name, run.add_plane(file.plane));
  run.set_value(image_set, prefix + "URL_" + name, file.plane.url);
  run.set_value(image_set, prefix + "PathName_" + name, file.names.directory);
  run.set_value(image_set, prefix + "FileName_" + name, file.names.file);
}

void add_outlines(ImageSet& images, const Channel& channel) {
  const Objects objects = images.objects(channel.object_name);
  Queue& queue = images.queue();
  Buffer<std::int32_t> outlines(queue, objects.shape());
  Buffer<std::uint8_t> pixels(queue, objects.shape());
  kernel::outline(queue, objects.labels(), outlines.view(objects.shape()));
  kernel::labeled_pixels(queue, outlines.view(objects.shape()), pixels.view(objects.shape()));
  images.add_image(channel.outlines_name, NewImage::of(std::move(pixels), objects.shape()));
}

}  // namespace

class LoadImages {
 public:
  static constexpr ModuleInfo info = {.revision = 11,
                                      .category = "File Processing",
                                      .summary = "Makes image sets of the files of a folder and loads them."};
  using Settings = load_images::Settings;
  explicit LoadImages(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& upgrade) { load_images::upgrade_settings(upgrade); }

  void declare(Declaration& d) const {
    for (const ImageFiles& image : settings_.images) {
      const Channel& channel = image.channel();
      if (channel.is_objects()) {
        d.makes_objects(channel.object_name);
        declare_loaded_objects(d, channel.object_name);
        if (channel.keeps_outlines) d.makes_image(channel.outlines_name);
      } else {
        d.makes_image(channel.image_name);
        declare_image_columns(d, channel.image_name);
      }
    }
    std::vector<std::string> keys = settings_.metadata_keys();
    if (names_well_row_and_column(keys) && std::none_of(keys.begin(), keys.end(), is_well_key))
      keys.push_back("Well");
    for (const std::string& key : keys) d.column("Image", "Metadata_" + key, CEL_VALUE_TEXT, 128);
  }

  void prepare_run(RunSetup& run) const {
    const auto files =
        load_images::search_files(settings_, folder_path(run, FolderSetting(settings_.folder)));
    const Matches matches = load_images::match_files(settings_, files);
    tell_problems(run, matches, settings_.checks);
    const std::uint64_t before = run.image_set_count();
    for (std::size_t i = 0; i < matches.image_sets.size(); ++i) {
      // Modules before have made image sets of the same numbers.
      const std::uint64_t image_set = i < before ? i : run.add_image_set();
      std::map<std::string, std::string> metadata;
      for (std::size_t image = 0; image < files.size(); ++image) {
        const File& file = files[image][matches.image_sets[i][image]];
        set_file(run, image_set, settings_.images[image].channel(), file);
        metadata.insert(file.metadata.begin(), file.metadata.end());
      }
      add_well(metadata);
      for (const auto& [key, value] : metadata)
        set_image_set_metadata(run, image_set, key, value, CEL_VALUE_TEXT);
    }
    if (settings_.groups && !settings_.group_keys.empty()) group_and_note(run, settings_.group_keys);
  }

  void run(ImageSet& images) const {
    for (const ImageFiles& image : settings_.images) {
      const Channel& channel = image.channel();
      if (!channel.is_objects()) {
        const IntensityRange range{channel.rescales ? IntensityRange::From::Metadata
                                                    : IntensityRange::From::BitDepth};
        load_image(images, channel.image_name, LoadAs::Any, range);
        continue;
      }
      load_objects(images, channel.object_name, ObjectSource::Labels);
      if (channel.keeps_outlines) add_outlines(images, channel);
    }
  }

 private:
  Settings settings_;
};

CEL_MODULE(LoadImages)

}  // namespace cellerate::modules
