/// The lines of Crop in a pipeline file.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <optional>
#include <string>

namespace cellerate::modules::crop {

enum class Shape { Rectangle, Ellipse, Image, Objects, Cropping };
enum class Method { Coordinates, Mouse };
enum class Cycle { Every, First };
enum class Removal { No, Edges, All };

inline constexpr const char* kMaskText = "Select the masking image";
inline constexpr const char* kCroppingText = "Select the image with a cropping mask";
inline constexpr const char* kObjectsText = "Select the objects";
inline constexpr const char* kMethodText = "Select the cropping method";

/// "10,500", "begin,end", "10,-20": positions along an axis, the last counted from the far end.
struct Limits {
  int min = 0;
  std::optional<int> max;  ///< nothing is the end

  /// Half-open positions on an axis of this length.
  int begin(int length) const { return min < length ? min : length; }
  int end(int length) const;
};

struct Settings {
  std::string image = "None", output = "CropBlue";
  Shape shape = Shape::Rectangle;
  Method method = Method::Coordinates;
  Cycle cycle = Cycle::Every;
  Limits horizontal, vertical;
  int center_x = 500, center_y = 500, radius_x = 400, radius_y = 200;
  Removal removal = Removal::All;
  std::string mask = "None", cropping = "None", objects = "None";

  void bind(Binder& b);
  bool is_hidden(std::string_view text) const;
};

void upgrade(Upgrade& u);

}  // namespace cellerate::modules::crop
