/// The joins of metadata as settings hold them, as Python wrote them: [{'DNA': 'Plate', 'Illum': None}, ...].
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cellerate::modules {

/// One row of a joiner: the metadata key of each channel; nothing for None.
using MetadataJoin = std::map<std::string, std::optional<std::string>>;

/// @throws std::invalid_argument if the text is no list of dictionaries of texts.
std::vector<MetadataJoin> parse_joins(std::string_view text);

}  // namespace cellerate::modules
