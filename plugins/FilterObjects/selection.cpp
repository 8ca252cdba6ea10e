// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/FilterObjects/selection.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "cuda/label/border_labels.hpp"
#include "cuda/numeric/python_set.hpp"
#include "plugins/FilterObjects/per_object.hpp"
#include "plugins/shared/folder_setting.hpp"
#include "plugins/shared/required_measurement.hpp"

namespace cellerate::modules {
namespace {

using Labels = std::vector<std::int32_t>;

/// The first minimum or maximum; NaN is both, as in numpy.argmin and argmax.
Labels one(const std::vector<double>& values, bool maximum) {
  if (values.empty()) return {};
  std::size_t best = 0;
  for (std::size_t i = 0; i < values.size() && !std::isnan(values[best]); ++i)
    if (std::isnan(values[i]) || (maximum ? values[i] > values[best] : values[i] < values[best])) best = i;
  return {static_cast<std::int32_t>(best) + 1};
}

/// Within the limits of all measurements; NaN is within all limits.
Labels within_limits(const ImageSet& images, const FilterObjectsSettings& settings) {
  std::vector<bool> hits;
  for (const FilterMeasurement& limit : settings.measurements) {
    const std::vector<double> values = measured_values(images, settings.objects, limit.feature);
    if (&limit == &settings.measurements.front()) hits.assign(values.size(), true);
    if (values.size() != hits.size())
      throw std::runtime_error("the measurements to filter by differ in their number of objects");
    for (std::size_t i = 0; i < values.size(); ++i)
      if ((limit.wants_minimum && values[i] < limit.minimum) ||
          (limit.wants_maximum && values[i] > limit.maximum))
        hits[i] = false;
  }
  Labels kept;
  for (std::size_t i = 0; i < hits.size(); ++i)
    if (hits[i]) kept.push_back(static_cast<std::int32_t>(i) + 1);
  return kept;
}

/// The mask of the image that the objects were found in, if it has one.
View2<const std::uint8_t> mask_of(const ImageSet& images, const Objects& objects) {
  if (objects.parent_image().empty()) return {};
  const Image parent = images.image(objects.parent_image());
  return parent.has_mask() ? parent.mask() : View2<const std::uint8_t>{};
}

/// CellProfiler takes the difference of two sets of numbers, in which 0 is a number like others, and the
/// order is that of the set's table.
Labels off_the_border(ImageSet& images, const std::string& name) {
  const Objects objects = images.objects(name);
  Queue& queue = images.queue();
  Buffer<std::uint8_t> on_border = zeros<std::uint8_t>(queue, objects.count() + 1);
  kernel::flag_outside_labels(queue, objects.labels(), mask_of(images, objects), on_border.view());
  const std::vector<std::uint8_t> flags = download(queue, on_border);
  kernel::PythonSet all, border;
  for (const std::int32_t label : kernel::labels_in_raster_order(queue, objects.labels(), objects.count())) {
    all.add(label);
    if (flags[label]) border.add(label);
  }
  Labels kept;
  for (const std::int64_t label : all.difference(border).items())
    kept.push_back(static_cast<std::int32_t>(label));
  return kept;
}

Labels by_rules(const ImageSet& images, const FilterObjectsSettings& settings) {
  const AnalystRules rules = read_rules(images, settings);
  const int wanted = kept_class(rules, settings);
  const RuleScores scores = rules.score(images, settings.fuzzy);
  Labels kept;
  for (std::size_t i = 0; i < scores.objects; ++i)
    if (scores.best_class(i) == wanted) kept.push_back(static_cast<std::int32_t>(i) + 1);
  return kept;
}

Labels by_measurement(ImageSet& images, const FilterObjectsSettings& settings) {
  if (settings.is_by_limits()) return within_limits(images, settings);
  const std::vector<double> values =
      measured_values(images, settings.objects, settings.measurements.front().feature);
  if (settings.is_per_object()) return best_per_object(images, settings, values);
  return one(values, settings.method == FilterMethod::kMaximal);
}

Labels selected(ImageSet& images, const FilterObjectsSettings& settings) {
  if (settings.is_by_measurement()) return by_measurement(images, settings);
  if (settings.is_by_rules()) return by_rules(images, settings);
  return off_the_border(images, settings.objects);
}

}  // namespace

std::vector<std::int32_t> kept_objects(ImageSet& images, const FilterObjectsSettings& settings) {
  Labels kept = selected(images, settings);
  const int count = images.objects(settings.objects).count();
  if (std::any_of(kept.begin(), kept.end(), [&](std::int32_t label) { return label > count; }))
    throw std::runtime_error("the measurements to filter by are of more objects than the " +
                             std::to_string(count) + " of '" + settings.objects + "'");
  return kept;
}

AnalystRules read_rules(const HostContext& context, const FilterObjectsSettings& settings) {
  if (settings.mode == FilterMode::kClassifiers && !settings.rules_file.ends_with(".txt"))
    throw std::runtime_error("'" + settings.rules_file +
                             "' is a pickled scikit-learn model, which only Python can read; export the "
                             "classifier as rules (.txt)");
  return AnalystRules::read(
      join_path(folder_path(context, FolderSetting(settings.rules_folder)), settings.rules_file));
}

/// As a classifier, rules have the classes "1" and "2", however many there are in the file.
int kept_class(const AnalystRules& rules, const FilterObjectsSettings& settings) {
  const auto number = detail::parse<int>(settings.rules_class);
  const int classes = settings.mode == FilterMode::kClassifiers ? 2 : static_cast<int>(rules.class_count());
  if (!number || *number < 1 || *number > classes)
    throw std::runtime_error("the rules have no class '" + settings.rules_class + "'");
  return *number - 1;
}

}  // namespace cellerate::modules
