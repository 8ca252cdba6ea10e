// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/RescaleIntensity/rescale_settings.hpp"

namespace cellerate::modules::rescale {
namespace {

constexpr const char* kLowFromText = "Method to calculate the minimum intensity";
constexpr const char* kHighFromText = "Method to calculate the maximum intensity";
constexpr const char* kLowText = "Lower intensity limit for the input image";
constexpr const char* kHighText = "Upper intensity limit for the input image";
constexpr const char* kFromText = "Intensity range for the input image";
constexpr const char* kToText = "Intensity range for the output image";
constexpr const char* kDivisorText = "Divisor value";

}  // namespace

void Settings::bind(Binder& b) {
  b.image(input, kInputText);
  b.new_image(output, "Name the output image");
  b.choice(method, "Rescaling method",
           {"Stretch each image to use the full intensity range",
            "Choose specific values to be reset to the full intensity range",
            "Choose specific values to be reset to a custom range", "Divide by the image's minimum",
            "Divide by the image's maximum", "Divide each image by the same value",
            "Divide each image by a previously calculated value",
            "Match the image's maximum to another image's maximum"});
  b.choice(low_from, kLowFromText, {"Custom", "Minimum for each image", "Minimum of all images"});
  b.choice(high_from, kHighFromText, {"Custom", "Maximum for each image", "Maximum of all images"});
  b.number(low, kLowText);
  b.number(high, kHighText);
  b.range(from, kFromText);
  b.range(to, kToText);
  b.image(match, kMatchText);
  b.number(divisor, kDivisorText, {.min = std::numeric_limits<double>::epsilon()});
  b.measurement(measurement, kMeasurementText);
}

bool Settings::is_hidden(std::string_view text) const {
  const bool custom_low = low_from == End::Custom, custom_high = high_from == End::Custom;
  if (text == kLowFromText || text == kHighFromText) return !uses_range();
  if (text == kLowText) return !uses_range() || !custom_low || custom_high;
  if (text == kHighText) return !uses_range() || custom_low || !custom_high;
  if (text == kFromText) return !uses_range() || !custom_low || !custom_high;
  if (text == kToText) return method != Method::CustomRange;
  if (text == kDivisorText) return method != Method::DivideByValue;
  return false;
}

void upgrade(Upgrade& u) {
  auto& values = u.values;
  if (u.revision == 1 && values.size() > 4) {
    values[3] = values[3] == "Yes" ? "Minimum for each image" : "Custom";
    values[4] = values[4] == "Yes" ? "Maximum for each image" : "Custom";
    u.revision = 2;
  }
  if (u.revision == 2 && values.size() >= 13) {
    values.erase(values.begin() + 9, values.begin() + 13);  // what became of values beyond the range
    u.revision = 3;
  }
}

}  // namespace cellerate::modules::rescale
