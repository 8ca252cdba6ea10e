/// Metadata tags of the image set that is running, in names of files and folders.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <optional>
#include <string>

#include "plugins/shared/metadata_tags.hpp"

namespace cellerate::modules {

/// Metadata_<tag> as CellProfiler prints it; "None" where it was not measured. Series and Frame are the
/// highest of all images. Valid as long as the image set.
TagValue tags_of(const ImageSet& images);

/// The first tag of the pattern that no module before declares as metadata.
std::optional<std::string> undefined_tag(const Declaration& declaration, std::string_view pattern);

/// The pattern with its tags replaced, as the name of a file.
/// @throws std::invalid_argument if a value holds a '/' or is "..": it would lead elsewhere
std::string file_name_with_tags(const ImageSet& images, const std::string& pattern);

/// The pattern with its tags replaced, as a path of folders.
/// @throws std::invalid_argument if a value climbs with ".." or makes the path an absolute one
std::string folder_with_tags(const ImageSet& images, const std::string& pattern);

}  // namespace cellerate::modules
