/// What modules that make objects of objects share. Source: cellprofiler_core 4.2.8, ObjectProcessing.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>

namespace cellerate::modules {

struct ObjectProcessingSettings {
  std::string objects = "None", result;

  explicit ObjectProcessingSettings(const char* result_name) : result(result_name) {}
  void bind(Binder& b);
  /// Count, centres, numbers, parents and children.
  void declare(Declaration& d) const;
};

/// Adds objects of the same image, with the measurements above.
void add_processed_objects(ImageSet& images, const ObjectProcessingSettings& settings, NewObjects&& result);
void add_processed_objects(ImageSet& images, const ObjectProcessingSettings& settings,
                           Buffer<std::int32_t>&& labels, Shape2 shape);

}  // namespace cellerate::modules
