/// JSON of files that need no deep nesting: a hostile file shall not fill the memory with brackets.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace cellerate {

/// @throws std::invalid_argument if the text is not JSON or nests deeper than any pipeline
nlohmann::json parse_shallow_json(std::string_view text);

}  // namespace cellerate
