/// SaveImages: writes images, masks, croppings and movies to files.
/// Meaning, sources and differences from CellProfiler: SaveImages.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>

#include "plugins/SaveImages/movies.hpp"
#include "plugins/SaveImages/output_path.hpp"
#include "plugins/SaveImages/save_images_settings.hpp"
#include "plugins/SaveImages/saved_pixels.hpp"
#include "plugins/shared/folder_setting.hpp"
#include "plugins/shared/image_set_tags.hpp"
#include "plugins/shared/metadata_tags.hpp"
#include "sdk/io/file_url.hpp"
#include "sdk/io/written_files.hpp"

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
  void prepare_run(RunSetup& setup) const;
  void run(ImageSet& images) const;
  void finish_group(ImageSet& images) const;
  bool works_on_groups() const;

 private:
  bool uses_folder_of_image() const { return FolderSetting(settings_.folder).choice == kSameFolder; }
  void check_tags(Declaration& d, const std::string& pattern, const char* setting) const;
  FileWriter writer(const ImageSet& images, bool at_end_of_group) const;
  void save(ImageSet& images, bool at_end_of_group) const;
  void keep_frame(ImageSet& images) const;
  void write(const std::filesystem::path& path, const FileWriter& writer,
             const std::function<void()>& write_it) const;
  [[noreturn]] static void refuse_to_overwrite(const std::filesystem::path& path);
  void record_path(ImageSet& images, const std::filesystem::path& path) const;

  Settings settings_;
  // Set before the first image set runs.
  mutable std::uint64_t image_sets_ = 0;
  mutable std::shared_ptr<WrittenFiles> files_ = WrittenFiles::of({});
};

void SaveImages::prepare_run(RunSetup& setup) const {
  image_sets_ = setup.image_set_count();
  files_ = WrittenFiles::of(setup.option("written-files").value_or(""));
}

/// Where all image sets save one file that must not be replaced, it is the first one's, as if they had run
/// one after the other, and so they do.
bool SaveImages::works_on_groups() const {
  if (settings_.is_movie() || settings_.when == When::LastCycle) return true;
  return settings_.when == When::EveryCycle && !settings_.overwrite && settings_.naming == Naming::Single &&
         !uses_folder_of_image() && metadata_tags(settings_.single_name + settings_.folder).empty();
}

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
  if (saves_now) save(images, false);
  if (settings_.record) record_path(images, output_path(settings_, images, image_sets_));
}

void SaveImages::finish_group(ImageSet& images) const {
  if (settings_.is_movie()) {
    for (const auto& [path, frames] : images.group_state<Movies>())
      write(path, writer(images, true), [&] { write_file(settings_, path, joined(path, frames), false); });
  } else if (settings_.when == When::LastCycle) {
    save(images, true);
  }
}

FileWriter SaveImages::writer(const ImageSet& images, bool at_end_of_group) const {
  return {images.number(), at_end_of_group, images.module_number()};
}

void SaveImages::save(ImageSet& images, bool at_end_of_group) const {
  const std::filesystem::path path = output_path(settings_, images, image_sets_);
  write(path, writer(images, at_end_of_group), [&] {
    const Image image = images.image(settings_.image);
    const RawImage pixels = saved_pixels(settings_, images.queue(), image);
    write_file(settings_, path, pixels, image.is_channel_stack() && pixels.channels > 1);
  });
}

void SaveImages::keep_frame(ImageSet& images) const {
  const std::filesystem::path path = output_path(settings_, images, image_sets_);
  if (!settings_.overwrite && files_->must_stay(path, writer(images, true))) refuse_to_overwrite(path);
  images.group_state<Movies>()[path].push_back(
      saved_pixels(settings_, images.queue(), images.image(settings_.image)));
}

void SaveImages::write(const std::filesystem::path& path, const FileWriter& writer,
                       const std::function<void()>& write_it) const {
  if (settings_.overwrite)
    files_->replace(path, writer, write_it);
  else if (!files_->write_once(path, writer, write_it))
    refuse_to_overwrite(path);
}

void SaveImages::refuse_to_overwrite(const std::filesystem::path& path) {
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
