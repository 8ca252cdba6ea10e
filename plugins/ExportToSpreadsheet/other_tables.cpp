/// The files of relationships and of the experiment.
// SPDX-License-Identifier: BSD-3-Clause
#include <map>
#include <tuple>

#include "plugins/ExportToSpreadsheet/tables.hpp"
#include "plugins/shared/csv_writer.hpp"
#include "plugins/shared/python_text.hpp"

namespace cellerate::modules::spreadsheet {

void write_relationships_file(const Export& from, const ImageNumbers& images, const std::string& path) {
  const Results& results = from.measured.results();
  using Kind = std::tuple<int, std::string, std::string, std::string>;
  std::map<Kind, std::vector<Results::Relationship>> by_kind;
  for (const std::int64_t image : images)
    for (Results::Relationship& row : results.stored_relationships(image))
      by_kind[{row.module_number, row.relationship, row.first_object, row.second_object}].push_back(
          std::move(row));

  CsvWriter csv(path, from.settings.delimiter_character());
  csv.row({"Module", "Module Number", "Relationship", "First Object Name", "First Image Number",
           "First Object Number", "Second Object Name", "Second Image Number", "Second Object Number"});
  for (const auto& [kind, rows] : by_kind) {
    const auto& [module_number, relationship, first_object, second_object] = kind;
    const std::string module = results.module_name(module_number);
    for (const Results::Relationship& row : rows)
      csv.row({module, std::to_string(module_number), relationship, first_object,
               std::to_string(row.first_image), std::to_string(row.first), second_object,
               std::to_string(row.second_image), std::to_string(row.second)});
  }
  csv.commit();
}

void write_experiment_file(const Export& from, const std::string& path) {
  std::vector<std::string> features = from.measured.features("Experiment");
  std::erase(features, "Exit_Status");
  if (features.empty()) return;
  CsvWriter csv(path, from.settings.delimiter_character());
  csv.row({"Key", "Value"});
  for (const std::string& feature : features) {
    const auto values = from.measured.values(0, "Experiment", feature);
    if (!values || values->size() == 0) continue;
    csv.row({feature, values->is_text() ? values->texts[0] : python_text(values->numbers[0], values->type)});
  }
  csv.commit();
}

}  // namespace cellerate::modules::spreadsheet
