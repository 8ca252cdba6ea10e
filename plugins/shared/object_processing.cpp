// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/object_processing.hpp"

#include <utility>

#include "cuda/region/pixel_index.hpp"
#include "plugins/shared/object_measurements.hpp"

namespace cellerate::modules {

void ObjectProcessingSettings::bind(Binder& b) {
  b.objects(objects, "Select the input object");
  b.new_objects(result, "Name the output object");
}

void ObjectProcessingSettings::declare(Declaration& d) const {
  d.needs_objects(objects, "Select the input object");
  d.makes_objects(result);
  declare_object_measurements(d, result, ObjectLocations::kOfPresentLabels);
  declare_family(d, objects, result);
}

void add_processed_objects(ImageSet& images, const ObjectProcessingSettings& settings, NewObjects&& result) {
  result.parent_image = images.objects(settings.objects).parent_image();
  result.count = kernel::max_label(images.queue(), result.labels.view(result.shape));
  images.add_objects(settings.result, std::move(result));
  measure_objects(images, settings.result, ObjectLocations::kOfPresentLabels);
  measure_family(images, settings.objects, settings.result,
                 relate_children(images, settings.objects, settings.result));
}

void add_processed_objects(ImageSet& images, const ObjectProcessingSettings& settings,
                           Buffer<std::int32_t>&& labels, Shape2 shape) {
  add_processed_objects(images, settings, {.shape = shape, .labels = std::move(labels)});
}

}  // namespace cellerate::modules
