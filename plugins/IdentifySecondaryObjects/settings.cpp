// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/IdentifySecondaryObjects/settings.hpp"

namespace cellerate::modules {

void IdentifySecondarySettings::bind(Binder& b) {
  b.objects(primaries, "Select the input objects");
  b.new_objects(objects, "Name the objects to be identified");
  b.choice(method, "Select the method to identify the secondary objects",
           {"Propagation", "Watershed - Gradient", "Watershed - Image", "Distance - N", "Distance - B"});
  b.image(image, "Select the input image");
  b.integer(distance, "Number of pixels by which to expand the primary objects", {.min = 1});
  b.number(regularization, "Regularization factor", {.min = 0});
  b.binary(discard_at_border, "Discard secondary objects touching the border of the image?");
  b.binary(discard_primaries, "Discard the associated primary objects?");
  b.new_objects(new_primaries, "Name the new primary objects");
  b.binary(fill_holes, "Fill holes in identified objects?");
  b.integer(threshold_version, "Threshold setting version");
  threshold.bind(b);
}

bool IdentifySecondarySettings::is_hidden(std::string_view text) const {
  if (text == "Number of pixels by which to expand the primary objects")
    return method != GrowthMethod::kDistanceN && method != GrowthMethod::kDistanceB;
  if (text == "Regularization factor") return method != GrowthMethod::kPropagation;
  if (text == "Discard the associated primary objects?") return !discard_at_border;
  if (text == "Name the new primary objects") return !makes_primaries();
  return threshold.is_hidden(text) || (!has_threshold() && ThresholdSettings::has_setting(text));
}

}  // namespace cellerate::modules
