// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/MeasureImageQuality/quality_settings.hpp"

#include <algorithm>

namespace cellerate::modules::image_quality {
namespace {

constexpr const char* kMethods[] = {"Otsu",          "MoG",   "Background", "RobustBackground",
                                    "RidlerCalvard", "Kapur", "MCT"};

}  // namespace

void ThresholdChoice::bind(Binder& b) {
  b.choice(method, "Select a thresholding method",
           {"Otsu", "MoG", "Background", "RobustBackground", "RidlerCalvard", "Kapur", "MCT"});
  b.number(object_fraction, "Typical fraction of the image covered by objects", {.min = 0, .max = 1});
  b.choice(classes, "Two-class or three-class thresholding?", {"Two classes", "Three classes"});
  b.choice(criterion, "Minimize the weighted variance or the entropy?", {"Weighted variance", "Entropy"});
  b.choice(middle, "Assign pixels in the middle intensity class to the foreground or the background?",
           {"Foreground", "Background"});
}

std::string ThresholdChoice::feature(const std::string& image, const char* aggregate) const {
  std::string name =
      std::string("ImageQuality_Threshold") + aggregate + kMethods[static_cast<int>(method)] + "_" + image;
  if (method == Method::MoG) return name + "_" + std::to_string(static_cast<int>(object_fraction * 100));
  if (method != Method::Otsu) return name;
  name += classes == Classes::Two ? "_2" : middle == Middle::Foreground ? "_3F" : "_3B";
  return name + (criterion == kernel::OtsuCriterion::kWeightedVariance ? "W" : "S");
}

std::vector<ThresholdChoice> all_thresholds() {
  using enum kernel::OtsuCriterion;
  std::vector<ThresholdChoice> all;
  for (const auto criterion : {kWeightedVariance, kEntropy})
    for (const Middle middle : {Middle::Foreground, Middle::Background})
      all.push_back({Method::Otsu, 0, Classes::Three, criterion, middle});
  for (const auto criterion : {kWeightedVariance, kEntropy})
    all.push_back({Method::Otsu, 0, Classes::Two, criterion, Middle::Foreground});
  for (const double fraction : {0.05, 0.25, 0.75, 0.95})
    all.push_back({.method = Method::MoG, .object_fraction = fraction});
  for (const Method method :
       {Method::Background, Method::RobustBackground, Method::RidlerCalvard, Method::Kapur, Method::MCT})
    all.push_back({.method = method});
  return all;
}

void ImageGroup::bind(Binder& b) {
  b.images(images, "Select the images to measure");
  b.binary(scaling, "Include the image rescaling value?");
  b.binary(blur, "Calculate blur metrics?");
  b.each(scales);
  b.binary(saturation, "Calculate saturation metrics?");
  b.binary(intensity, "Calculate intensity metrics?");
  b.binary(threshold, "Calculate thresholds?");
  b.binary(all_methods, "Use all thresholding methods?");
  b.each(chosen_thresholds);
}

void Settings::bind(Binder& b) {
  b.choice(images, "Calculate metrics for which images?", {"All loaded images", "Select..."});
  b.count(groups, "Image count");
  for (ImageGroup& group : groups) {
    b.count(group.scales, "Scale count");
    b.count(group.chosen_thresholds, "Threshold count");
  }
  b.each(groups);
}

bool Settings::is_hidden(std::string_view text) const {
  const bool of_threshold = text == "Select a thresholding method" || text.starts_with("Typical fraction") ||
                            text.starts_with("Two-class or") || text.starts_with("Minimize the") ||
                            text.starts_with("Assign pixels");
  const bool of_blur = text.starts_with("Spatial scale");
  return (of_threshold && std::none_of(groups.begin(), groups.end(),
                                       [](const ImageGroup& g) { return g.threshold && !g.all_methods; })) ||
         (of_blur && std::none_of(groups.begin(), groups.end(), [](const ImageGroup& g) { return g.blur; }));
}

}  // namespace cellerate::modules::image_quality
