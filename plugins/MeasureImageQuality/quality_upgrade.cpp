/// Older revisions of MeasureImageQuality's settings. Source: CellProfiler 4.2.8, upgrade_settings.
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <map>
#include <set>

#include "plugins/MeasureImageQuality/quality_settings.hpp"

namespace cellerate::modules::image_quality {
namespace {

using Values = std::vector<std::string>;

/// Each block of `size` settings with more of them at its end.
Values with_appended(const Values& values, std::size_t size, const Values& more) {
  Values now;
  for (std::size_t i = 0; i + size <= values.size(); i += size) {
    now.insert(now.end(), values.begin() + i, values.begin() + i + size);
    now.insert(now.end(), more.begin(), more.end());
  }
  return now;
}

/// Revision 3 had a block of settings for each scale and threshold of an image; what is said of an image in
/// any of its blocks holds.
struct OldImage {
  bool blur = false, saturation = false, threshold = false;
  Values scales;
  std::set<Values> thresholds;
};
constexpr std::size_t kBlock = 11;

const char* yes_no(bool value) { return value ? "Yes" : "No"; }

Values grouped_by_image(const Values& values) {
  Values names;
  std::map<std::string, OldImage> images;
  for (std::size_t i = 0; i + kBlock <= values.size(); i += kBlock) {
    const auto block = values.begin() + i;
    if (!images.count(block[0])) names.push_back(block[0]);
    OldImage& image = images[block[0]];
    image.blur |= block[1] == "Yes" || block[7] == "Yes";
    image.saturation |= block[3] == "Yes";
    image.threshold |= block[4] == "Yes";
    if (!std::count(image.scales.begin(), image.scales.end(), block[2])) image.scales.push_back(block[2]);
    image.thresholds.insert({block[5], block[6], block[8], block[9], block[10]});
  }
  Values now = {"Select...", std::to_string(names.size())};
  for (const auto& name : names) {
    now.push_back(std::to_string(images[name].scales.size()));
    now.push_back(std::to_string(images[name].thresholds.size()));
  }
  for (const auto& name : names) {
    const OldImage& image = images[name];
    now.insert(now.end(), {name, "Yes", yes_no(image.blur)});
    now.insert(now.end(), image.scales.begin(), image.scales.end());
    now.insert(now.end(), {yes_no(image.saturation), "Yes", yes_no(image.threshold), "No"});
    for (const Values& threshold : image.thresholds)
      now.insert(now.end(), threshold.begin(), threshold.end());
  }
  return now;
}

void drop_global(Values& values) {
  static const std::set<std::string> methods = {
      "Otsu Global",          "MoG Global",   "Background Global", "RobustBackground Global",
      "RidlerCalvard Global", "Kapur Global", "MCT Global"};
  for (std::string& value : values)
    if (methods.count(value)) value.resize(value.size() - std::string(" Global").size());
}

}  // namespace

void upgrade(Upgrade& u) {
  if (u.revision == 1) {
    u.values = with_appended(u.values, 7, {"Yes"});
    u.revision = 2;
  }
  if (u.revision == 2) {
    u.values = with_appended(u.values, 8, {"Two classes", "Weighted variance", "Foreground"});
    u.revision = 3;
  }
  if (u.revision == 3) {
    u.values = grouped_by_image(u.values);
    u.revision = 4;
  }
  if (u.revision == 4) {
    drop_global(u.values);
    u.revision = 5;
  }
  // Revision 6 takes a list of images where there was a single one.
  if (u.revision == 5) u.revision = 6;
}

}  // namespace cellerate::modules::image_quality
