/// Settings of Watershed.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <string_view>

#include "cuda/label/connectivity.hpp"

namespace cellerate::modules {

enum class MarkerSource { kDistance, kMarkers };
enum class DeclumpMethod { kShape, kIntensity };

struct WatershedSettings {
  std::string image = "None", objects = "Watershed";
  bool advanced = false;
  MarkerSource source = MarkerSource::kDistance;
  std::string markers = "None", mask = kBlank;
  int connectivity = 1;
  double compactness = 0;
  int footprint = 8, downsample = 1;
  bool lines = false;
  DeclumpMethod method = DeclumpMethod::kShape;
  std::string reference = "None";
  double sigma = 1;
  int seed_distance = 1;
  double least_distance = 0;  ///< of a seed from the background, in parts of the greatest one
  int border = 0, most_seeds = kAnyNumber;
  std::string element = "Disk,1";

  static constexpr char kBlank[] = "Leave blank";
  static constexpr int kAnyNumber = -1;
  static constexpr char kSigma[] = "Segmentation distance transform smoothing factor";
  static constexpr char kElement[] = "Structuring element for seed dilation";

  void bind(Binder& b);
  bool is_hidden(std::string_view text) const;
  static void upgrade(Upgrade& u);

  bool uses_markers() const { return source == MarkerSource::kMarkers; }
  bool uses_mask() const { return uses_markers() && mask != kBlank; }
  kernel::Connectivity neighbors() const {
    return connectivity == 1 ? kernel::Connectivity::Four : kernel::Connectivity::Eight;
  }
  bool uses_reference() const { return advanced && method == DeclumpMethod::kIntensity; }
};

}  // namespace cellerate::modules
