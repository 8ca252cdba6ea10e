/// The lines of EnhanceOrSuppressFeatures in a pipeline file.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <string_view>

namespace cellerate::modules::enhance {

enum class Operation { Enhance, Suppress };
enum class Feature { Speckles, Neurites, DarkHoles, Circles, Texture, Dic };
enum class NeuriteMethod { Tubeness, LineStructures };
enum class Speed { Fast, Slow };

inline constexpr const char* kInputText = "Select the input image";

struct Settings {
  std::string input = "None", output = "EnhanceOrSuppressFeatures";
  Operation operation = Operation::Enhance;
  int size = 10;  ///< diameter
  Feature feature = Feature::Speckles;
  Range<int> hole_sizes{1, 10};
  double smoothing = 2, angle = 0, decay = 0.95;
  NeuriteMethod neurite_method = NeuriteMethod::Tubeness;
  Speed speed = Speed::Fast;
  bool rescale = false;

  void bind(Binder& b);
  /// Settings that CellProfiler does not show, and whose faults it does not mind.
  bool is_hidden(std::string_view text) const;
};

/// From revisions 1 to 6.
void upgrade(Upgrade& u);

}  // namespace cellerate::modules::enhance
