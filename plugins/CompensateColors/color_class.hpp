/// The images of a compensation class, taken as one channel. Source: compensatecolors.py of
/// CellProfiler-plugins.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

#include "cuda/pixel/color_levels.hpp"
#include "plugins/CompensateColors/color_plane.hpp"
#include "plugins/CompensateColors/value_table.hpp"

namespace cellerate::modules {

class ColorClass {
 public:
  /// 65535 times the pixels of the images, rounded: each of these whole numbers is a level.
  ColorClass(Queue& queue, std::vector<ColorPlane>& planes, Shape2 shape);

  /// Where there is no object, all pixels get the value 1, which stands for the background; so do pixels of
  /// 0.
  void mask(View2<const std::int32_t> labels);
  /// How many pixels have each of the values.
  ValueTable table() const;
  void match(const ValueTable& reference) { set_values(matched_values(table(), reference)); }
  void rescale() { set_values(rescaled_values(table(), is_single_)); }

  /// Whether NumPy keeps single precision.
  bool is_single() const { return is_single_; }
  std::int64_t pixels() const { return levels_.size(); }
  std::int32_t level_count() const { return static_cast<std::int32_t>(values_.size()); }
  const std::vector<double>& values() const { return values_; }
  /// For kernels; good until the values change.
  kernel::LevelChannel channel() const { return {levels_.data(), device_values_.data(), level_count()}; }

 private:
  /// In double precision.
  void set_values(std::vector<double> values);

  Queue& queue_;
  bool is_single_ = false;
  Buffer<std::int32_t> levels_;  ///< of the images one behind the other
  std::vector<double> values_;   ///< of each level
  Buffer<double> device_values_;
};

/// The median value of channel k where channel i is the greatest, at i * classes.size() + k.
std::vector<double> median_colors(Queue& queue, const std::vector<ColorClass>& classes);

}  // namespace cellerate::modules
