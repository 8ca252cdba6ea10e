/// CombineObjects: two object sets put into one.
/// Meaning, columns, sources and differences from CellProfiler: CombineObjects.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <stdexcept>
#include <utility>

#include "cuda/label/combine_labels.hpp"
#include "cuda/label/connected_components.hpp"
#include "plugins/shared/label_planes.hpp"
#include "plugins/shared/object_measurements.hpp"

namespace cellerate::modules {
namespace {

struct CombineObjectsSettings {
  std::string first = "None", second = "None", result = "CombinedObjects";
  kernel::Combination combination = kernel::Combination::kMerge;

  void bind(Binder& b) {
    b.objects(first, kFirst);
    b.objects(second, kSecond);
    b.choice(combination, "Select how to handle overlapping objects",
             {"Merge", "Preserve", "Discard", "Segment"});
    b.new_objects(result, "Name the combined object set");
  }

  static constexpr char kFirst[] = "Select initial object set";
  static constexpr char kSecond[] = "Select object set to combine";
};

class CombineObjects {
 public:
  static constexpr ModuleInfo info = {
      .revision = 1, .category = "Object Processing", .summary = "Puts two object sets into one."};
  using Settings = CombineObjectsSettings;

  CombineObjects(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  void declare(Declaration& d) const {
    d.needs_objects(settings_.first, Settings::kFirst);
    d.needs_objects(settings_.second, Settings::kSecond);
    d.makes_objects(settings_.result);
    declare_object_measurements(d, settings_.result, ObjectLocations::kOfAllLabels);
  }
  void run(ImageSet& images) const;

 private:
  Settings settings_;
};

/// Parts of one label that do not touch become objects of their own.
void CombineObjects::run(ImageSet& images) const {
  Queue& queue = images.queue();
  const Objects first = images.objects(settings_.first), second = images.objects(settings_.second);
  require_no_overlap(first, settings_.first);
  require_no_overlap(second, settings_.second);
  const Shape2 shape = first.shape();
  if (second.shape() != shape) throw std::invalid_argument("the object sets have different sizes");
  Buffer<std::int32_t> combined(queue, shape);
  kernel::combine_labels(queue, first.labels(), second.labels(), settings_.combination, combined.view(shape));
  NewObjects result{.shape = shape};
  result.labels = Buffer<std::int32_t>(queue, shape);
  result.count = kernel::equal_value_components(queue, std::as_const(combined).view(shape), 0,
                                                kernel::Connectivity::Eight, result.labels.view(shape));
  images.add_objects(settings_.result, std::move(result));
  measure_objects(images, settings_.result, ObjectLocations::kOfAllLabels);
}

}  // namespace

CEL_MODULE(CombineObjects)

}  // namespace cellerate::modules
