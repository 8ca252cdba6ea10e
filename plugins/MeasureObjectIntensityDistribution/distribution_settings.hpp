/// The settings of MeasureObjectIntensityDistribution.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "cuda/region/radial_rings.hpp"

namespace cellerate::modules::distribution {

constexpr const char* kImagesText = "Select images to measure";
constexpr const char* kObjectsText = "Select objects to measure";
constexpr const char* kCentersText = "Select objects to use as centers";
constexpr const char* kBinsText = "Number of bins";
constexpr const char* kRadiusText = "Maximum radius";
constexpr const char* kDegreeText = "Maximum zernike moment";
constexpr const char* kColormapText = "Color map";

enum class Zernike { None, Magnitudes, MagnitudesAndPhase };
enum class Center { Own, CentersOfOthers, EdgesOfOthers };

struct ObjectSettings {
  std::string name = "None", center_name = "None";
  Center center = Center::Own;
  void bind(Binder& b);
};

struct BinSettings {
  bool scaled = true;
  int count = 4, radius = 100;
  void bind(Binder& b);
};

struct HeatmapSettings {
  std::string image = "None", objects = "None", bins, colormap = "Blues", output = "Heatmap";
  kernel::Radial measurement = kernel::Radial::FracAtD;
  bool wants_output = false;
  void bind(Binder& b);
};

struct Settings {
  std::vector<std::string> images;
  std::vector<ObjectSettings> objects;
  std::vector<BinSettings> bins;
  std::vector<HeatmapSettings> heatmaps;
  Zernike zernike = Zernike::None;
  int degree = 9;

  void bind(Binder& b);
  bool is_hidden(std::string_view text) const;

  /// What a heat map shows; where there is only one to choose from the setting does not count.
  const std::string& image_of(const HeatmapSettings& map) const;
  const std::string& objects_of(const HeatmapSettings& map) const;
  int bins_of(const HeatmapSettings& map) const;  ///< 0 for none of those measured
};

void upgrade(Upgrade& u);

}  // namespace cellerate::modules::distribution
