/// Files for CellProfiler Analyst: properties (where it finds tables, columns and images) and the workspace
/// (plots).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "plugins/ExportToDatabase/database_settings.hpp"

namespace cellerate::modules::database {

/// What the properties need to know beside the settings.
struct PropertiesFacts {
  std::string database;                 ///< absolute path
  std::vector<std::string> images;      ///< that have file names, in the order of the pipeline
  std::map<std::string, int> channels;  ///< of images that have several
  std::vector<std::string> objects;     ///< object sets that were measured; none before the run
  std::vector<std::string> plates;      ///< values of the plate's metadata
};

struct PropertiesFile {
  std::string object;  ///< "Object" if all object sets share a table
  std::string file_name;
  std::vector<std::pair<std::string, std::string>> entries;

  /// Keys and values; of a key that stands twice the last.
  std::map<std::string, std::string> values() const { return {entries.rbegin(), entries.rend()}; }
  std::string text() const;
};

/// One file, or one an object set where each has its own table.
std::vector<PropertiesFile> properties_files(const Settings& settings, const PropertiesFacts& facts);

std::string workspace_text(const Settings& settings);

}  // namespace cellerate::modules::database
