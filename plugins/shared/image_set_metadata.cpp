/// Values get their type before they become group keys, because CellProfiler groups by the typed value's
/// text.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/image_set_metadata.hpp"

#include <stdexcept>

#include "plugins/shared/python_number.hpp"

namespace cellerate::modules {

std::optional<std::string> typed_text(const std::string& text, int type) {
  if (type == CEL_VALUE_INTEGER) {
    const auto value = python_int(text);
    if (!value) return std::nullopt;
    return std::to_string(*value);
  }
  if (type == CEL_VALUE_F64) {
    const auto value = python_float(text);
    if (!value) return std::nullopt;
    return detail::number_text(*value);
  }
  return text;
}

void set_typed_value(RunSetup& run, std::uint64_t image_set, const std::string& feature,
                     const std::string& text, int type) {
  if (!typed_text(text, type))
    throw std::runtime_error(feature + ": '" + text + "' is no " +
                             (type == CEL_VALUE_INTEGER ? "whole number" : "number"));
  if (type == CEL_VALUE_INTEGER)
    run.set_value(image_set, feature, static_cast<double>(*python_int(text)), CEL_VALUE_INTEGER);
  else if (type == CEL_VALUE_F64)
    run.set_value(image_set, feature, *python_float(text));
  else
    run.set_value(image_set, feature, text);
}

void set_image_set_metadata(RunSetup& run, std::uint64_t image_set, const std::string& key,
                            const std::string& value, int type) {
  set_typed_value(run, image_set, "Metadata_" + key, value, type);
  run.set_image_set_metadata(image_set, key, *typed_text(value, type));
}

}  // namespace cellerate::modules
