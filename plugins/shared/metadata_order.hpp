/// How CellProfiler orders the values of metadata when it matches images: by number, or as a dictionary does.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

namespace cellerate::modules {

enum class MetadataOrder { Text, Number };

/// Below, at or above 0. Text is compared as java.text.Collator does without a language: first the letters
/// and digits (blanks and hyphens do not count, a is before b, upper case is as lower case), then the rest.
/// @throws std::runtime_error if one is no number in MetadataOrder::Number.
int compare_metadata(const std::string& a, const std::string& b, MetadataOrder order);

/// Compares lists of values of the same length, first values first.
class MetadataLess {
 public:
  explicit MetadataLess(std::vector<MetadataOrder> orders) : orders_(std::move(orders)) {}
  bool operator()(const std::vector<std::string>& a, const std::vector<std::string>& b) const;

 private:
  std::vector<MetadataOrder> orders_;
};

}  // namespace cellerate::modules
