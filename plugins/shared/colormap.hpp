/// Color maps by name: 256 colors between control points. Source: matplotlib 3.1, LinearSegmentedColormap.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace cellerate::modules {

using Rgb = std::array<double, 3>;  ///< 0 to 1

class Colormap {
 public:
  /// @throws std::invalid_argument for a name that there is no map of
  static Colormap named(std::string_view name);
  /// Names that named() takes, in order.
  static std::vector<std::string> names();

  /// The color of 0 ... 1.
  Rgb at(double position) const;
  /// Colors of n classes, spread from one end to the other. The first for a single one.
  std::vector<Rgb> spread(int n) const;

 private:
  std::array<Rgb, 256> colors_;
};

}  // namespace cellerate::modules
