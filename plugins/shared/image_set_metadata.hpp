/// Metadata of an image set, as a key to group by and as the measurement Metadata_<key>.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <optional>
#include <string>

namespace cellerate::modules {

/// The value as CellProfiler prints it once it has its type: "002" as an integer is "2".
/// Nothing if the text is no number of that type.
std::optional<std::string> typed_text(const std::string& text, int type);

/// Sets a measurement of the image set from its text.
/// @throws std::runtime_error if the text is no number of that type.
void set_typed_value(RunSetup& run, std::uint64_t image_set, const std::string& feature,
                     const std::string& text, int type);

/// Sets metadata and their measurement. @throws std::runtime_error if the value is no number although the
/// key's type says so.
void set_image_set_metadata(RunSetup& run, std::uint64_t image_set, const std::string& key,
                            const std::string& value, int type);

}  // namespace cellerate::modules
