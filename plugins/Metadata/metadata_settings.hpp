/// The settings of Metadata.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plugins/shared/filter_rule.hpp"
#include "plugins/shared/folder_setting.hpp"
#include "plugins/shared/python_literal.hpp"
#include "plugins/shared/regexp.hpp"

namespace cellerate::modules::metadata {

enum class Method { FromName, FromTable, FromHeaders };
enum class NamePart { File, Folder };
enum class Types { Text, Chosen };

/// One way to get metadata.
struct Extraction {
  Method method = Method::FromName;
  NamePart part = NamePart::File;
  std::string file_regexp =
      R"(^(?P<Plate>.*)_(?P<Well>[A-P][0-9]{2})_s(?P<Site>[0-9])_w(?P<ChannelNumber>[0-9]))";
  std::string folder_regexp = R"((?P<Date>[0-9]{4}_[0-9]{2}_[0-9]{2})$)";
  bool filtered = false;
  std::string rule_text = R"(and (file does contain ""))";
  std::string table_folder = "Elsewhere...|", table_name;
  std::string joins_text = "[]";
  bool ignores_case = false;
  bool headers_were_read = false;  ///< somebody has extracted the headers in CellProfiler's window

  std::optional<Regexp> regexp;    ///< of FromName
  std::optional<FilterRule> rule;  ///< of filtered
  /// Of FromTable: the table's column and the image's key beside it.
  struct Join {
    std::string column, key;
  };
  std::vector<Join> joins;

  void bind(Binder& b);

 private:
  void compile(Binder& b, NamePart of, const char* setting, const std::string& pattern);
  void parse_rule(Binder& b);
  void parse_joins(Binder& b);
};

struct Settings {
  bool wants_metadata = false;
  Types types = Types::Text;
  std::string chosen_types_text = "{}";
  std::map<std::string, int> chosen_types;  ///< CEL_VALUE_* by key
  std::vector<Extraction> extractions{1};

  void bind(Binder& b);
  bool is_hidden(std::string_view text) const;
  /// Type of a key as CellProfiler measures it: text, unless types are chosen for each key.
  int type_of(const std::string& key) const;
};

/// Brings settings of revisions 1 to 5 to revision 6.
void upgrade_settings(Upgrade& upgrade);

}  // namespace cellerate::modules::metadata
