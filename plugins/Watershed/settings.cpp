// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/Watershed/settings.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace cellerate::modules {
namespace {

template <std::size_t n>
bool is_one_of(std::string_view text, const std::array<std::string_view, n>& texts) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

constexpr std::array<std::string_view, 2> kOfDistance = {"Footprint", "Downsample"};
constexpr std::array<std::string_view, 5> kOfMarkers = {"Markers", "Mask", "Connectivity", "Compactness",
                                                        "Separate watershed labels"};
constexpr std::array<std::string_view, 7> kOfDeclumping = {"Declump method",
                                                           WatershedSettings::kSigma,
                                                           "Minimum distance between seeds",
                                                           "Minimum absolute internal distance",
                                                           "Pixels from border to exclude",
                                                           "Maximum number of seeds",
                                                           WatershedSettings::kElement};

}  // namespace

void WatershedSettings::bind(Binder& b) {
  b.image(image, "Select the input image");
  b.new_objects(objects, "Name the output object");
  b.binary(advanced, "Use advanced settings?");
  b.choice(source, "Generate from", {"Distance", "Markers"});
  b.image(markers, "Markers");
  b.image(mask, "Mask");
  b.integer(connectivity, "Connectivity", {.min = 1});
  b.number(compactness, "Compactness", {.min = 0});
  b.integer(footprint, "Footprint", {.min = 1});
  b.integer(downsample, "Downsample", {.min = 1});
  b.binary(lines, "Separate watershed labels");
  b.choice(method, "Declump method", {"Shape", "Intensity"});
  b.image(reference, "Reference Image");
  b.number(sigma, kSigma);
  b.integer(seed_distance, "Minimum distance between seeds", {.min = 0});
  b.number(least_distance, "Minimum absolute internal distance", {.min = 0});
  b.integer(border, "Pixels from border to exclude", {.min = 0});
  b.integer(most_seeds, "Maximum number of seeds");
  b.text(element, kElement);
}

bool WatershedSettings::is_hidden(std::string_view text) const {
  if (text == "Reference Image") return !uses_reference();
  if (is_one_of(text, kOfDistance)) return uses_markers();
  if (is_one_of(text, kOfMarkers)) return !uses_markers();
  return is_one_of(text, kOfDeclumping) && !advanced;
}

/// Revision 1 had no connectivity and compactness. CellProfiler adds them, but goes on with the settings as
/// they were: what was the footprint becomes the connectivity, and what was the downsampling the compactness.
void WatershedSettings::upgrade(Upgrade& u) {
  if (u.revision != 1 && u.revision != 2) return;
  static constexpr const char* kDefaults[] = {"None", "Watershed", "No", "Distance", "None",  kBlank, "1",
                                              "0.0",  "8",         "1",  "No",       "Shape", "None", "1.0",
                                              "1",    "0.0",       "0",  "-1",       "Disk,1"};
  auto& values = u.values;
  if (values.size() < 2) throw std::invalid_argument("the module has too few settings");
  values.insert(values.begin() + 2, "No");  // "Use advanced settings?"
  while (values.size() < std::size(kDefaults)) values.push_back(kDefaults[values.size()]);
  u.revision = 3;
}

}  // namespace cellerate::modules
