// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/close_match.hpp"

#include <utility>

namespace cellerate::modules {
namespace {

struct Match {
  std::size_t a = 0, b = 0, length = 0;
};

/// The longest common substring; of several the one that starts first in a, then first in b.
Match longest_match(std::string_view a, std::string_view b) {
  Match best;
  std::vector<std::size_t> lengths(b.size() + 1, 0), previous(b.size() + 1, 0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::swap(lengths, previous);
    for (std::size_t j = 0; j < b.size(); ++j) {
      lengths[j + 1] = a[i] == b[j] ? previous[j] + 1 : 0;
      if (lengths[j + 1] > best.length)
        best = {i + 1 - lengths[j + 1], j + 1 - lengths[j + 1], lengths[j + 1]};
    }
  }
  return best;
}

std::size_t matching_characters(std::string_view a, std::string_view b) {
  const Match match = longest_match(a, b);
  if (match.length == 0) return 0;
  return match.length + matching_characters(a.substr(0, match.a), b.substr(0, match.b)) +
         matching_characters(a.substr(match.a + match.length), b.substr(match.b + match.length));
}

}  // namespace

double match_ratio(std::string_view a, std::string_view b) {
  const std::size_t all = a.size() + b.size();
  return all ? 2.0 * static_cast<double>(matching_characters(a, b)) / static_cast<double>(all) : 1.0;
}

std::optional<std::string> closest_match(std::string_view word, const std::vector<std::string>& candidates,
                                         double cutoff) {
  std::optional<std::pair<double, std::string>> best;
  for (const std::string& candidate : candidates) {
    if (cutoff >= 1 && candidate != word) continue;  // only equal texts have the ratio 1
    const std::pair<double, std::string> offer{match_ratio(candidate, word), candidate};
    if (offer.first >= cutoff && (!best || *best < offer)) best = offer;
  }
  if (!best) return std::nullopt;
  return best->second;
}

}  // namespace cellerate::modules
