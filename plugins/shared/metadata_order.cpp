/// The collation of Java's root locale for ASCII, level by level; bytes above ASCII come after the letters.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/metadata_order.hpp"

#include <array>
#include <stdexcept>

#include "plugins/shared/python_number.hpp"

namespace cellerate::modules {
namespace {

/// What counts at the first level, in its order; letters in either case follow, then bytes above ASCII.
constexpr std::string_view kFirstLevel = R"(_,;:!?/.`^~'"()[]{}@$*\&#%+<=>|0123456789)";
/// What counts only at the second level, in its order; 0 stands for everything else there.
constexpr std::string_view kSecondLevel = " \r\t\n\f\v-";

struct Weights {
  std::array<int, 3> level{};
};

Weights weights_of(unsigned char c) {
  const bool upper = c >= 'A' && c <= 'Z';
  if (upper || (c >= 'a' && c <= 'z')) return {{100 + (upper ? c - 'A' : c - 'a'), 0, upper}};
  if (c >= 128) return {{200 + c, 0, 0}};
  if (const auto place = kFirstLevel.find(static_cast<char>(c)); place != std::string_view::npos)
    return {{1 + static_cast<int>(place), 0, 0}};
  if (const auto place = kSecondLevel.find(static_cast<char>(c)); place != std::string_view::npos)
    return {{0, 1 + static_cast<int>(place), 0}};
  return {};
}

/// Weights of a text at one level. At the first level, what has none there does not count.
std::vector<int> level_of(const std::string& text, int level) {
  std::vector<int> weights;
  for (const char c : text) {
    const Weights w = weights_of(static_cast<unsigned char>(c));
    if (level > 0 ? w.level[0] || w.level[1] : w.level[0]) weights.push_back(w.level[level]);
  }
  return weights;
}

int sign(std::strong_ordering order) { return order < 0 ? -1 : order > 0 ? 1 : 0; }

int compare_text(const std::string& a, const std::string& b) {
  if (a == b) return 0;
  for (int level = 0; level < 3; ++level)
    if (const auto order = level_of(a, level) <=> level_of(b, level); order != 0) return sign(order);
  return sign(a <=> b);
}

double number(const std::string& text) {
  const auto value = python_float(text);
  if (!value) throw std::runtime_error("metadata '" + text + "' is no number");
  return *value;
}

}  // namespace

int compare_metadata(const std::string& a, const std::string& b, MetadataOrder order) {
  if (order == MetadataOrder::Text) return compare_text(a, b);
  if (a == b) return 0;
  const double x = number(a), y = number(b);
  return x < y ? -1 : x > y ? 1 : 0;
}

bool MetadataLess::operator()(const std::vector<std::string>& a, const std::vector<std::string>& b) const {
  for (std::size_t i = 0; i < orders_.size(); ++i)
    if (const int order = compare_metadata(a[i], b[i], orders_[i]); order != 0) return order < 0;
  return false;
}

}  // namespace cellerate::modules
