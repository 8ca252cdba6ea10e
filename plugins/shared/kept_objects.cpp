// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/kept_objects.hpp"

#include "cuda/label/renumber.hpp"
#include "cuda/region/pixel_index.hpp"
#include "plugins/shared/object_measurements.hpp"

namespace cellerate::modules {

std::vector<std::int32_t> renumbering(const std::vector<std::int32_t>& kept, int highest) {
  std::vector<std::int32_t> table(highest + 1, 0);
  std::int32_t number = 0;
  for (const std::int32_t label : kept) table[label] = ++number;
  return table;
}

void add_renumbered(ImageSet& images, const std::string& source, const std::string& target,
                    const std::vector<std::int32_t>& table) {
  Queue& queue = images.queue();
  const Objects from = images.objects(source);
  const Shape2 shape = from.shape();
  NewObjects to{.shape = shape, .parent_image = from.parent_image()};
  to.labels = Buffer<std::int32_t>(queue, shape);
  kernel::renumber(queue, from.labels(), upload(queue, table).view(), to.labels.view(shape));
  to.count = kernel::max_label(queue, to.labels.view(shape));
  to.unedited = Buffer<std::int32_t>(queue, shape);
  queue.copy(to.unedited.data(), from.unedited().data, shape.size() * sizeof(std::int32_t));
  to.small_removed = Buffer<std::int32_t>(queue, shape);
  kernel::clear_removed(queue, from.small_removed(), from.labels(), to.labels.view(shape),
                        to.small_removed.view(shape));
  images.add_objects(target, std::move(to));
}

void declare_derived_objects(Declaration& declaration, const std::string& source, const std::string& target) {
  declare_object_measurements(declaration, target, ObjectLocations::kOfPresentLabels);
  declare_family(declaration, source, target);
}

void measure_derived_objects(ImageSet& images, const std::string& source, const std::string& target) {
  measure_objects(images, target, ObjectLocations::kOfPresentLabels);
  measure_family(images, source, target, relate_children(images, source, target));
}

}  // namespace cellerate::modules
