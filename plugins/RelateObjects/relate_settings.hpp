/// The settings of RelateObjects, and their older revisions.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <vector>

namespace cellerate::modules {

enum class Distances { kNone, kCentroid, kMinimum, kBoth };

/// Another object set to which the children's distance is measured.
struct StepParent {
  std::string name = "None";
  void bind(Binder& b) { b.objects(name, "Parent name"); }
};

struct RelateObjectsSettings {
  std::string parents, children;
  Distances distances = Distances::kNone;
  bool wants_means = false, wants_step_parents = false, saves_children = false;
  std::string saved_children = "RelateObjects";
  std::vector<StepParent> step_parents;

  void bind(Binder& b);
  bool wants_centroid() const { return distances == Distances::kCentroid || distances == Distances::kBoth; }
  bool wants_minimum() const { return distances == Distances::kMinimum || distances == Distances::kBoth; }
  /// The parents and the step parents.
  std::vector<std::string> measured_parents() const;
};

void upgrade_relate_settings(Upgrade& u);

}  // namespace cellerate::modules
