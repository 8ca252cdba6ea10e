// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/CorrectIlluminationCalculate/illumination_settings.hpp"

#include <algorithm>

namespace cellerate::modules::illumination {
namespace {

constexpr const char* kDilationText = "Dilation radius";
constexpr const char* kBlockText = "Block size";
constexpr const char* kFilterSizeText = "Method to calculate smoothing filter size";
constexpr const char* kObjectWidthText = "Approximate object diameter";
constexpr const char* kManualSizeText = "Smoothing filter size";
constexpr const char* kAutomaticSplinesText = "Automatically calculate spline parameters?";
constexpr const char* kModeText = "Background mode";
constexpr const char* kPointsText = "Number of spline points";
constexpr const char* kThresholdText = "Background threshold";
constexpr const char* kScaleText = "Image resampling factor";
constexpr const char* kIterationsText = "Maximum number of iterations";
constexpr const char* kConvergenceText = "Residual value for convergence";

}  // namespace

void Settings::bind(Binder& b) {
  b.image(input, kInputText);
  b.new_image(output, "Name the output image");
  b.choice(method, "Select how the illumination function is calculated", {"Regular", "Background"});
  b.binary(dilates, "Dilate objects in the final averaged image?");
  b.integer(dilation_radius, kDilationText, {.min = 0});
  b.integer(block_size, kBlockText, {.min = 1});
  b.choice(rescaling, "Rescale the illumination function?", {"Yes", "No", "Median"});
  b.choice(scope, "Calculate function for each image individually, or based on all images?",
           {"Each", "All: First cycle", "All: Across cycles", "All"});
  b.choice(smoothing, "Smoothing method",
           {"No smoothing", "Convex Hull", "Fit Polynomial", "Median Filter", "Gaussian Filter",
            "Smooth to Average", "Splines"});
  b.choice(filter_size, kFilterSizeText, {"Automatic", "Object size", "Manually"});
  b.integer(object_width, kObjectWidthText);
  b.integer(manual_filter_size, kManualSizeText);
  b.binary(keeps_average, "Retain the averaged image?");
  b.new_image(average, "Name the averaged image");
  b.binary(keeps_dilated, "Retain the dilated image?");
  b.new_image(dilated, "Name the dilated image");
  b.binary(automatic_splines, kAutomaticSplinesText);
  // A dark background has bright objects in front of it
  b.choice(splines.foreground, kModeText, {"auto", "dark", "bright", "gray"});
  b.integer(splines.points, kPointsText, {.min = 4});
  b.number(splines.threshold, kThresholdText, {.min = 0.1, .max = 5});
  b.number(splines.scale, kScaleText, {.min = 1});
  b.integer(splines.iterations, kIterationsText, {.min = 1});
  b.number(splines.convergence, kConvergenceText, {.min = 0.00001, .max = 0.1});
}

bool Settings::is_hidden(std::string_view text) const {
  const bool filters = smoothing == Smoothing::Gaussian || smoothing == Smoothing::MedianFilter;
  if (text == kDilationText) return method != Method::Regular || !dilates;
  if (text == kBlockText) return !takes_block_minima();
  if (text == kFilterSizeText) return !filters;
  if (text == kObjectWidthText) return !filters || filter_size != FilterSize::ObjectSize;
  if (text == kManualSizeText) return !filters || filter_size != FilterSize::Manual;
  if (text == kAutomaticSplinesText) return smoothing != Smoothing::Splines;
  for (const char* of_splines :
       {kModeText, kPointsText, kThresholdText, kScaleText, kIterationsText, kConvergenceText})
    if (text == of_splines) return smoothing != Smoothing::Splines || automatic_splines;
  return false;
}

double Settings::filter_width(Shape2 shape) const {
  switch (filter_size) {
    case FilterSize::Manual:
      return manual_filter_size;
    case FilterSize::ObjectSize:
      return object_width * 2.35 / 3.5;
    default:
      return std::min(30.0, std::max(shape.height, shape.width) / 40.0);
  }
}

void upgrade(Upgrade& u) {
  if (u.revision != 1) return;
  for (const char* value : {"Yes", "auto", "5", "2", "2", "40", "0.001"}) u.values.push_back(value);
  u.revision = 2;
}

}  // namespace cellerate::modules::illumination
