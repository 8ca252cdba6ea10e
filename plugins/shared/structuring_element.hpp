/// Structuring elements as settings name them: "Disk,3". Source: cellprofiler_core 4.2.8, StructuringElement.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "cuda/filter/grey_morphology.hpp"
#include "cuda/morphology/footprint.hpp"

namespace cellerate::modules {

/// Of the shapes for planes: Diamond, Disk, Square and Star.
/// @throws std::invalid_argument for others, and for sizes below 1
std::vector<kernel::Offset> parse_structuring_element(std::string_view text);

/// The setting "Structuring element" of the modules of scikit-image's morphology.
class StructuringElement {
 public:
  void bind(Binder& b);

  std::vector<kernel::Offset> offsets() const { return parse_structuring_element(text_); }
  /// As scikit-image shifts it: an even square reaches one pixel further down and to the right.
  kernel::Footprint window() const;
  /// Whether its sides are of an even number of pixels.
  bool is_even() const;

 private:
  std::string text_ = "Disk,1";
};

}  // namespace cellerate::modules
