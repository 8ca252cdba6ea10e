/// The kinds of files that ExportToSpreadsheet writes.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

#include "plugins/ExportToSpreadsheet/spreadsheet_settings.hpp"
#include "plugins/shared/measured.hpp"

namespace cellerate::modules::spreadsheet {

/// What is exported, and how.
struct Export {
  const Measured& measured;
  const Settings& settings;
};

using ImageNumbers = std::vector<std::int64_t>;

/// A row an image set: its features, and the aggregates of its objects.
void write_image_file(const Export& from, const ImageNumbers& images, const std::string& path);
/// The same for GenePattern.
void write_gct_file(const Export& from, const ImageNumbers& images, const std::string& path);
/// A row an object; several object sets side by side.
void write_object_file(const Export& from, const std::vector<std::string>& objects,
                       const ImageNumbers& images, const std::string& path);
void write_relationships_file(const Export& from, const ImageNumbers& images, const std::string& path);
/// A row a feature of the experiment; no file if there is none.
void write_experiment_file(const Export& from, const std::string& path);

}  // namespace cellerate::modules::spreadsheet
