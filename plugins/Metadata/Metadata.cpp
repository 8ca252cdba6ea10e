/// Metadata: what is known of each image file from its name, a table or its header (CellProfiler's Metadata).
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <memory>

#include "plugins/Metadata/metadata_settings.hpp"
#include "plugins/Metadata/metadata_table.hpp"
#include "plugins/shared/plane_names.hpp"
#include "plugins/shared/well_names.hpp"

namespace cellerate::modules {
namespace {

using metadata::Extraction;
using metadata::MetadataTable;
using metadata::Method;
using metadata::NamePart;
using metadata::Settings;
using Values = std::map<std::string, std::string>;

/// The planes of the file list, each with its names.
struct File {
  std::uint64_t number;
  Plane plane;
  PlaneNames names;
};

bool applies(const Extraction& extraction, const PlaneNames& names) {
  return !extraction.rule || extraction.rule->accepts({{{names.file, names.directory}}});
}

}  // namespace

class Metadata {
 public:
  static constexpr ModuleInfo info = {
      .revision = 6,
      .category = "File Processing",
      .summary = "Gets metadata of image files from names, tables and headers."};
  using Settings = metadata::Settings;
  explicit Metadata(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& upgrade) { metadata::upgrade_settings(upgrade); }

  void declare(Declaration& d) const {
    if (!settings_.wants_metadata) return;
    for (const std::string& key : keys(tables(d)))
      d.column("Image", "Metadata_" + key, settings_.type_of(key),
               settings_.type_of(key) == CEL_VALUE_TEXT ? 128 : 0);
  }

  /// As in CellProfiler, the methods work also where "Extract metadata?" is No: that only hides them, and
  /// leaves all values text.
  void prepare_run(RunSetup& run) const {
    const Tables all_tables = tables(run);
    for (const std::string& key : keys(all_tables)) run.set_metadata_type(key, settings_.type_of(key));
    for (const File& file : files(run)) {
      Values values = extract(file, all_tables);
      for (const auto& [key, value] : values) run.set_metadata(file.number, key, value);
    }
  }

 private:
  /// The table of each extraction method; null where it has none.
  using Tables = std::vector<std::unique_ptr<MetadataTable>>;

  bool reads_headers() const {
    return std::any_of(settings_.extractions.begin(), settings_.extractions.end(),
                       [](const Extraction& e) { return e.method == Method::FromHeaders; });
  }
  bool splits_files() const {
    return std::any_of(settings_.extractions.begin(), settings_.extractions.end(), [](const Extraction& e) {
      return e.method == Method::FromHeaders && e.headers_were_read;
    });
  }

  /// A table that cannot be read is left out with a warning, as CellProfiler does.
  Tables tables(const HostContext& context) const {
    Tables all;
    for (const Extraction& extraction : settings_.extractions) {
      all.emplace_back();
      if (extraction.method != Method::FromTable) continue;
      const std::string path =
          join_path(folder_path(context, FolderSetting(extraction.table_folder)), extraction.table_name);
      try {
        all.back() = std::make_unique<MetadataTable>(path, extraction, [&](const std::string& key) {
          return settings_.type_of(key) != CEL_VALUE_TEXT;
        });
      } catch (const std::runtime_error& error) {
        context.warn(std::string("no metadata are imported: ") + error.what());
      }
    }
    return all;
  }

  /// The files of the list. With headers that were read, a file of many planes becomes many planes.
  std::vector<File> files(RunSetup& run) const {
    std::vector<File> all;
    const std::uint64_t count = run.plane_count();
    for (std::uint64_t i = 0; i < count; ++i) {
      if (!run.is_kept(i)) continue;
      const Plane plane = run.plane(i);
      const int planes = splits_files() && plane.index < 0 ? run.inspect(i).planes : 1;
      if (planes == 1) {
        all.push_back({i, plane, names_of(plane)});
        continue;
      }
      run.keep(i, false);
      for (int index = 0; index < planes; ++index) {
        Plane page = plane;
        page.series = std::max(plane.series, 0);
        page.index = index;
        all.push_back({run.add_plane(page), page, names_of(page)});
      }
    }
    return all;
  }

  Values extract(const File& file, const Tables& all_tables) const {
    Values values;
    for (const Extraction& extraction : settings_.extractions) {
      if (extraction.method != Method::FromName || !applies(extraction, file.names)) continue;
      const std::string& text = extraction.part == NamePart::File ? file.names.file : file.names.directory;
      for (auto& [key, value] : extraction.regexp->named_groups(text)) values[key] = value;
    }
    if (reads_headers())
      for (const char* key : {"SizeC", "SizeT", "SizeZ"}) values[key] = "1";
    values["FileLocation"] = file.plane.url;
    values["Series"] = std::to_string(std::max(file.plane.series, 0));
    values["Frame"] = std::to_string(std::max(file.plane.index, 0));
    add_tables(file, all_tables, values);
    return values;
  }

  /// Tables in their order; the well is made as soon as the methods so far may have given its row and column.
  void add_tables(const File& file, const Tables& all_tables, Values& values) const {
    bool well_added = false;
    std::vector<std::string> known;
    for (std::size_t i = 0; i < all_tables.size(); ++i) {
      const Extraction& extraction = settings_.extractions[i];
      if (all_tables[i] && applies(extraction, file.names))
        if (const Values* row = all_tables[i]->find(values))
          for (const auto& [key, value] : *row) values[key] = value;
      for (const std::string& key : keys_of(extraction, all_tables[i].get())) known.push_back(key);
      if (!well_added && names_well_row_and_column(known)) {
        add_well(values);
        well_added = true;
      }
    }
  }

  static std::vector<std::string> keys_of(const Extraction& extraction, const MetadataTable* table) {
    if (extraction.method == Method::FromName) return extraction.regexp->group_names();
    return table ? table->keys() : std::vector<std::string>();
  }

  /// All keys that the methods can give.
  std::vector<std::string> keys(const Tables& all_tables) const {
    std::vector<std::string> all;
    const auto add = [&](const std::string& key) {
      if (std::find(all.begin(), all.end(), key) == all.end()) all.push_back(key);
    };
    for (const Extraction& extraction : settings_.extractions)
      if (extraction.method == Method::FromName)
        for (const std::string& key : extraction.regexp->group_names()) add(key);
    if (reads_headers())
      for (const char* key : {"SizeX", "SizeY", "SizeC", "SizeT", "SizeZ", "Site", "Well", "Plate"}) add(key);
    for (const char* key : {"FileLocation", "Series", "Frame"}) add(key);
    if (reads_headers())
      for (const char* key : {"C", "T", "Z", "ColorFormat", "ChannelName"}) add(key);
    for (const auto& table : all_tables)
      if (table)
        for (const std::string& key : table->keys()) add(key);
    if (names_well_row_and_column(all)) add("Well");
    return all;
  }

  Settings settings_;
};

CEL_MODULE(Metadata)

}  // namespace cellerate::modules
