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

void set_image_set_metadata(RunSetup& run, std::uint64_t image_set, const std::string& key,
                            const std::string& value, int type) {
  const auto text = typed_text(value, type);
  if (!text)
    throw std::runtime_error("metadata " + key + ": '" + value + "' is no " +
                             (type == CEL_VALUE_INTEGER ? "whole number" : "number"));
  run.set_image_set_metadata(image_set, key, *text);
  const std::string feature = "Metadata_" + key;
  if (type == CEL_VALUE_INTEGER)
    run.set_value(image_set, feature, static_cast<double>(*python_int(value)), CEL_VALUE_INTEGER);
  else if (type == CEL_VALUE_F64)
    run.set_value(image_set, feature, *python_float(value));
  else
    run.set_value(image_set, feature, *text);
}

}  // namespace cellerate::modules
