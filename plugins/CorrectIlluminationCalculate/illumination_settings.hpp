/// Settings of CorrectIlluminationCalculate, revision 2.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>

#include "cuda/filter/spline_background.hpp"

namespace cellerate::modules::illumination {

constexpr const char* kInputText = "Select the input image";

enum class Method { Regular, Background };
enum class Rescaling { Yes, No, Median };
/// Which image sets a function is made of. All, of old pipelines, is AllFirst for images from files.
enum class Scope { Each, AllFirst, AllAcross, All };
enum class Smoothing { None, ConvexHull, Polynomial, MedianFilter, Gaussian, Average, Splines };
enum class FilterSize { Automatic, ObjectSize, Manual };

struct Settings {
  std::string input = "None", output = "IllumBlue";
  Method method = Method::Regular;
  bool dilates = false;
  int dilation_radius = 1, block_size = 60;
  Rescaling rescaling = Rescaling::Yes;
  Scope scope = Scope::Each;
  Smoothing smoothing = Smoothing::None;
  FilterSize filter_size = FilterSize::Automatic;
  int object_width = 10, manual_filter_size = 10;
  bool keeps_average = false, keeps_dilated = false;
  std::string average = "IllumBlueAvg", dilated = "IllumBlueDilated";
  bool automatic_splines = true;
  kernel::SplineBackground splines{.scale = 2};

  void bind(Binder& b);
  /// Settings that CellProfiler does not show are not checked.
  bool is_hidden(std::string_view text) const;

  bool takes_block_minima() const { return method == Method::Background && smoothing != Smoothing::Splines; }
  /// Of a plane's smoothing filter: the full width at half of its maximum, in pixels.
  double filter_width(Shape2 shape) const;
};

void upgrade(Upgrade& u);

}  // namespace cellerate::modules::illumination
