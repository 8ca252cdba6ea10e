/// Settings of SplitOrMergeObjects.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>

#include "cuda/label/merge_labels.hpp"

namespace cellerate::modules {

enum class Operation { kMerge, kSplit };
enum class MergeMethod { kDistance, kPerParent };
enum class MergedOutput { kDisconnected, kConvexHull };

struct SplitOrMergeSettings {
  std::string objects = "None", result = "RelabeledNuclei", image = "None", parent = "None";
  Operation operation = Operation::kMerge;
  MergeMethod method = MergeMethod::kDistance;
  MergedOutput output = MergedOutput::kDisconnected;
  int distance = 0;
  bool wants_image = false;
  double fraction = 0.9;
  kernel::MergeGuide guide = kernel::MergeGuide::kClosestPoint;

  void bind(Binder& b);
  bool is_hidden(std::string_view text) const;
  bool by_parent() const { return operation == Operation::kMerge && method == MergeMethod::kPerParent; }
  bool by_image() const {
    return operation == Operation::kMerge && method == MergeMethod::kDistance && wants_image;
  }

  static constexpr char kObjects[] = "Select the input objects";
  static constexpr char kImage[] = "Select the grayscale image to guide merging";
  static constexpr char kParent[] = "Select the parent object";
};

void upgrade_split_or_merge_settings(Upgrade& u);

}  // namespace cellerate::modules
