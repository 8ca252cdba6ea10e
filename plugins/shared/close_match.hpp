/// The text most like another. Source: Python's difflib.get_close_matches, SequenceMatcher.ratio.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cellerate::modules {

/// Twice the characters in matching blocks, as a share of all characters of both: 1 for equal texts.
double match_ratio(std::string_view a, std::string_view b);

/// The candidate with the highest ratio of at least `cutoff`; of several the last in the order of characters.
std::optional<std::string> closest_match(std::string_view word, const std::vector<std::string>& candidates,
                                         double cutoff);

}  // namespace cellerate::modules
