/// Color maps by name, those of matplotlib 3.7.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <cellerate/module.hpp>

namespace cellerate::modules {

using Rgb = std::array<double, 3>;  ///< 0 to 1

class Colormap {
 public:
  /// @param name  "Default" is jet, CellProfiler's preference
  /// @throws std::invalid_argument for a name that there is no map of
  static Colormap named(std::string_view name);
  /// Names that named() takes beside Default, in order.
  static std::vector<std::string> names();

  /// The color of 0 ... 1. The entry is found in the precision of the position, as NumPy does.
  Rgb at(double position) const { return entry(position); }
  Rgb at(float position) const { return entry(position); }
  /// Number of entries.
  int size() const { return static_cast<int>(colors_.size()); }
  /// Colors of n classes, spread from one end to the other. The first for a single one.
  std::vector<Rgb> spread(int n) const;

 private:
  template <class T>
  Rgb entry(T position) const;

  std::vector<Rgb> colors_;
};

/// A fault of the setting if there is no color map of that name.
void check_colormap(Declaration& d, std::string_view setting, const std::string& name);

}  // namespace cellerate::modules
