// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/MeasureObjectIntensityDistribution/distribution_settings.hpp"

#include <algorithm>

#include "plugins/shared/name_list.hpp"

namespace cellerate::modules::distribution {

void ObjectSettings::bind(Binder& b) {
  b.objects(name, kObjectsText);
  b.choice(center, "Object to use as center?",
           {"These objects", "Centers of other objects", "Edges of other objects"});
  b.objects(center_name, kCentersText);
}

void BinSettings::bind(Binder& b) {
  b.binary(scaled, "Scale the bins?");
  b.integer(count, kBinsText, {.min = 2});
  b.integer(radius, kRadiusText, {.min = 1});
}

void HeatmapSettings::bind(Binder& b) {
  b.image(image, "Image");
  b.objects(objects, "Objects to display");
  b.text(bins, kBinsText);
  b.choice(measurement, "Measurement", {"Fraction at Distance", "Mean Fraction", "Radial CV"});
  b.text(colormap, kColormapText);
  b.binary(wants_output, "Save display as image?");
  b.new_image(output, "Output image name");
}

void Settings::bind(Binder& b) {
  b.images(images, kImagesText);
  b.count(objects, "Object count", 1);
  b.count(bins, "Bin count", 1);
  b.count(heatmaps, "Heat map count");
  b.choice(zernike, "Calculate intensity Zernikes?", {"None", "Magnitudes only", "Magnitudes and phase"});
  b.integer(degree, kDegreeText, {.min = 1, .max = 20});
  b.each(objects);
  b.each(bins);
  b.each(heatmaps);
}

bool Settings::is_hidden(std::string_view text) const {
  if (text == kDegreeText) return zernike == Zernike::None;
  if (text == kRadiusText)
    return std::all_of(bins.begin(), bins.end(), [](const BinSettings& set) { return set.scaled; });
  return false;
}

const std::string& Settings::image_of(const HeatmapSettings& map) const {
  return images.size() == 1 ? images[0] : map.image;
}
const std::string& Settings::objects_of(const HeatmapSettings& map) const {
  return objects.size() == 1 ? objects[0].name : map.objects;
}
int Settings::bins_of(const HeatmapSettings& map) const {
  if (bins.size() == 1) return bins[0].count;
  const auto count = detail::parse<int>(map.bins).value_or(0);
  return std::any_of(bins.begin(), bins.end(), [&](const BinSettings& set) { return set.count == count; })
             ? count
             : 0;
}

namespace {

std::size_t number_at(const std::vector<std::string>& values, std::size_t i) {
  const auto number = i < values.size() ? detail::parse<std::size_t>(values[i]) : std::nullopt;
  return number ? *number : 0;
}

}  // namespace

/// Revision 1 had unscaled bins not yet, 2 another word for the centers of others, 3 no heat maps, 4 no
/// Zernike moments; 5 had a line for each image.
void upgrade(Upgrade& u) {
  auto& values = u.values;
  constexpr std::size_t kObjectSize = 3;
  if (u.revision >= 1 && u.revision <= 3 && values.size() < 3) return;
  const std::size_t objects = 3 + number_at(values, 0), bins = objects + kObjectSize * number_at(values, 1);
  if (u.revision == 1) {
    if (bins > values.size()) return;
    std::vector<std::string> now(values.begin(), values.begin() + bins);
    for (std::size_t i = bins; i < values.size(); ++i) now.insert(now.end(), {"Yes", values[i], "100"});
    values = now;
    u.revision = 2;
  }
  if (u.revision == 2) {
    for (std::size_t i = objects + 1; i < std::min(bins, values.size()); i += kObjectSize)
      if (values[i] == "Other objects") values[i] = "Centers of other objects";
    u.revision = 3;
  }
  if (u.revision == 3) {
    values.insert(values.begin() + 3, "0");
    u.revision = 4;
  }
  if (u.revision == 4) {
    if (values.size() < 4) return;
    values.insert(values.begin() + 4, {"None", "9"});
    u.revision = 5;
  }
  if (u.revision == 5) {
    const std::size_t end = 6 + number_at(values, 0);
    if (end > values.size()) return;
    std::vector<std::string> now = {joined_names(values, 6, end)};
    now.insert(now.end(), values.begin() + 1, values.begin() + 6);
    now.insert(now.end(), values.begin() + end, values.end());
    values = now;
    u.revision = 6;
  }
}

}  // namespace cellerate::modules::distribution
