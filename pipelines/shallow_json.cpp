/// JSON of files that need no deep nesting.
// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/shallow_json.hpp"

#include <stdexcept>

namespace cellerate {

nlohmann::json parse_shallow_json(std::string_view text) {
  constexpr int kDeepest = 16;
  const auto guard = [](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
    if (depth > kDeepest) throw std::invalid_argument("the JSON nests deeper than a pipeline does");
    return true;
  };
  try {
    return nlohmann::json::parse(text, guard);
  } catch (const nlohmann::json::exception& error) {
    throw std::invalid_argument(error.what());
  }
}

}  // namespace cellerate
