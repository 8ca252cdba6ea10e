/// Regular expressions in Python's dialect, by PCRE2, with limits on the work of a match.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct pcre2_real_code_8;

namespace cellerate::modules {

/// A compiled expression; may be used by several threads.
class Regexp {
 public:
  /// @throws std::invalid_argument with what is wrong and where.
  explicit Regexp(const std::string& pattern);

  /// Whether the expression matches anywhere in the text.
  /// @throws std::runtime_error if the match takes too much work.
  bool is_in(std::string_view text) const;
  /// The named groups of the first match that took part in it; nothing without a match.
  std::map<std::string, std::string> named_groups(std::string_view text) const;
  /// Names of the groups, in the order of their numbers.
  const std::vector<std::string>& group_names() const { return names_; }

 private:
  template <class OnMatch>
  bool match(std::string_view text, const OnMatch& on_match) const;

  std::string pattern_;
  std::shared_ptr<pcre2_real_code_8> code_;
  std::vector<std::string> names_;
  std::vector<unsigned> numbers_;  ///< of the named groups
};

}  // namespace cellerate::modules
