// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/SplitOrMergeObjects/split_or_merge_settings.hpp"

namespace cellerate::modules {
namespace {

constexpr char kDistance[] = "Maximum distance within which to merge objects";
constexpr char kWantsImage[] = "Merge using a grayscale image?";
constexpr char kFraction[] = "Minimum intensity fraction";
constexpr char kGuide[] = "Method to find object intensity";
constexpr char kMethod[] = "Merging method";
constexpr char kOutput[] = "Output object type";

}  // namespace

void SplitOrMergeSettings::bind(Binder& b) {
  b.objects(objects, kObjects);
  b.new_objects(result, "Name the new objects");
  b.choice(operation, "Operation", {"Merge", "Split"});
  b.integer(distance, kDistance, {.min = 0});
  b.binary(wants_image, kWantsImage);
  b.image(image, kImage);
  b.number(fraction, kFraction, {.min = 0, .max = 1});
  b.choice(guide, kGuide, {"Closest point", "Centroids"});
  b.choice(method, kMethod, {"Distance", "Per-parent"});
  b.text(parent, kParent);
  b.choice(output, kOutput, {"Disconnected", "Convex hull"});
}

bool SplitOrMergeSettings::is_hidden(std::string_view text) const {
  if (text == kMethod) return operation == Operation::kSplit;
  if (text == kParent || text == kOutput) return !by_parent();
  if (text == kDistance || text == kWantsImage) return operation == Operation::kSplit || by_parent();
  if (text == kImage || text == kFraction || text == kGuide) return !by_image();
  return false;
}

/// CellProfiler takes the outlines' settings of revisions 1 and 2 for the merging method and the parent: only
/// splits of that age load.
void upgrade_split_or_merge_settings(Upgrade& u) {
  if (u.revision == 1) {
    u.values.insert(u.values.end(), {"No", "RelabeledNucleiOutlines"});
    u.revision = 2;
  }
  if (u.revision == 2) {
    u.values.push_back("Disconnected");
    u.revision = 6;
  }
  if (u.revision == 3) {
    u.values.push_back("Disconnected");
    u.revision = 4;
  }
  if (u.revision == 4) {
    if (u.values.size() >= 10) u.values.erase(u.values.begin() + 8, u.values.begin() + 10);
    u.revision = 5;
  }
  if (u.revision == 5) {
    if (u.values.size() > 2 && u.values[2] == "Unify") u.values[2] = "Merge";
    u.revision = 6;
  }
}

}  // namespace cellerate::modules
