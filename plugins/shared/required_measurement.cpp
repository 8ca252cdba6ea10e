// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/required_measurement.hpp"

#include <algorithm>
#include <stdexcept>

namespace cellerate::modules {
namespace {

/// What every new object set comes with. CellProfiler measures it for relabeled objects without declaring it.
bool comes_with_objects(std::string_view feature) {
  for (const char* category : {"Location_", "Number_", "Parent_", "Children_", "Count_"})
    if (feature.starts_with(category)) return true;
  return false;
}

}  // namespace

void require_measurement(Declaration& declaration, std::string_view object, std::string_view feature,
                         std::string_view setting) {
  const std::vector<Column> columns = declaration.columns();
  const bool measured = std::any_of(columns.begin(), columns.end(), [&](const Column& column) {
    return column.object == object && column.feature == feature;
  });
  if (measured || comes_with_objects(feature) || (object == "Image" && !declaration.inputs_are_known()))
    return;
  declaration.fault(setting, "'" + std::string(feature) + "' of '" + std::string(object) +
                                 "' is measured by no module before this one");
}

std::vector<double> measured_values(const ImageSet& images, std::string_view object,
                                    std::string_view feature) {
  auto values = images.values(object, feature);
  if (!values)
    throw std::runtime_error("'" + std::string(feature) + "' of '" + std::string(object) +
                             "' was not measured");
  return *std::move(values);
}

}  // namespace cellerate::modules
