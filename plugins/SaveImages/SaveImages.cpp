/// SaveImages: writes images, masks, croppings and movies to files.
/// Meaning, sources and differences from CellProfiler: SaveImages.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <filesystem>
#include <stdexcept>

#include "plugins/SaveImages/movies.hpp"
#include "plugins/SaveImages/output_path.hpp"
#include "plugins/SaveImages/save_images_settings.hpp"
#include "plugins/SaveImages/saved_pixels.hpp"
#include "plugins/shared/folder_setting.hpp"
#include "plugins/shared/image_set_tags.hpp"
#include "plugins/shared/plane_names.hpp"

namespace cellerate::modules {
namespace {

using namespace save_images;

class SaveImages {
 public:
  static constexpr ModuleInfo info = {.revision = 16,
                                      .category = "File Processing",
                                      .summary = "Writes images, masks, croppings and movies to files."};
  using Settings = save_images::Settings;

  SaveImages(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u) { save_images::upgrade(u); }

  void declare(Declaration& d) const;
  void prepare_run(RunSetup& setup) const { image_sets_ = setup.image_set_count(); }
  void run(ImageSet& images) const;
  void finish_group(ImageSet& images) const;
  bool works_on_groups() const { return settings_.is_movie() || settings_.when == When::LastCycle; }

 private:
  bool uses_folder_of_image() const { return FolderSetting(settings_.folder).choice == kSameFolder; }
  void check_tags(Declaration& d, const std::string& pattern, const char* setting) const;
  void save(ImageSet& images) const;
  void keep_frame(ImageSet& images) const;
  void refuse_to_overwrite(const std::filesystem::path& path) const;
  void record_path(ImageSet& images, const std::filesystem::path& path) const;

  Settings settings_;
  mutable std::uint64_t image_sets_ = 0;  ///< written before the first image set runs
};

void SaveImages::declare(Declaration& d) const {
  d.needs_image(settings_.image, kImageText);
  if (settings_.naming == Naming::FromImage || uses_folder_of_image())
    d.needs_image(settings_.file_image, kFileImageText);
  if (settings_.naming == Naming::Single) check_tags(d, settings_.single_name, kSingleNameText);
  if (settings_.naming == Naming::FromImage && settings_.wants_suffix)
    check_tags(d, settings_.suffix, kSuffixText);
  if (!uses_folder_of_image()) {
    const std::string wrong = folder_fault(settings_.folder);
    const FolderSetting folder(settings_.folder);
    if (!wrong.empty() || folder.is_url() || folder.is_none())
      d.fault(kFolderText, wrong.empty() ? "'" + folder.choice + "': images are saved in folders" : wrong);
  }
  if (settings_.is_movie() && settings_.depth == Depth::Raw)
    d.fault(kDepthText, "'No conversion': movies hold integers or 32-bit floating point");
  if (settings_.record) {
    d.column("Image", "FileName_" + settings_.image, CEL_VALUE_TEXT, 128);
    d.column("Image", "PathName_" + settings_.image, CEL_VALUE_TEXT, 256);
  }
}

void SaveImages::check_tags(Declaration& d, const std::string& pattern, const char* setting) const {
  if (const auto tag = undefined_tag(d, pattern))
    d.fault(setting, "'" + pattern + "': " + *tag + " is not a defined metadata tag");
}

void SaveImages::run(ImageSet& images) const {
  if (settings_.is_movie()) return keep_frame(images);
  const bool saves_now =
      settings_.when == When::EveryCycle || (settings_.when == When::FirstCycle && images.group_index() == 1);
  if (saves_now) save(images);
  if (settings_.record) record_path(images, output_path(settings_, images, image_sets_));
}

void SaveImages::finish_group(ImageSet& images) const {
  if (settings_.is_movie()) {
    for (const auto& [path, frames] : images.group_state<Movies>())
      write_file(settings_, path, joined(path, frames), false);
  } else if (settings_.when == When::LastCycle) {
    save(images);
  }
}

void SaveImages::save(ImageSet& images) const {
  const std::filesystem::path path = output_path(settings_, images, image_sets_);
  refuse_to_overwrite(path);
  const Image image = images.image(settings_.image);
  const RawImage pixels = saved_pixels(settings_, images.queue(), image);
  write_file(settings_, path, pixels, image.is_channel_stack() && pixels.channels > 1);
}

void SaveImages::keep_frame(ImageSet& images) const {
  const std::filesystem::path path = output_path(settings_, images, image_sets_);
  refuse_to_overwrite(path);
  images.group_state<Movies>()[path].push_back(
      saved_pixels(settings_, images.queue(), images.image(settings_.image)));
}

void SaveImages::refuse_to_overwrite(const std::filesystem::path& path) const {
  if (!settings_.overwrite && std::filesystem::is_regular_file(path))
    throw std::runtime_error("trying to overwrite " + path.string() +
                             ", but \"Overwrite existing files without warning?\" is set to No");
}

void SaveImages::record_path(ImageSet& images, const std::filesystem::path& path) const {
  images.measure_image("FileName_" + settings_.image, path.filename().string());
  images.measure_image("PathName_" + settings_.image, path.parent_path().string());
  images.measure_image("URL_" + settings_.image, url_of_path(path.string()));
}

}  // namespace

CEL_MODULE(SaveImages)

}  // namespace cellerate::modules
