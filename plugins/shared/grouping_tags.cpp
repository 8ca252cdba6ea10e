// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/grouping_tags.hpp"

#include <nlohmann/json.hpp>

namespace cellerate::modules {

void group_and_note(RunSetup& run, const std::vector<std::string>& keys) {
  run.group_by(keys, true);
  std::string tags;
  for (const std::string& key : keys)
    tags += (tags.empty() ? "" : ", ") + nlohmann::json("Metadata_" + key).dump(-1, ' ', true);
  run.set_experiment_value(kGroupingTags, "[" + tags + "]");
}

}  // namespace cellerate::modules
