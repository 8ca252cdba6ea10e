/// Where the files of ExportToSpreadsheet go, and which image sets share one.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <functional>
#include <string>
#include <vector>

#include "plugins/ExportToSpreadsheet/spreadsheet_settings.hpp"
#include "plugins/shared/metadata_tags.hpp"

namespace cellerate::modules::spreadsheet {

/// Metadata tags of an image set.
using TagsOfImageSet = std::function<TagValue(std::int64_t image_number)>;

class FileNames {
 public:
  FileNames(const Settings& settings, const HostContext& context) : settings_(settings), context_(context) {}

  /// Image sets that go in one file: those with equal values of the tags in its name and folder.
  /// @param data_set null where everything is exported
  std::vector<std::vector<std::int64_t>> groups(const std::vector<std::int64_t>& image_numbers,
                                                const DataSet* data_set, const TagsOfImageSet& tags) const;
  /// @param tags of the first image set of the file; none where no metadata are substituted
  std::string path(const std::string& object, const DataSet* data_set, const TagValue& tags) const;
  /// The path with the extension of GenePattern files.
  static std::string gct_path(std::string path);

 private:
  const Settings& settings_;
  const HostContext& context_;
};

}  // namespace cellerate::modules::spreadsheet
