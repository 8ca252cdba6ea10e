/// Module ExportToDatabase: an SQLite database of what was measured, for CellProfiler Analyst and others.
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <filesystem>

#include "cuda/pixel/thumbnail.hpp"
#include "plugins/ExportToDatabase/database_writer.hpp"
#include "plugins/ExportToDatabase/properties.hpp"
#include "plugins/shared/folder_setting.hpp"
#include "plugins/shared/images_made_by.hpp"
#include "plugins/shared/measured.hpp"
#include "plugins/shared/metadata_tags.hpp"
#include "sdk/io/atomic_file.hpp"
#include "sdk/io/image_writer.hpp"
#include "sdk/io/sqlite.hpp"

namespace cellerate::modules {
namespace {

using namespace database;
namespace fs = std::filesystem;

/// Where a run keeps how many channels its images have: CellProfiler's own place for it.
constexpr const char* kNotes = "ExportToDb";
constexpr const char* kChannels = "ExportToDb_Channels";

std::string base64(const std::vector<std::byte>& bytes) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (i + k < bytes.size() ? std::to_integer<unsigned>(bytes[i + k]) : 0);
    for (int k = 0; k < 4; ++k)
      text += i + static_cast<std::size_t>(k) > bytes.size() ? '=' : kDigits[group >> (18 - 6 * k) & 63];
  }
  return text;
}

/// Images that have file names, in the order of the pipeline.
std::vector<std::string> images_with_files(const HostContext& context) {
  constexpr std::string_view kFileName = "FileName_";
  std::vector<std::string> names;
  for (const Column& column : context.columns())
    if (column.object == "Image" && column.feature.starts_with(kFileName) &&
        column.feature.size() > kFileName.size())
      names.push_back(column.feature.substr(kFileName.size()));
  return names;
}

void write_text(const fs::path& path, const std::string& text) {
  write_file_atomically(path, std::as_bytes(std::span(text)));
}

class ExportToDatabase {
 public:
  static constexpr ModuleInfo info = {
      .revision = 28,
      .category = "File Processing",
      .summary = "Writes measurements to an SQLite database for CellProfiler Analyst."};
  using Settings = database::Settings;
  ExportToDatabase(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}
  static void upgrade(Upgrade& u) { upgrade_settings(u); }

  void declare(Declaration& d) const;
  void prepare_run(RunSetup& run) const;
  void run(ImageSet& images) const;
  void finish_run(Results& results) const;

 private:
  fs::path folder(const HostContext& context) const;
  fs::path database_path(const HostContext& context) const { return folder(context) / settings_.file; }
  std::string thumbnail(ImageSet& images, const std::string& name) const;
  void note_channels(ImageSet& images) const;
  PropertiesFacts facts(const Measured& measured) const;
  void write_database(const Measured& measured, const std::vector<PropertiesFile>& properties) const;

  Settings settings_;
};

fs::path ExportToDatabase::folder(const HostContext& context) const {
  FolderSetting setting(settings_.folder);
  setting.custom = path_before_tags(setting.custom);
  return folder_path(context, setting);
}

void ExportToDatabase::declare(Declaration& d) const {
  if (settings_.objects_choice == ObjectsChoice::kSelect)
    for (const std::string& object : settings_.objects) d.needs_objects(object, "Select the objects");
  // Which of them have files is only known when all modules have declared their columns.
  if (settings_.properties)
    for (const std::string& name : images_made_before(d))
      d.needs_image(name, "Create a CellProfiler Analyst properties file?");
  if (!settings_.thumbnails) return;
  for (const std::string& name : settings_.thumbnail_images) {
    d.needs_image(name, "Select the images for which you want to save thumbnails");
    d.column("Image", "Thumbnail_" + name, CEL_VALUE_BLOB);
  }
}

void ExportToDatabase::prepare_run(RunSetup& run) const {
  const fs::path path = database_path(run);
  if (settings_.overwrite != Overwrite::kNever || !fs::exists(path)) return;
  sqlite::Connection existing(path.string(), sqlite::Connection::Mode::kRead);
  if (run_mark_of(existing) == run_mark(run)) return;  // a killed process of this run has written it
  for (const std::string& table : Layout(settings_, run.columns()).table_names())
    if (existing.has_table(table))
      throw std::runtime_error("\"Overwrite without warning?\" is Never, but '" + path.string() +
                               "' has a table " + table);
}

// ----------------------------------------------------------------------------------------------------- run

void ExportToDatabase::run(ImageSet& images) const {
  if (settings_.thumbnails)
    for (const std::string& name : settings_.thumbnail_images)
      images.measure_image("Thumbnail_" + name, thumbnail(images, name));
  if (settings_.properties) note_channels(images);
}

std::string ExportToDatabase::thumbnail(ImageSet& images, const std::string& name) const {
  const Image image = images.image(name);
  if (image.channels() != 1 && image.channels() != 3)
    throw std::runtime_error("thumbnails are of gray images or of three channels; '" + name + "' has " +
                             std::to_string(image.channels()) + " channels");
  const auto make = [&](const auto* pixels) {
    return kernel::thumbnail(images.queue(), pixels, image.shape(), image.channels(),
                             settings_.scale_thumbnails);
  };
  kernel::Picture picture;
  switch (image.type()) {
    case CEL_F32:
      picture = make(image.data<float>());
      break;
    case CEL_F64:
      picture = make(image.data<double>());
      break;
    case CEL_BOOL:
      picture = make(image.data<std::uint8_t>());
      break;
    default:
      throw std::runtime_error("no thumbnail can be made of '" + name + "': its pixels are whole numbers");
  }
  return base64(encode_png({.height = picture.shape.height,
                            .width = picture.shape.width,
                            .channels = picture.channels,
                            .pixels = picture.samples.data()}));
}

/// Only a run of gray images has nothing to note.
void ExportToDatabase::note_channels(ImageSet& images) const {
  const std::vector<std::string> made = images_made_before(images);
  std::vector<double> channels;
  bool color = false;
  for (const std::string& name : images_with_files(images)) {
    // A table of LoadData may name files of images that nobody loads.
    const bool is_made = std::find(made.begin(), made.end(), name) != made.end();
    channels.push_back(is_made ? images.image(name).channels() : 1);
    color = color || channels.back() > 1;
  }
  if (color) images.measure(kNotes, kChannels, channels, CEL_VALUE_INTEGER);
}

// -------------------------------------------------------------------------------------------------- results

PropertiesFacts ExportToDatabase::facts(const Measured& measured) const {
  PropertiesFacts facts;
  facts.database = fs::absolute(database_path(measured.results())).lexically_normal().string();
  facts.images = images_with_files(measured.results());
  for (const std::string& object : measured.objects())
    if (object != "Image" && object != "Experiment" && object != kNotes) facts.objects.push_back(object);
  for (const std::int64_t image : measured.image_numbers()) {
    const auto channels = measured.values(image, kNotes, kChannels);
    for (std::size_t i = 0; channels && i < std::min(channels->size(), facts.images.size()); ++i)
      facts.channels[facts.images[i]] = static_cast<int>(channels->numbers[i]);
    if (!settings_.plate_filters) continue;
    const std::string plate = measured.image_text(image, "Metadata_" + settings_.plate_metadata);
    if (std::find(facts.plates.begin(), facts.plates.end(), plate) == facts.plates.end())
      facts.plates.push_back(plate);
  }
  return facts;
}

void ExportToDatabase::finish_run(Results& results) const {
  const Measured measured(results);
  const PropertiesFacts known = facts(measured);
  // The experiment's table gets the properties as they are known before the run.
  PropertiesFacts before = known;
  before.channels.clear();
  before.objects.clear();
  fs::create_directories(folder(results));
  write_database(measured, properties_files(settings_, before));
  if (settings_.properties)
    for (const PropertiesFile& file : properties_files(settings_, known))
      write_text(folder(results) / file.file_name, file.text());
  if (settings_.workspace)
    write_text(folder(results) / (settings_.base_name() + ".workspace"), workspace_text(settings_));
}

void ExportToDatabase::write_database(const Measured& measured,
                                      const std::vector<PropertiesFile>& properties) const {
  const fs::path path = database_path(measured.results());
  AtomicFile file(path);
  // Other tables of the file stay.
  if (fs::exists(path)) fs::copy_file(path, file.temporary());
  {
    sqlite::Connection database(file.temporary().string(), sqlite::Connection::Mode::kCreate);
    // The file has its name only when it is complete: nothing to recover.
    database.execute("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF");
    DatabaseWriter(database, settings_, measured).write(properties);
    database.execute("PRAGMA user_version=" + std::to_string(run_mark(measured.results())));
  }
  file.commit();
}

}  // namespace

CEL_MODULE(ExportToDatabase)

}  // namespace cellerate::modules
