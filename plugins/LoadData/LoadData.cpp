/// LoadData: image sets from the rows of a CSV file (CellProfiler's LoadData).
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "plugins/LoadData/data_table.hpp"
#include "plugins/LoadData/file_columns.hpp"
#include "plugins/LoadData/load_data_settings.hpp"
#include "plugins/LoadData/row_matching.hpp"
#include "plugins/shared/folder_setting.hpp"
#include "plugins/shared/grouping_tags.hpp"
#include "plugins/shared/image_set_metadata.hpp"
#include "plugins/shared/load_image.hpp"
#include "plugins/shared/load_objects.hpp"
#include "plugins/shared/missing_file.hpp"

namespace cellerate::modules {
namespace {

using load_data::DataTable;
using load_data::FileColumns;
using load_data::Settings;
using load_data::TableColumn;

constexpr const char* kFileText = "Name of the file";
constexpr std::string_view kMetadata = "Metadata_";

/// Adds "Image" columns once each.
class ColumnDeclaration {
 public:
  explicit ColumnDeclaration(Declaration& d) : d_(d) {}
  void operator()(const std::string& feature, int type, int text_length = 0) {
    if (declared_.insert(feature).second) d_.column("Image", feature, type, text_length);
  }

 private:
  Declaration& d_;
  std::set<std::string> declared_;
};

void set_cell(RunSetup& run, std::uint64_t image_set, const TableColumn& column, const std::string& cell) {
  if (std::string_view(column.name).starts_with(kMetadata))
    set_image_set_metadata(run, image_set, column.name.substr(kMetadata.size()), cell, column.type);
  else
    set_typed_value(run, image_set, column.name, cell, column.type);
}

}  // namespace

class LoadData {
 public:
  static constexpr const char* kAliases[] = {"LoadText", nullptr};
  static constexpr ModuleInfo info = {
      .revision = 6,
      .category = "File Processing",
      .summary = "Makes image sets of the rows of a CSV file and loads their images.",
      .aliases = kAliases};
  using Settings = load_data::Settings;
  explicit LoadData(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& upgrade) { load_data::upgrade_settings(upgrade); }

  void declare(Declaration& d) const {
    if (const auto submitted = d.option("submitted-images")) return declare_submitted(d, *submitted);
    try {
      const DataTable table = read_table(d);
      names_ = settings_.loads_images ? table.image_names() : std::vector<std::string>();
      object_names_ = settings_.loads_images ? table.object_names() : std::vector<std::string>();
      declare_columns(d, table);
    } catch (const MissingFile& error) {
      declare_fault(d, kFileText, error);
      if (d.option("check")) d.makes_unknown();
    } catch (const std::runtime_error& error) {
      d.fault(kFileText, error.what());
    }
  }

  void prepare_run(RunSetup& run) const {
    const DataTable table = read_table(run);
    check_group_keys(table);
    const std::vector<std::vector<std::uint64_t>> image_sets = load_data::image_sets_of_rows(run, table);
    for (std::size_t row = 0; row < table.rows().size(); ++row)
      for (const std::uint64_t image_set : image_sets[row])
        for (std::size_t i = 0; i < table.columns().size(); ++i)
          set_cell(run, image_set, table.columns()[i], table.rows()[row][i]);
    add_files(run, table, image_sets, "", names_);
    add_files(run, table, image_sets, "Objects", object_names_);
    if (settings_.groups && !settings_.group_keys.empty()) group_and_note(run, settings_.group_keys);
  }

  void run(ImageSet& images) const {
    const IntensityRange range{settings_.rescales ? IntensityRange::From::Metadata
                                                  : IntensityRange::From::BitDepth};
    Shape2 first{};
    for (const std::string& name : names_) {
      const Shape2 shape = load_image(images, name, LoadAs::Any, range);
      if (name == names_.front()) first = shape;
      if (shape != first)
        images.warn(name + " is " + std::to_string(shape.width) + " x " + std::to_string(shape.height) +
                    " pixels, " + names_.front() + " " + std::to_string(first.width) + " x " +
                    std::to_string(first.height));
    }
    for (const std::string& name : object_names_) load_objects(images, name, ObjectSource::Image);
  }

 private:
  using ImageSets = std::vector<std::vector<std::uint64_t>>;  ///< of each row

  std::string table_file(const HostContext& context) const {
    if (const auto given = context.option("data-file")) return *given;
    const FolderSetting folder(settings_.table_folder);
    if (folder.is_url())
      throw MissingFile("'" + settings_.table_name + "': tables can be read from local files only");
    return join_path(folder_path(context, folder), settings_.table_name);
  }

  DataTable read_table(const HostContext& context) const {
    return DataTable(table_file(context),
                     settings_.limits_rows ? load_data::RowRange(settings_.rows) : std::nullopt);
  }

  /// The table's own columns, then what loading adds.
  void declare_columns(Declaration& d, const DataTable& table) const {
    ColumnDeclaration column(d);
    for (const TableColumn& c : table.columns())
      column(c.name, c.type, c.type == CEL_VALUE_TEXT ? c.text_length : 0);
    declare_images(d, column);
    for (const std::string& name : object_names_) {
      d.makes_objects(name);
      d.object_columns(name, false);
      column("ObjectsURL_" + name, CEL_VALUE_TEXT, 256);
    }
  }

  void declare_images(Declaration& d, ColumnDeclaration& column) const {
    for (const std::string& name : names_) {
      d.makes_image(name);
      column("URL_" + name, CEL_VALUE_TEXT, 256);
      column("PathName_" + name, CEL_VALUE_TEXT, 256);
      column("FileName_" + name, CEL_VALUE_TEXT, 128);
      column("MD5Digest_" + name, CEL_VALUE_TEXT, 32);
      column("Scaling_" + name, CEL_VALUE_F64);
      column("Height_" + name, CEL_VALUE_INTEGER);
      column("Width_" + name, CEL_VALUE_INTEGER);
    }
  }

  /// The host hands over these images, one a line; nobody knows what else the table would have given.
  void declare_submitted(Declaration& d, const std::string& names) const {
    if (settings_.loads_images) names_ = detail::split(names, '\n');
    ColumnDeclaration column(d);
    declare_images(d, column);
    d.makes_unknown();
  }

  void check_group_keys(const DataTable& table) const {
    if (!settings_.groups) return;
    for (const std::string& key : settings_.group_keys)
      if (!table.find("Metadata_" + key))
        throw std::runtime_error("image sets are grouped by '" + key +
                                 "', but the table has no column Metadata_" + key);
  }

  void add_files(RunSetup& run, const DataTable& table, const ImageSets& image_sets,
                 const std::string& prefix, const std::vector<std::string>& names) const {
    const std::string base = folder_path(run, FolderSetting(settings_.image_folder));
    for (const std::string& name : names) {
      const FileColumns columns(table, prefix, name, base);
      for (std::size_t row = 0; row < table.rows().size(); ++row) {
        const FileColumns::File file = columns.file(table.rows()[row]);
        for (const std::uint64_t image_set : image_sets[row]) {
          run.set_source(image_set, name, run.add_plane(file.plane));
          run.set_value(image_set, prefix + "URL_" + name, file.url);
          run.set_value(image_set, prefix + "PathName_" + name, file.path_name);
          run.set_value(image_set, prefix + "FileName_" + name, file.file_name);
        }
      }
    }
  }

  Settings settings_;
  // Known once declare has read the table; written before anything runs, only read afterwards.
  mutable std::vector<std::string> names_, object_names_;
};

CEL_MODULE(LoadData)

}  // namespace cellerate::modules
