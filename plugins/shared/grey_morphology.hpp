/// What DilateImage, ErodeImage, Opening and Closing share.
/// Source: cellprofiler_core 4.2.8, ImageProcessing; CellProfiler 4.2.8, utilities/morphology.py.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>

#include "plugins/shared/structuring_element.hpp"

namespace cellerate::modules {

struct GreyMorphologySettings {
  std::string image = "None", output;
  StructuringElement element;

  explicit GreyMorphologySettings(const char* output_name) : output(output_name) {}
  void bind(Binder& b);
  void declare(Declaration& d) const;
};

enum class GreyMorphology { kDilate, kErode, kOpen, kClose };

/// The output has the type of the input. @throws std::invalid_argument for color images and labels
void run_grey_morphology(ImageSet& images, const GreyMorphologySettings& settings, GreyMorphology operation);

}  // namespace cellerate::modules
