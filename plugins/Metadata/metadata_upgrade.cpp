/// Revisions 1 to 5 of Metadata, step by step as CellProfiler's upgrade_settings goes.
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <stdexcept>

#include "plugins/Metadata/metadata_settings.hpp"

namespace cellerate::modules::metadata {
namespace {

using Values = std::vector<std::string>;

/// Changes each extraction method's settings: `size` of them from `first` on, their number before them.
template <class Change>
void change_methods(Values& values, std::size_t first, std::size_t size, const Change& change) {
  const auto count = first <= values.size() ? detail::parse<int>(values[first - 1]) : std::nullopt;
  if (!count || *count < 0 || values.size() < first + *count * size)
    throw std::invalid_argument("Metadata has too few settings");
  Values result(values.begin(), values.begin() + first);
  for (int i = 0; i < *count; ++i) {
    const auto begin = values.begin() + first + i * size;
    Values method(begin, begin + size);
    change(method);
    result.insert(result.end(), method.begin(), method.end());
  }
  values = std::move(result);
}

void rename_choices(Values& method) {
  method[0] = method[0] == "Automatic" ? "Extract from image file headers"
              : method[0] == "Manual"  ? "Extract from file/folder names"
                                       : "Import from file";
  method[1] = method[1] == "From file name" ? "File name" : "Folder name";
  method[4] = method[4] == "Images selected using a filter" ? "Images matching a rule" : "All images";
}

/// The path of the table became a folder and a name.
void split_table_path(Values& method) {
  const std::string path = method[6];
  const auto slash = path.rfind('/');
  std::string folder = slash == std::string::npos ? "" : path.substr(0, std::max<std::size_t>(slash, 1));
  const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  const bool url = path.starts_with("http:") || path.starts_with("https:") || path.starts_with("ftp:");
  method[6] = (url ? "URL|" : "Elsewhere...|") + folder;
  method.push_back(name);
}

}  // namespace

void upgrade_settings(Upgrade& upgrade) {
  Values& values = upgrade.values;
  if (upgrade.revision <= 1) change_methods(values, 2, 8, [](Values& method) { method.push_back("No"); });
  if (upgrade.revision <= 2) change_methods(values, 2, 9, rename_choices);
  if (upgrade.revision <= 3) {  // added types
    if (values.empty()) throw std::invalid_argument("Metadata has too few settings");
    values.insert(values.begin() + 1, {"Text", "{}"});
  }
  if (upgrade.revision <= 4) change_methods(values, 4, 9, split_table_path);
  if (upgrade.revision <= 5) change_methods(values, 4, 10, [](Values& method) { method.push_back("No"); });
  upgrade.revision = 6;
}

}  // namespace cellerate::modules::metadata
