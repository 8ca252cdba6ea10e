/// Settings of Crop and of its older revisions (CellProfiler 4.2.8 crop.py, IntegerOrUnboundedRange).
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/Crop/crop_settings.hpp"

#include <algorithm>

namespace cellerate::modules::crop {
namespace {

constexpr const char* kHorizontalText = "Left and right rectangle positions";
constexpr const char* kVerticalText = "Top and bottom rectangle positions";
constexpr const char* kCenterText = "Coordinates of ellipse center";
constexpr const char* kRadiusXText = "Ellipse radius, X direction";
constexpr const char* kRadiusYText = "Ellipse radius, Y direction";

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Limits> parse_limits(const std::string& text) {
  const auto parts = detail::split(text, ',');
  if (parts.size() != 2) return std::nullopt;
  const std::string &low = parts[0], &high = parts[1];
  Limits limits;
  if (low != "begin") {
    if (!is_digits(low)) return std::nullopt;
    limits.min = detail::parse<int>(low).value_or(0);
  }
  if (high == "end" || high == "-end") return limits;
  if (!is_digits(high.starts_with('-') ? high.substr(1) : high)) return std::nullopt;
  limits.max = detail::parse<int>(high);
  if (limits.min > 0 && limits.max && *limits.max > 0 && limits.min > *limits.max) return std::nullopt;
  return limits;
}

void bind_limits(Binder& b, Limits& limits, const char* text) {
  std::string value = "0,end";
  b.text(value, text);
  if (b.listing()) return;
  if (const auto parsed = parse_limits(value))
    limits = *parsed;
  else
    b.fault(text, "'" + value + "': must be two positions, as in 10,500 or begin,end or 10,-20");
}

void bind_center(Binder& b, Settings& settings) {
  std::string value = "500,500";
  b.text(value, kCenterText);
  if (b.listing()) return;
  const auto parts = detail::split(value, ',');
  const auto x = parts.size() == 2 ? detail::parse<int>(parts[0]) : std::nullopt;
  const auto y = parts.size() == 2 ? detail::parse<int>(parts[1]) : std::nullopt;
  if (!x || !y) return b.fault(kCenterText, "'" + value + "': must be two whole numbers, as in 500,500");
  settings.center_x = *x;
  settings.center_y = *y;
}

}  // namespace

int Limits::end(int length) const {
  if (!max) return length;
  return std::clamp(*max < 0 ? length + *max : *max, 0, length);
}

void Settings::bind(Binder& b) {
  b.image(image, "Select the input image");
  b.new_image(output, "Name the output image");
  b.choice(shape, "Select the cropping shape",
           {"Rectangle", "Ellipse", "Image", "Objects", "Previous cropping"});
  b.choice(method, kMethodText, {"Coordinates", "Mouse"});
  b.choice(cycle, "Apply which cycle's cropping pattern?", {"Every", "First"});
  bind_limits(b, horizontal, kHorizontalText);
  bind_limits(b, vertical, kVerticalText);
  bind_center(b, *this);
  b.integer(radius_x, kRadiusXText);
  b.integer(radius_y, kRadiusYText);
  b.choice(removal, "Remove empty rows and columns?", {"No", "Edges", "All"});
  b.image(mask, kMaskText);
  b.image(cropping, kCroppingText);
  b.objects(objects, kObjectsText);
}

bool Settings::is_hidden(std::string_view text) const {
  if (text == kHorizontalText || text == kVerticalText) return shape != Shape::Rectangle;
  if (text == kCenterText || text == kRadiusXText || text == kRadiusYText) return shape != Shape::Ellipse;
  if (text == kMethodText || text == "Apply which cycle's cropping pattern?")
    return shape != Shape::Rectangle && shape != Shape::Ellipse;
  return false;
}

void upgrade(Upgrade& u) {
  auto& values = u.values;
  constexpr std::size_t kShape = 2, kCycle = 4, kPlotting = 10;
  if (u.revision == 1) {
    values.push_back("None");
    u.revision = 2;
  }
  if (u.revision == 2 && values.size() > kPlotting) {
    if (values[kShape] == "Cropping") values[kShape] = "Previous cropping";
    if (values[kCycle] == "Individually") values[kCycle] = "Every";
    values.erase(values.begin() + kPlotting);
    u.revision = 3;
  }
}

}  // namespace cellerate::modules::crop
