// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/RelateObjects/relate_settings.hpp"

#include <utility>

namespace cellerate::modules {

void RelateObjectsSettings::bind(Binder& b) {
  b.objects(parents, "Parent objects");
  b.objects(children, "Child objects");
  b.choice(distances, "Calculate child-parent distances?", {"None", "Centroid", "Minimum", "Both"});
  b.binary(wants_means, "Calculate per-parent means for all child measurements?");
  b.binary(wants_step_parents, "Calculate distances to other parents?");
  b.binary(saves_children, "Do you want to save the children with parents as a new object set?");
  b.new_objects(saved_children, "Name the output object");
  b.each_to_end(step_parents, 1);
  // CellProfiler always has one, whose name is "None" until it is chosen.
  if (step_parents.empty()) step_parents.emplace_back();
}

std::vector<std::string> RelateObjectsSettings::measured_parents() const {
  std::vector<std::string> names{parents};
  if (wants_step_parents)
    for (const StepParent& step : step_parents) names.push_back(step.name);
  return names;
}

/// 1: child, parent, distances, step parent, means. 2: "step parents?" before the step parent. 3: the parent
/// first. 4: the name of the saved children third, always saved. From 3 to 5 CellProfiler inserts one value
/// where two settings were new, so that the first step parent names the saved children and is lost as such.
void upgrade_relate_settings(Upgrade& u) {
  auto& values = u.values;
  if (values.size() < 5) return;
  if (u.revision == 1) {
    const std::string distances = values[2] == "Do not use" ? "None" : values[2], step = values[3];
    const bool has_step = step != "Do not use" && step != "do not use" && step != "DO NOT USE";
    values = {values[0], values[1], distances, values[4], has_step ? "Yes" : "No", step};
    u.revision = 2;
  }
  if (u.revision == 2) {
    std::swap(values[0], values[1]);
    u.revision = 3;
  }
  if (u.revision == 3) {
    values.insert(values.begin() + 5, "No");
    if (values.size() == 6) values.push_back("RelateObjects");
    u.revision = 5;
  }
  if (u.revision == 4 && values.size() >= 6) {
    const std::string saved = values[2];
    values.erase(values.begin() + 2);
    values.insert(values.begin() + 5, {"Yes", saved});
    u.revision = 5;
  }
}

}  // namespace cellerate::modules
