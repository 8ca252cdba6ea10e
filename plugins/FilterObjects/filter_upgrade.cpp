/// Source: CellProfiler 4.2.8 FilterObjects.upgrade_settings.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/FilterObjects/filter_settings.hpp"
#include "plugins/shared/folder_setting.hpp"

namespace cellerate::modules {
namespace {

using Values = std::vector<std::string>;

/// From 1: rules. From 2: their file.
void add_rules(Upgrade& u) {
  if (u.revision == 1 && u.values.size() >= 11) {
    u.values.insert(u.values.begin() + 11, {"Measurements", "Default Input Folder", "."});
    u.revision = 2;
  }
  if (u.revision == 2 && u.values.size() >= 14) {
    u.values.insert(u.values.begin() + 14, "rules.txt");
    u.revision = 3;
  }
}

/// From 3: several measurements, in another order.
void count_measurements(Upgrade& u) {
  if (u.revision != 3 || u.values.size() < 15) return;
  const Values& v = u.values;
  const std::string additional = std::to_string((v.size() - 15) / 4);
  Values changed{v[0],  v[1], v[11],      v[3], v[4], v[9], v[10], v[12], v[13],
                 v[14], "1",  additional, v[2], v[5], v[6], v[7],  v[8]};
  changed.insert(changed.end(), v.begin() + 15, v.end());
  u.values = changed;
  u.revision = 4;
}

/// From 4: folder and path in one line. From 5: the class. From 6: the parent of overlapping children.
void join_folder(Upgrade& u) {
  if (u.revision == 4 && u.values.size() >= 9) {
    u.values[7] = joined_folder(u.values[7], u.values[8], "Default Input Folder sub-folder",
                                "Default Output Folder sub-folder");
    u.values.erase(u.values.begin() + 8);
    u.revision = 5;
  }
  if (u.revision == 5 && u.values.size() >= 9) {
    u.values.insert(u.values.begin() + 9, "1");
    u.revision = 6;
  }
  if (u.revision == 6 && u.values.size() >= 12) {
    u.values.insert(u.values.begin() + 12, "Both parents");
    u.revision = 7;
  }
}

/// From 7: no outlines.
void drop_outlines(Upgrade& u) {
  if (u.revision != 7 || u.values.size() < 13) return;
  const Values& v = u.values;
  const auto measurements = detail::parse<int>(v[10]);
  if (!measurements || *measurements < 0) return;
  const std::size_t additional = 13 + 5 * static_cast<std::size_t>(*measurements);
  if (v.size() < additional) return;
  Values changed{v[1], v[0], v[2], v[3], v[4]};
  changed.insert(changed.end(), v.begin() + 7, v.begin() + additional);
  for (std::size_t i = additional; i + 1 < v.size(); i += 4) changed.insert(changed.end(), {v[i], v[i + 1]});
  u.values = changed;
  u.revision = 8;
}

}  // namespace

void upgrade_filter_settings(Upgrade& u) {
  add_rules(u);
  count_measurements(u);
  join_folder(u);
  drop_outlines(u);
  if (u.revision == 8 && u.values.size() >= 11) {
    u.values.insert(u.values.begin() + 11, {"No", "RemovedObjects"});
    u.revision = 9;
  }
  if (u.revision == 9) {
    u.values.push_back("No");
    u.revision = 10;
  }
}

}  // namespace cellerate::modules
