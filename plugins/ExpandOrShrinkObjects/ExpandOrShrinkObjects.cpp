/// ExpandOrShrinkObjects: objects made larger or smaller, or reduced to points and lines.
/// Meaning, columns, sources and differences from CellProfiler: ExpandOrShrinkObjects.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "cuda/label/expand.hpp"
#include "cuda/label/fill_holes.hpp"
#include "cuda/label/label_masks.hpp"
#include "cuda/morphology/binary_shrink.hpp"
#include "cuda/morphology/dividing_lines.hpp"
#include "cuda/morphology/skeletonize.hpp"
#include "cuda/region/pixel_index.hpp"
#include "plugins/shared/object_measurements.hpp"
#include "plugins/shared/required_measurement.hpp"

namespace cellerate::modules {
namespace {

using Labels = View2<const std::int32_t>;

enum class Operation {
  kShrinkToPoint,
  kExpandUntilTouching,
  kDivide,
  kShrink,
  kShrinkByMeasurement,
  kExpand,
  kExpandByMeasurement,
  kSkeletonize,
  kRemoveSpurs
};

struct ExpandOrShrinkObjectsSettings {
  std::string objects = "None", result = "ShrunkenNuclei", measurement = "None";
  Operation operation = Operation::kShrinkToPoint;
  int iterations = 1;
  bool fills_holes = false;

  void bind(Binder& b) {
    b.objects(objects, "Select the input objects");
    b.new_objects(result, "Name the output objects");
    b.choice(operation, "Select the operation",
             {"Shrink objects to a point", "Expand objects until touching",
              "Add partial dividing lines between objects", "Shrink objects by a specified number of pixels",
              "Shrink objects by a previous measurement", "Expand objects by a specified number of pixels",
              "Expand objects by a previous measurement", "Skeletonize each object", "Remove spurs"});
    b.integer(iterations, kIterations, {.min = 1});
    b.binary(fills_holes, "Fill holes in objects so that all objects shrink to a single point?");
    b.measurement(measurement, kMeasurement);
  }
  bool is_hidden(std::string_view text) const {
    return text == kIterations && operation != Operation::kShrink && operation != Operation::kExpand &&
           operation != Operation::kRemoveSpurs;
  }
  bool is_by_measurement() const {
    return operation == Operation::kShrinkByMeasurement || operation == Operation::kExpandByMeasurement;
  }
  /// What grows is all of the objects; what shrinks also follows the objects before any were discarded.
  bool keeps_discarded() const {
    return operation != Operation::kExpand && operation != Operation::kExpandByMeasurement &&
           operation != Operation::kExpandUntilTouching && operation != Operation::kDivide;
  }

  static constexpr char kIterations[] = "Number of pixels by which to expand or shrink";
  static constexpr char kMeasurement[] = "Expand or shrink measurement";
};

class ExpandOrShrinkObjects {
 public:
  static constexpr const char* kAliases[] = {"ExpandOrShrink", nullptr};
  static constexpr ModuleInfo info = {.revision = 2,
                                      .category = "Object Processing",
                                      .summary = "Expands or shrinks objects.",
                                      .aliases = kAliases};
  using Settings = ExpandOrShrinkObjectsSettings;

  ExpandOrShrinkObjects(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  /// From 1: no outlines. The measurement came later, without a new revision.
  static void upgrade(Upgrade& u) {
    constexpr std::size_t kWithoutMeasurement = 5;
    if (u.revision == 1 && u.values.size() >= 2) {
      u.values.resize(u.values.size() - 2);
      u.revision = 2;
    }
    if (u.revision == 2 && u.values.size() == kWithoutMeasurement) u.values.push_back("None");
  }

  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  void transform(ImageSet& images, Labels labels, View2<std::int32_t> out) const;
  void shrink(Queue& queue, Labels labels, int rounds, View2<std::int32_t> out) const;
  Buffer<std::int32_t> transform_discarded(ImageSet& images, Labels segmented, Labels found,
                                           Labels result) const;

  Settings settings_;
};

void ExpandOrShrinkObjects::declare(Declaration& d) const {
  d.needs_objects(settings_.objects, "Select the input objects");
  if (settings_.is_by_measurement())
    require_measurement(d, "Image", settings_.measurement, Settings::kMeasurement);
  d.makes_objects(settings_.result);
  declare_object_measurements(d, settings_.result, ObjectLocations::kOfAllLabels);
}

/// Rounds of shrinking by a measured value, as Python's int() and range() take it: -1 is no end.
int rounds_of(double value) {
  if (!(value > -2147483648.0 && value < 2147483648.0))
    throw std::runtime_error("the measured value " + detail::number_text(value) + " is no number of pixels");
  const int rounds = static_cast<int>(value);
  return rounds == -1 ? kernel::kUntilStable : std::max(rounds, 0);
}

void ExpandOrShrinkObjects::shrink(Queue& queue, Labels labels, int rounds, View2<std::int32_t> out) const {
  if (!settings_.fills_holes) return kernel::binary_shrink(queue, labels, rounds, out);
  kernel::fill_labeled_holes(queue, labels, kernel::max_label(queue, labels), kernel::FillOver::Everything,
                             out);
  kernel::binary_shrink(queue, out, rounds, out);
}

void ExpandOrShrinkObjects::transform(ImageSet& images, Labels labels, View2<std::int32_t> out) const {
  Queue& queue = images.queue();
  const auto measured = [&] { return measured_values(images, "Image", settings_.measurement).at(0); };
  switch (settings_.operation) {
    case Operation::kShrinkToPoint:
      return shrink(queue, labels, kernel::kUntilStable, out);
    case Operation::kExpandUntilTouching:
      return kernel::expand_labels(queue, labels, std::max(labels.shape.height, labels.shape.width), out);
    case Operation::kDivide:
      return kernel::add_dividing_lines(queue, labels, out);
    case Operation::kShrink:
      return shrink(queue, labels, settings_.iterations, out);
    case Operation::kShrinkByMeasurement:
      return shrink(queue, labels, rounds_of(measured()), out);
    case Operation::kExpand:
      return kernel::expand_labels(queue, labels, settings_.iterations, out);
    case Operation::kExpandByMeasurement: {
      const double distance = measured();
      return kernel::expand_labels(queue, labels, distance > 0 ? distance : 0, out);
    }
    case Operation::kSkeletonize:
      return kernel::skeletonize(queue, labels, out);
    case Operation::kRemoveSpurs:
      return kernel::despur(queue, labels, settings_.iterations, out);
  }
}

/// Objects that are left look as in the result, so that both have the same centres.
Buffer<std::int32_t> ExpandOrShrinkObjects::transform_discarded(ImageSet& images, Labels segmented,
                                                                Labels found, Labels result) const {
  Buffer<std::int32_t> out(images.queue(), found.shape);
  transform(images, found, out.view(found.shape));
  kernel::replace_labeled(images.queue(), segmented, result, out.view(found.shape));
  return out;
}

void ExpandOrShrinkObjects::run(ImageSet& images) const {
  Queue& queue = images.queue();
  const Objects objects = images.objects(settings_.objects);
  const Shape2 shape = objects.shape();
  NewObjects result{.shape = shape};
  result.labels = Buffer<std::int32_t>(queue, shape);
  transform(images, objects.labels(), result.labels.view(shape));
  result.count = kernel::max_label(queue, result.labels.view(shape));
  if (settings_.keeps_discarded()) {
    const Labels segmented = objects.labels(), transformed = std::as_const(result.labels).view(shape);
    if (objects.has_small_removed())
      result.small_removed = transform_discarded(images, segmented, objects.small_removed(), transformed);
    if (objects.has_unedited())
      result.unedited = transform_discarded(images, segmented, objects.unedited(), transformed);
  }
  images.add_objects(settings_.result, std::move(result));
  measure_objects(images, settings_.result, ObjectLocations::kOfAllLabels);
}

}  // namespace

CEL_MODULE(ExpandOrShrinkObjects)

}  // namespace cellerate::modules
