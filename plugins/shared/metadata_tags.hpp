/// Metadata tags in file and folder names: \g<Plate> and (?<Plate>) stand for the image set's Metadata_Plate.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace cellerate::modules {

/// The text of a tag of one image set.
using TagValue = std::function<std::string(const std::string& tag)>;

/// Names of the tags in the order of appearance (CellProfiler's find_metadata_tokens).
std::vector<std::string> metadata_tags(std::string_view pattern);

/// The pattern with its tags replaced, and double backslashes single (Measurements.apply_metadata).
std::string apply_metadata(std::string_view pattern, const TagValue& value);
/// The same for a path. Where the pattern leads is its author's choice, but metadata come from files and may
/// be anybody's.
/// @throws std::invalid_argument where a value leads out of the pattern's folder; in a file's name also if it
/// has a '/'
std::string file_name_with_metadata(std::string_view pattern, const TagValue& value);
std::string folder_with_metadata(std::string_view pattern, const TagValue& value);

/// The folders of a path before the first tag, for where no image set says what tags stand for.
std::string path_before_tags(const std::string& path);

}  // namespace cellerate::modules
