/// Values of the run, for the exporters.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/measured.hpp"

#include <algorithm>
#include <cmath>

#include "plugins/shared/python_text.hpp"

namespace cellerate::modules {

Measured::Measured(const Results& results) : results_(results) {
  for (const Column& column : results.measured_columns())
    types_[{column.object, column.feature}] = column.type;
}

std::vector<std::string> Measured::objects() const {
  std::vector<std::string> names;
  for (const auto& [key, type] : types_)
    if (names.empty() || names.back() != key.first) names.push_back(key.first);
  return names;
}

std::vector<std::string> Measured::features(const std::string& object) const {
  std::vector<std::string> names;
  for (auto it = types_.lower_bound({object, ""}); it != types_.end() && it->first.first == object; ++it)
    names.push_back(it->first.second);
  return names;
}

std::optional<Values> Measured::values(std::int64_t image_number, const std::string& object,
                                       const std::string& feature) const {
  const auto found = types_.find({object, feature});
  if (found == types_.end()) return std::nullopt;
  Values values{.type = found->second, .numbers = {}, .texts = {}};
  if (values.is_text()) {
    auto texts = results_.texts(image_number, object, feature);
    if (!texts) return std::nullopt;
    values.texts = std::move(*texts);
  } else {
    auto numbers = results_.values(image_number, object, feature);
    if (!numbers) return std::nullopt;
    values.numbers = std::move(*numbers);
  }
  return values;
}

std::string Measured::image_text(std::int64_t image_number, const std::string& feature) const {
  const auto found = values(image_number, "Image", feature);
  if (!found || found->size() == 0) return "None";
  return found->is_text() ? found->texts[0] : python_text(found->numbers[0], found->type);
}

TagValue Measured::tags(std::int64_t image_number) const {
  return [this, image_number](const std::string& tag) {
    return tag == "Series" || tag == "Frame" ? highest(image_number, tag)
                                             : image_text(image_number, "Metadata_" + tag);
  };
}

std::string Measured::highest(std::int64_t image_number, const std::string& category) const {
  double highest = 0;
  for (const std::string& feature : features("Image")) {
    if (!feature.starts_with(category + "_")) continue;
    const auto found = values(image_number, "Image", feature);
    if (found && !found->numbers.empty()) highest = std::max(highest, found->numbers[0]);
  }
  return python_text(highest, CEL_VALUE_INTEGER);
}

std::optional<std::int64_t> Measured::count(std::int64_t image_number, const std::string& object) const {
  const auto found = values(image_number, "Image", "Count_" + object);
  if (!found || found->numbers.empty() || !std::isfinite(found->numbers[0])) return std::nullopt;
  return static_cast<std::int64_t>(found->numbers[0]);
}

}  // namespace cellerate::modules
