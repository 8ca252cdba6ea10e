/// IdentifyPrimaryObjects: finds objects in a gray image.
/// Meaning, sources and differences from CellProfiler: IdentifyPrimaryObjects.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <cmath>

#include "cuda/label/connected_components.hpp"
#include "cuda/label/fill_holes.hpp"
#include "cuda/label/object_table.hpp"
#include "plugins/IdentifyPrimaryObjects/declump.hpp"
#include "plugins/IdentifyPrimaryObjects/settings.hpp"
#include "plugins/shared/object_measurements.hpp"
#include "plugins/shared/threshold.hpp"

namespace cellerate::modules {
namespace {

double disk_area(int diameter) { return std::acos(-1.0) * (static_cast<double>(diameter) * diameter) / 4; }

class IdentifyPrimaryObjects {
 public:
  static constexpr ModuleInfo info = {
      .revision = 15, .category = "Object Processing", .summary = "Finds objects in a gray image."};
  using Settings = IdentifyPrimarySettings;

  IdentifyPrimaryObjects(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}
  static void upgrade(Upgrade& u) { Settings::upgrade(u); }

  void declare(Declaration& d) const {
    d.needs_image(settings_.image, "Select the input image");
    d.makes_objects(settings_.objects);
    declare_object_measurements(d, settings_.objects, ObjectLocations::kOfPresentLabels);
    declare_threshold_measurements(d, settings_.threshold, settings_.objects);
  }

  void run(ImageSet& images) const;

 private:
  LabelPlane clumps(ImageSet& images, const GrayImage& image) const;
  void discard_at_border(Queue& queue, const GrayImage& image, LabelPlane& objects) const;
  /// @return the labels without small objects, but still with large ones
  Buffer<std::int32_t> discard_by_size(Queue& queue, Shape2 shape, LabelPlane& objects) const;
  void close_up(Queue& queue, Shape2 shape, LabelPlane& objects) const;

  Settings settings_;
};

void IdentifyPrimaryObjects::run(ImageSet& images) const {
  Queue& queue = images.queue();
  const GrayImage image(images, settings_.image);
  const Shape2 shape = image.shape();
  LabelPlane objects = clumps(images, image);
  if (settings_.declumps()) objects = declump(queue, image, objects, settings_);

  NewObjects made{.shape = shape, .parent_image = settings_.image};
  made.unedited = copy_labels(queue, objects.labels.view(shape));
  discard_at_border(queue, image, objects);
  made.small_removed = discard_by_size(queue, shape, objects);
  close_up(queue, shape, objects);
  if (settings_.advanced && settings_.limit == ObjectLimit::kErase && objects.count > settings_.maximum_count)
    objects = {zeros<std::int32_t>(queue, shape.size()), 0};
  made.labels = std::move(objects.labels);
  made.count = objects.count;
  images.add_objects(settings_.objects, std::move(made));
  measure_objects(images, settings_.objects, ObjectLocations::kOfPresentLabels);
}

LabelPlane IdentifyPrimaryObjects::clumps(ImageSet& images, const GrayImage& image) const {
  Queue& queue = images.queue();
  const Shape2 shape = image.shape();
  Buffer<std::uint8_t> foreground =
      threshold_image(images, image, settings_.threshold, !settings_.advanced, settings_.objects);
  if (settings_.hole_filling() == HoleFilling::kBothTimes) {
    Buffer<std::uint8_t> filled(queue, shape);
    const double limit = static_cast<double>(settings_.diameter.max) * settings_.diameter.max;
    kernel::fill_mask_holes(queue, std::as_const(foreground).view(shape), limit, filled.view(shape));
    foreground = std::move(filled);
  }
  LabelPlane clumps{Buffer<std::int32_t>(queue, shape)};
  clumps.count = kernel::connected_components(queue, std::as_const(foreground).view(shape),
                                              kernel::Connectivity::Eight, clumps.labels.view(shape));
  return clumps;
}

/// What touches the border of the image goes; where nothing does, what touches the border of its mask.
void IdentifyPrimaryObjects::discard_at_border(Queue& queue, const GrayImage& image,
                                               LabelPlane& objects) const {
  if (!settings_.discard_at_border || image.shape().empty()) return;
  const View2<std::int32_t> labels = objects.labels.view(image.shape());
  Buffer<std::uint8_t> touching = zeros<std::uint8_t>(queue, objects.count + 1);
  kernel::flag_border_labels(queue, labels, touching.view());
  const std::vector<std::uint8_t> flags = download(queue, touching);
  if (std::find(flags.begin(), flags.end(), 1) == flags.end()) {
    if (!image.mask()) return;
    kernel::flag_mask_border_labels(queue, labels, image.mask(), touching.view());
  }
  kernel::remove_flagged(queue, labels, std::as_const(touching).view(), labels);
}

Buffer<std::int32_t> IdentifyPrimaryObjects::discard_by_size(Queue& queue, Shape2 shape,
                                                             LabelPlane& objects) const {
  if (!settings_.discard_by_size || objects.count == 0) return copy_labels(queue, objects.labels.view(shape));
  const View2<std::int32_t> labels = objects.labels.view(shape);
  Buffer<std::int32_t> areas = zeros<std::int32_t>(queue, objects.count + 1);
  kernel::label_areas(queue, labels, areas.view());
  Buffer<std::uint8_t> wrong = zeros<std::uint8_t>(queue, objects.count + 1);
  kernel::flag_areas_outside(queue, std::as_const(areas).view(), disk_area(settings_.diameter.min), INFINITY,
                             wrong.view());
  kernel::remove_flagged(queue, labels, std::as_const(wrong).view(), labels);
  Buffer<std::int32_t> small_removed = copy_labels(queue, objects.labels.view(shape));
  kernel::flag_areas_outside(queue, std::as_const(areas).view(), 0, disk_area(settings_.diameter.max),
                             wrong.view());
  kernel::remove_flagged(queue, labels, std::as_const(wrong).view(), labels);
  return small_removed;
}

/// Fills holes and closes the gaps in the numbering.
void IdentifyPrimaryObjects::close_up(Queue& queue, Shape2 shape, LabelPlane& objects) const {
  const View2<std::int32_t> labels = objects.labels.view(shape);
  if (settings_.hole_filling() != HoleFilling::kNever)
    kernel::fill_labeled_holes(queue, labels, objects.count, kernel::FillOver::Everything, labels);
  objects.count = kernel::relabel(queue, labels, objects.count, labels);
}

}  // namespace

CEL_MODULE(IdentifyPrimaryObjects)

}  // namespace cellerate::modules
