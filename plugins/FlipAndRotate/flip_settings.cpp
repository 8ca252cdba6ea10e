// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/FlipAndRotate/flip_settings.hpp"

#include <cmath>
#include <numbers>

namespace cellerate::modules {
namespace {

constexpr char kCrop[] = "Crop away the rotated edges?";
constexpr char kOften[] = "Calculate rotation";
constexpr char kFirst[] = "Enter coordinates of the top or left pixel";
constexpr char kSecond[] = "Enter the coordinates of the bottom or right pixel";
constexpr char kAlignment[] = "Select how the specified points should be aligned";
constexpr char kAngle[] = "Enter angle of rotation";

void bind_point(Binder& b, Point& point, const char* text) {
  std::string value = std::to_string(point.x) + "," + std::to_string(point.y);
  b.text(value, text);
  if (b.listing()) return;
  const auto parts = detail::split(value, ',');
  const auto x = parts.size() == 2 ? detail::parse<int>(parts[0]) : std::nullopt;
  const auto y = parts.size() == 2 ? detail::parse<int>(parts[1]) : std::nullopt;
  if (!x || !y) return b.fault(text, "'" + value + "': must be two whole numbers, as in 0,100");
  point = {*x, *y};
}

}  // namespace

void FlipSettings::bind(Binder& b) {
  enum class Direction { kNone, kLeftRight, kTopBottom, kBoth } direction = Direction::kNone;
  enum class Often { kIndividually, kOnce } often = Often::kIndividually;
  enum class Alignment { kHorizontally, kVertically } alignment = Alignment::kHorizontally;
  b.image(image, kImage);
  b.new_image(output, "Name the output image");
  b.choice(direction, "Select method to flip image",
           {"Do not flip", "Left to right", "Top to bottom", "Left to right and top to bottom"});
  b.choice(rotation, kRotation, {"Do not rotate", "Enter angle", "Enter coordinates", "Use mouse"});
  b.binary(wants_crop, kCrop);
  b.choice(often, kOften, {"Individually", "Only Once"});
  bind_point(b, first, kFirst);
  bind_point(b, second, kSecond);
  b.choice(alignment, kAlignment, {"horizontally", "vertically"});
  b.number(angle, kAngle);
  flip = {.left_right = direction == Direction::kLeftRight || direction == Direction::kBoth,
          .top_bottom = direction == Direction::kTopBottom || direction == Direction::kBoth};
  is_vertical = alignment == Alignment::kVertically;
}

bool FlipSettings::is_hidden(std::string_view text) const {
  if (text == kCrop) return rotation == Rotation::kNone;
  if (text == kOften) return rotation != Rotation::kMouse;
  if (text == kAngle) return rotation != Rotation::kAngle;
  if (text == kFirst || text == kSecond || text == kAlignment) return rotation != Rotation::kCoordinates;
  return false;
}

/// CellProfiler's words for the directions are the other way round: "horizontally" puts the points above each
/// other.
double FlipSettings::degrees() const {
  if (rotation == Rotation::kAngle) return angle;
  if (rotation != Rotation::kCoordinates) return 0;
  const double x = second.x - first.x, y = second.y - first.y;
  const double radians = is_vertical ? -std::atan2(y, x) : std::atan2(x, y);
  return radians * 180.0 / std::numbers::pi;
}

void upgrade_flip_settings(Upgrade& u) {
  if (u.revision != 1) return;
  u.revision = 2;
  if (u.values.size() < 4) return;
  std::string& rotation = u.values[3];
  if (rotation == "Mouse") rotation = "Use mouse";
  if (rotation == "None") rotation = "Do not rotate";
  if (rotation == "Coordinates") rotation = "Enter coordinates";
  if (rotation == "Angle") rotation = "Enter angle";
}

}  // namespace cellerate::modules
