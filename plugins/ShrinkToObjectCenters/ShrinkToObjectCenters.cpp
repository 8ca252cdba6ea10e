/// ShrinkToObjectCenters: objects reduced to the pixels at their centres.
/// Meaning, columns, sources and differences from CellProfiler: ShrinkToObjectCenters.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <cmath>
#include <utility>

#include "cuda/region/object_locations.hpp"
#include "cuda/region/pixel_index.hpp"
#include "plugins/shared/label_planes.hpp"
#include "plugins/shared/object_processing.hpp"

namespace cellerate::modules {
namespace {

struct ShrinkToObjectCentersSettings : ObjectProcessingSettings {
  ShrinkToObjectCentersSettings() : ObjectProcessingSettings("ShrinkToObjectCenters") {}
};

class ShrinkToObjectCenters {
 public:
  static constexpr ModuleInfo info = {
      .revision = 1, .category = "Advanced", .summary = "Reduces objects to the pixels at their centres."};
  using Settings = ShrinkToObjectCentersSettings;

  ShrinkToObjectCenters(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  void declare(Declaration& d) const { settings_.declare(d); }
  void run(ImageSet& images) const;

 private:
  Settings settings_;
};

/// A pixel for each object, numbered anew; where two centres meet the later object's. Fractions are cut off.
Buffer<std::int32_t> centers(Queue& queue, View2<const std::int32_t> labels) {
  const int count = kernel::max_label(queue, labels);
  const kernel::PixelIndex index = kernel::pixel_index(queue, labels, count);
  Buffer<double> x(queue, count), y(queue, count);
  kernel::object_locations(queue, index.view(), x.view(), y.view());
  const std::vector<double> columns = download(queue, x), rows = download(queue, y);
  std::vector<std::int32_t> points(labels.size(), 0);
  std::int32_t number = 0;
  for (int k = 0; k < count; ++k)
    if (!std::isnan(rows[k]))
      points[static_cast<std::int64_t>(rows[k]) * labels.shape.width +
             static_cast<std::int64_t>(columns[k])] = ++number;
  return upload(queue, points);
}

void ShrinkToObjectCenters::run(ImageSet& images) const {
  Queue& queue = images.queue();
  const Objects objects = images.objects(settings_.objects);
  require_no_overlap(objects, settings_.objects);
  NewObjects result{.shape = objects.shape()};
  result.labels = centers(queue, objects.labels());
  if (objects.has_small_removed()) result.small_removed = centers(queue, objects.small_removed());
  if (objects.has_unedited()) result.unedited = centers(queue, objects.unedited());
  add_processed_objects(images, settings_, std::move(result));
}

}  // namespace

CEL_MODULE(ShrinkToObjectCenters)

}  // namespace cellerate::modules
