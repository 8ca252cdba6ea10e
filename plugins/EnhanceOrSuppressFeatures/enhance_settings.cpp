// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/EnhanceOrSuppressFeatures/enhance_settings.hpp"

namespace cellerate::modules::enhance {
namespace {

constexpr const char* kSizeText = "Feature size";
constexpr const char* kHoleSizesText = "Range of hole sizes";
constexpr const char* kSmoothingText = "Smoothing scale";
constexpr const char* kDecayText = "Decay";

}  // namespace

void Settings::bind(Binder& b) {
  b.image(input, kInputText);
  b.new_image(output, "Name the output image");
  b.choice(operation, "Select the operation", {"Enhance", "Suppress"});
  b.integer(size, kSizeText, {.min = 2});
  b.choice(feature, "Feature type", {"Speckles", "Neurites", "Dark holes", "Circles", "Texture", "DIC"});
  b.range(hole_sizes, kHoleSizesText, {.min = 1});
  b.number(smoothing, kSmoothingText, {.min = 0});
  b.number(angle, "Shear angle");
  b.number(decay, kDecayText, {.min = 0.1, .max = 1});
  b.choice(neurite_method, "Enhancement method", {"Tubeness", "Line structures"});
  b.choice(speed, "Speed and accuracy", {"Fast", "Slow"});
  b.binary(rescale, "Rescale result image");
}

bool Settings::is_hidden(std::string_view text) const {
  const bool enhances = operation == Operation::Enhance;
  const bool is_tubeness = feature == Feature::Neurites && neurite_method == NeuriteMethod::Tubeness;
  if (text == kSizeText)
    return enhances && (feature == Feature::DarkHoles || feature == Feature::Texture ||
                        feature == Feature::Dic || is_tubeness);
  if (text == kHoleSizesText) return !enhances || feature != Feature::DarkHoles;
  if (text == kSmoothingText)
    return !enhances || !(feature == Feature::Texture || feature == Feature::Dic || is_tubeness);
  if (text == kDecayText) return !enhances || feature != Feature::Dic;
  return false;
}

void upgrade(Upgrade& u) {
  auto& values = u.values;
  if (u.revision == 1) {
    values.insert(values.end(), {"Speckles", "1,10"});
    u.revision = 2;
  }
  if (u.revision == 2) {
    values.insert(values.end(), {"2.0", "0", ".95"});
    u.revision = 3;
  }
  if (u.revision == 3) {
    values.push_back("Line structures");
    u.revision = 4;
  }
  if (u.revision == 4) {
    values.push_back("Slow / circular");
    u.revision = 5;
  }
  if (u.revision == 5 && !values.empty()) {
    values.back() = values.back() == "Slow / circular" ? "Slow" : "Fast";
    u.revision = 6;
  }
  if (u.revision == 6) {
    values.push_back("Yes");
    u.revision = 7;
  }
}

}  // namespace cellerate::modules::enhance
