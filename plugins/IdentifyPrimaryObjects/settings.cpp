// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/IdentifyPrimaryObjects/settings.hpp"

#include <algorithm>

namespace cellerate::modules {
namespace {

/// The diameter, in pixels, that objects have on the plane of low resolution.
constexpr int kLowResolutionDiameter = 10;

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> texts) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

}  // namespace

void IdentifyPrimarySettings::bind(Binder& b) {
  b.image(image, "Select the input image");
  b.new_objects(objects, "Name the primary objects to be identified");
  b.range(diameter, "Typical diameter of objects, in pixel units (Min,Max)", {.min = 1});
  b.binary(discard_by_size, "Discard objects outside the diameter range?");
  b.binary(discard_at_border, "Discard objects touching the border of the image?");
  b.choice(clumps, "Method to distinguish clumped objects", {"Intensity", "Shape", "None"});
  b.choice(dividing, "Method to draw dividing lines between clumped objects",
           {"Intensity", "Shape", "Propagate", "None"});
  b.integer(smoothing_size, "Size of smoothing filter");
  b.number(suppression_size, "Suppress local maxima that are closer than this minimum allowed distance",
           {.min = 0});
  b.binary(low_resolution, "Speed up by using lower-resolution image to find local maxima?");
  b.choice(holes, "Fill holes in identified objects?",
           {"Never", "After both thresholding and declumping", "After declumping only"});
  b.binary(automatic_smoothing, "Automatically calculate size of smoothing filter for declumping?");
  b.binary(automatic_suppression, "Automatically calculate minimum allowed distance between local maxima?");
  b.choice(limit, "Handling of objects if excessive number of objects identified", {"Continue", "Erase"});
  b.integer(maximum_count, "Maximum number of objects", {.min = 2});
  b.binary(advanced, "Use advanced settings?");
  b.integer(threshold_version, "Threshold setting version");
  threshold.bind(b);
}

bool IdentifyPrimarySettings::is_hidden(std::string_view text) const {
  if (is_one_of(text, {"Select the input image", "Name the primary objects to be identified",
                       "Typical diameter of objects, in pixel units (Min,Max)",
                       "Discard objects outside the diameter range?",
                       "Discard objects touching the border of the image?", "Use advanced settings?"}))
    return false;
  if (!advanced) return true;
  if (text == "Size of smoothing filter") return !declumps() || automatic_smoothing;
  if (text == "Suppress local maxima that are closer than this minimum allowed distance")
    return !declumps() || automatic_suppression;
  if (is_one_of(text, {"Automatically calculate size of smoothing filter for declumping?",
                       "Automatically calculate minimum allowed distance between local maxima?",
                       "Speed up by using lower-resolution image to find local maxima?"}))
    return !declumps();
  if (text == "Maximum number of objects") return limit == ObjectLimit::kContinue;
  return threshold.is_hidden(text);
}

double IdentifyPrimarySettings::resolution() const {
  if (diameter.min <= kLowResolutionDiameter || (advanced && !low_resolution)) return 1;
  return kLowResolutionDiameter / static_cast<double>(diameter.min);
}

double IdentifyPrimarySettings::maxima_distance() const {
  const bool automatic = !advanced || automatic_suppression;
  const double factor = resolution();
  if (factor < 1) return automatic ? 7 : suppression_size * factor + 0.5;
  return automatic ? diameter.min / 1.5 : suppression_size;
}

}  // namespace cellerate::modules
