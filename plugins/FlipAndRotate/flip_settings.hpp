/// Settings of FlipAndRotate.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>

#include "cuda/pixel/flip.hpp"

namespace cellerate::modules {

enum class Rotation { kNone, kAngle, kCoordinates, kMouse };

struct Point {
  int x = 0, y = 0;
};

struct FlipSettings {
  std::string image = "None", output = "FlippedOrigBlue";
  kernel::Flip flip;
  Rotation rotation = Rotation::kNone;
  bool wants_crop = true;
  Point first, second{0, 100};
  bool is_vertical = false;  ///< how the points come to lie
  double angle = 0;

  void bind(Binder& b);
  bool is_hidden(std::string_view text) const;
  /// Counterclockwise.
  double degrees() const;

  static constexpr char kImage[] = "Select the input image";
  static constexpr char kRotation[] = "Select method to rotate image";
};

void upgrade_flip_settings(Upgrade& u);

}  // namespace cellerate::modules
