/// Names of files come from the table alone.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/LoadData/file_columns.hpp"

#include <stdexcept>

#include "plugins/shared/folder_setting.hpp"
#include "plugins/shared/python_number.hpp"
#include "sdk/io/file_url.hpp"

namespace cellerate::modules::load_data {

FileColumns::FileColumns(const DataTable& table, const std::string& prefix, const std::string& name,
                         const std::string& base_folder)
    : name_(name),
      base_folder_(base_folder),
      url_(table.find(prefix + "URL", name)),
      path_name_(table.find(prefix + "PathName", name)),
      file_name_(table.find(prefix + "FileName", name)),
      series_(table.find(prefix + "Series", name)),
      frame_(table.find(prefix + "Frame", name)) {
  if (!url_ && !file_name_)
    throw std::runtime_error("LoadData needs a " + prefix + "FileName_" + name + " column to match the " +
                             prefix + "PathName_" + name + " column");
}

int FileColumns::number(const std::vector<std::string>& row, std::optional<std::size_t> column) const {
  if (!column) return -1;
  const auto value = python_int(row[*column]);
  if (!value || *value < 0)
    throw std::runtime_error("series or frame of " + name_ + ": '" + row[*column] +
                             "' is no number of a plane");
  return static_cast<int>(*value);
}

FileColumns::File FileColumns::file(const std::vector<std::string>& row) const {
  File file;
  if (path_name_) file.path_name = row[*path_name_];
  if (file_name_) file.file_name = row[*file_name_];
  if (!url_) {
    file.path_name = path_name_ ? join_path(base_folder_, file.path_name) : base_folder_;
    file.url = url_of_path(join_path(file.path_name, file.file_name));
  } else {
    file.url = row[*url_];
    if (!path_name_ && !file_name_) {
      auto end = file.url.rfind('/');
      if (end != std::string::npos) {
        file.path_name = file.url.substr(0, end);
      } else if (end = file.url.rfind(':'); end != std::string::npos) {
        file.path_name = file.url.substr(0, end + 1);
      }
      file.file_name = file.url.substr(end == std::string::npos ? 0 : end + 1);
    }
  }
  file.plane.url = file.url;
  file.plane.path = path_of_url(file.url);
  file.plane.series = number(row, series_);
  file.plane.index = number(row, frame_);
  return file;
}

}  // namespace cellerate::modules::load_data
