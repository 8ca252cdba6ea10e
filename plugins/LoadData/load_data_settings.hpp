/// The settings of LoadData.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <vector>

namespace cellerate::modules::load_data {

struct Settings {
  std::string table_folder = "Default Input Folder|", table_name = "None";
  bool loads_images = true;
  std::string image_folder = "Default Input Folder|";
  bool limits_rows = false;
  Range<std::int64_t> rows{1, 100000};
  bool groups = false;
  std::vector<std::string> group_keys;
  bool rescales = true;

  void bind(Binder& b);
  bool is_hidden(std::string_view text) const;
};

/// Brings settings of revisions 1 to 5 to revision 6.
void upgrade_settings(Upgrade& upgrade);

}  // namespace cellerate::modules::load_data
