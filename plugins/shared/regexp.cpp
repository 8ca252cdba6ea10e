/// PCRE2 behind Regexp. File names need not be valid UTF-8, so invalid bytes match nothing instead of
/// failing.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/regexp.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdexcept>

namespace cellerate::modules {
namespace {

// A file name is matched in microseconds; an expression that backtracks this far is a mistake.
constexpr std::uint32_t kMatchLimit = 5'000'000, kDepthLimit = 100'000;

std::string message_of(int error) {
  unsigned char text[256] = "";
  pcre2_get_error_message(error, text, sizeof text);
  return reinterpret_cast<const char*>(text);
}

/// (number, name) of each named group, in the order of the numbers.
std::map<unsigned, std::string> named_group_numbers(const pcre2_code* code) {
  std::uint32_t count = 0, size = 0;
  PCRE2_SPTR table = nullptr;
  pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &count);
  pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &size);
  pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &table);
  std::map<unsigned, std::string> names;
  for (std::uint32_t i = 0; i < count; ++i) {
    const PCRE2_SPTR entry = table + i * size;
    names[entry[0] << 8 | entry[1]] = reinterpret_cast<const char*>(entry + 2);
  }
  return names;
}

}  // namespace

Regexp::Regexp(const std::string& pattern) : pattern_(pattern) {
  int error = 0;
  PCRE2_SIZE offset = 0;
  code_.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                            PCRE2_UTF | PCRE2_MATCH_INVALID_UTF, &error, &offset, nullptr),
              pcre2_code_free);
  if (!code_)
    throw std::invalid_argument("'" + pattern + "' is not a regular expression: " + message_of(error) +
                                " at character " + std::to_string(offset + 1));
  for (const auto& [number, name] : named_group_numbers(code_.get())) {
    numbers_.push_back(number);
    names_.push_back(name);
  }
}

template <class OnMatch>
bool Regexp::match(std::string_view text, const OnMatch& on_match) const {
  const std::unique_ptr<pcre2_match_data, void (*)(pcre2_match_data*)> data(
      pcre2_match_data_create_from_pattern(code_.get(), nullptr), pcre2_match_data_free);
  const std::unique_ptr<pcre2_match_context, void (*)(pcre2_match_context*)> context(
      pcre2_match_context_create(nullptr), pcre2_match_context_free);
  if (!data || !context) throw std::bad_alloc();
  pcre2_set_match_limit(context.get(), kMatchLimit);
  pcre2_set_depth_limit(context.get(), kDepthLimit);
  const int result = pcre2_match(code_.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, 0,
                                 data.get(), context.get());
  if (result == PCRE2_ERROR_NOMATCH) return false;
  if (result < 0)
    throw std::runtime_error("regular expression '" + pattern_ + "' on '" + std::string(text) +
                             "': " + message_of(result));
  on_match(pcre2_get_ovector_pointer(data.get()));
  return true;
}

bool Regexp::is_in(std::string_view text) const {
  return match(text, [](const PCRE2_SIZE*) {});
}

std::map<std::string, std::string> Regexp::named_groups(std::string_view text) const {
  std::map<std::string, std::string> groups;
  match(text, [&](const PCRE2_SIZE* offsets) {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const PCRE2_SIZE begin = offsets[2 * numbers_[i]], end = offsets[2 * numbers_[i] + 1];
      if (begin != PCRE2_UNSET) groups[names_[i]] = std::string(text.substr(begin, end - begin));
    }
  });
  return groups;
}

}  // namespace cellerate::modules
