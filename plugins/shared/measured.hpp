/// Values of the run, for the exporters.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plugins/shared/metadata_tags.hpp"

namespace cellerate::modules {

/// One feature of one image set: numbers or texts.
struct Values {
  int type = CEL_VALUE_F64;
  std::vector<double> numbers;
  std::vector<std::string> texts;
  bool is_text() const { return type == CEL_VALUE_TEXT || type == CEL_VALUE_BLOB; }
  std::size_t size() const { return is_text() ? texts.size() : numbers.size(); }
};

/// What a run measured, with the names in CellProfiler's order.
class Measured {
 public:
  explicit Measured(const Results& results);

  const Results& results() const { return results_; }
  std::vector<std::int64_t> image_numbers() const { return results_.image_sets(); }
  /// Object sets, "Image" and "Experiment", sorted.
  std::vector<std::string> objects() const;
  /// Features of an object set that any image set has, sorted.
  std::vector<std::string> features(const std::string& object) const;
  bool has(const std::string& object, const std::string& feature) const {
    return types_.contains({object, feature});
  }
  /// Nothing if the image set has no value at all.
  std::optional<Values> values(std::int64_t image_number, const std::string& object,
                               const std::string& feature) const;
  /// An Image feature as text; "None" if there is none, as Python prints it.
  std::string image_text(std::int64_t image_number, const std::string& feature) const;
  /// Metadata tags of an image set; Series and Frame are the highest of its channels.
  TagValue tags(std::int64_t image_number) const;
  /// Number of objects that CellProfiler counts in an image set; nothing if it does not know.
  std::optional<std::int64_t> count(std::int64_t image_number, const std::string& object) const;

 private:
  std::string highest(std::int64_t image_number, const std::string& category) const;

  const Results& results_;
  std::map<std::pair<std::string, std::string>, int> types_;
};

}  // namespace cellerate::modules
