/// IdentifySecondaryObjects: grows objects around other objects, one around each.
/// Meaning, sources and differences from CellProfiler: IdentifySecondaryObjects.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include "cuda/label/basins.hpp"
#include "cuda/label/expand.hpp"
#include "cuda/label/fill_holes.hpp"
#include "cuda/label/object_table.hpp"
#include "cuda/label/propagate.hpp"
#include "cuda/label/secondary_seeds.hpp"
#include "cuda/label/watershed.hpp"
#include "cuda/region/pixel_index.hpp"
#include "plugins/IdentifySecondaryObjects/settings.hpp"
#include "plugins/shared/label_planes.hpp"
#include "plugins/shared/object_measurements.hpp"
#include "plugins/shared/threshold.hpp"

namespace cellerate::modules {
namespace {

using Labels = View2<const std::int32_t>;

class IdentifySecondaryObjects {
 public:
  static constexpr ModuleInfo info = {.revision = 10,
                                      .category = "Object Processing",
                                      .summary = "Grows objects around other objects, one around each."};
  using Settings = IdentifySecondarySettings;

  IdentifySecondaryObjects(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}
  static void upgrade(Upgrade& u) { Settings::upgrade(u); }

  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  /// Labels grown from the primary objects' labels before any were discarded.
  Buffer<std::int32_t> grow(ImageSet& images, const GrayImage& image, Labels seeds) const;
  void grow_by_propagation(Queue& queue, const GrayImage& image, Labels seeds,
                           View2<const std::uint8_t> foreground, View2<std::int32_t> grown) const;
  void grow_by_watershed(Queue& queue, const GrayImage& image, Labels seeds,
                         View2<const std::uint8_t> foreground, View2<std::int32_t> grown) const;
  /// The grown labels by the primary objects' final numbers, without those that are discarded.
  Buffer<std::int32_t> final_labels(Queue& queue, const GrayImage& image, const Objects& primaries,
                                    Labels grown, int max_grown) const;
  Buffer<std::int32_t> renumber_survivors(Queue& queue, const Objects& primaries,
                                          View2<std::int32_t> labels) const;
  void add_new_primaries(ImageSet& images, const Objects& primaries, Buffer<std::int32_t>&& labels) const;
  Family measure_with_primaries(ImageSet& images, const std::string& objects) const;

  Settings settings_;
};

void IdentifySecondaryObjects::declare(Declaration& d) const {
  d.needs_objects(settings_.primaries, "Select the input objects");
  d.needs_image(settings_.image, "Select the input image");
  const auto declare_new = [&](const std::string& name) {
    d.makes_objects(name);
    declare_object_measurements(d, name, ObjectLocations::kOfPresentLabels);
    declare_family(d, settings_.primaries, name);
  };
  declare_new(settings_.objects);
  if (settings_.makes_primaries()) {
    declare_new(settings_.new_primaries);
    declare_family(d, settings_.new_primaries, settings_.objects);
  }
  if (settings_.has_threshold()) declare_threshold_measurements(d, settings_.threshold, settings_.objects);
}

void IdentifySecondaryObjects::run(ImageSet& images) const {
  Queue& queue = images.queue();
  const GrayImage image(images, settings_.image);
  const Objects primaries = images.objects(settings_.primaries);
  const Shape2 shape = image.shape();
  if (primaries.shape() != shape)
    throw std::invalid_argument("image '" + settings_.image + "' and objects '" + settings_.primaries +
                                "' differ in size");
  require_no_overlap(primaries, settings_.primaries);

  const int max_unedited = kernel::max_label(queue, primaries.unedited());
  Buffer<std::int32_t> seeds(queue, shape);
  kernel::seeds_of_primaries(queue, primaries.unedited(), primaries.labels(), max_unedited,
                             seeds.view(shape));
  NewObjects made{.shape = shape, .parent_image = settings_.image};
  made.unedited = grow(images, image, std::as_const(seeds).view(shape));
  const View2<std::int32_t> grown = made.unedited.view(shape);
  if (settings_.fill_holes)
    kernel::fill_labeled_holes(queue, grown, max_unedited, kernel::FillOver::BackgroundOnly, grown);
  made.labels = final_labels(queue, image, primaries, grown, max_unedited);
  Buffer<std::int32_t> new_primaries;
  if (settings_.discard_at_border)
    new_primaries = renumber_survivors(queue, primaries, made.labels.view(shape));
  made.count = kernel::max_label(queue, std::as_const(made.labels).view(shape));
  images.add_objects(settings_.objects, std::move(made));

  const Family family = measure_with_primaries(images, settings_.objects);
  record_family(images, "Parent", settings_.primaries, settings_.objects, family);
  if (settings_.makes_primaries()) add_new_primaries(images, primaries, std::move(new_primaries));
}

Buffer<std::int32_t> IdentifySecondaryObjects::grow(ImageSet& images, const GrayImage& image,
                                                    Labels seeds) const {
  Queue& queue = images.queue();
  Buffer<std::int32_t> grown(queue, seeds.shape);
  const View2<std::int32_t> out = grown.view(seeds.shape);
  if (!settings_.has_threshold()) {
    kernel::expand_labels(queue, seeds, settings_.distance, out);
    return grown;
  }
  const Buffer<std::uint8_t> foreground =
      threshold_image(images, image, settings_.threshold, false, settings_.objects);
  const bool propagates =
      settings_.method == GrowthMethod::kPropagation || settings_.method == GrowthMethod::kDistanceB;
  if (propagates)
    grow_by_propagation(queue, image, seeds, foreground.view(seeds.shape), out);
  else
    grow_by_watershed(queue, image, seeds, foreground.view(seeds.shape), out);
  return grown;
}

void IdentifySecondaryObjects::grow_by_propagation(Queue& queue, const GrayImage& image, Labels seeds,
                                                   View2<const std::uint8_t> foreground,
                                                   View2<std::int32_t> grown) const {
  if (settings_.method == GrowthMethod::kPropagation)
    return kernel::propagate(queue, image.pixels(), seeds, foreground, settings_.regularization, grown, {});
  Buffer<double> distances(queue, seeds.shape);
  kernel::propagate(queue, image.pixels(), seeds, foreground, 1.0, grown, distances.view(seeds.shape));
  kernel::limit_growth(queue, seeds, std::as_const(distances).view(seeds.shape), settings_.distance, grown);
}

void IdentifySecondaryObjects::grow_by_watershed(Queue& queue, const GrayImage& image, Labels seeds,
                                                 View2<const std::uint8_t> foreground,
                                                 View2<std::int32_t> grown) const {
  Buffer<std::uint8_t> area(queue, seeds.shape);
  kernel::growth_area(queue, foreground, seeds, image.mask(), area.view(seeds.shape));
  Buffer<float> basins(queue, seeds.shape);
  if (settings_.method == GrowthMethod::kWatershedGradient)
    kernel::gradient_basins(queue, image.pixels(), basins.view(seeds.shape));
  else
    kernel::intensity_basins(queue, image.pixels(), basins.view(seeds.shape));
  kernel::watershed(queue, std::as_const(basins).view(seeds.shape), seeds,
                    std::as_const(area).view(seeds.shape), {kernel::Connectivity::Eight}, grown);
}

Buffer<std::int32_t> IdentifySecondaryObjects::final_labels(Queue& queue, const GrayImage& image,
                                                            const Objects& primaries, Labels grown,
                                                            int max_grown) const {
  const Shape2 shape = grown.shape;
  Buffer<std::int32_t> numbers(queue, max_grown + 1), final(queue, shape);
  kernel::highest_value(queue, grown, primaries.labels(), numbers.view());
  kernel::apply_table(queue, grown, std::as_const(numbers).view(), final.view(shape));
  if (!settings_.discard_at_border) return final;
  Buffer<std::uint8_t> touching = zeros<std::uint8_t>(queue, primaries.count() + 1);
  if (image.mask())
    kernel::flag_mask_border_labels(queue, std::as_const(final).view(shape), image.mask(), touching.view());
  else
    kernel::flag_border_labels(queue, std::as_const(final).view(shape), touching.view());
  kernel::remove_flagged(queue, final.view(shape), std::as_const(touching).view(), final.view(shape));
  return final;
}

/// Numbers the primary objects that kept a secondary one 1, 2, ...; the secondary ones likewise, in place.
/// @return the labels of the former
Buffer<std::int32_t> IdentifySecondaryObjects::renumber_survivors(Queue& queue, const Objects& primaries,
                                                                  View2<std::int32_t> labels) const {
  Buffer<std::int32_t> highest(queue, primaries.count() + 1);
  kernel::highest_value(queue, primaries.labels(), labels, highest.view());
  std::vector<std::int32_t> numbers = download(queue, highest);
  std::int32_t next = 0;
  for (std::int32_t& number : numbers) number = number != 0 ? ++next : 0;
  const Buffer<std::int32_t> table = upload(queue, numbers);
  Buffer<std::int32_t> renumbered(queue, labels.shape);
  kernel::apply_table(queue, primaries.labels(), table.view(), renumbered.view(labels.shape));
  kernel::apply_table(queue, labels, table.view(), labels);
  return renumbered;
}

void IdentifySecondaryObjects::add_new_primaries(ImageSet& images, const Objects& primaries,
                                                 Buffer<std::int32_t>&& labels) const {
  Queue& queue = images.queue();
  NewObjects made{.shape = primaries.shape(), .parent_image = primaries.parent_image()};
  made.count = kernel::max_label(queue, std::as_const(labels).view(made.shape));
  made.labels = std::move(labels);
  made.unedited = copy_labels(queue, primaries.unedited());
  made.small_removed = copy_labels(queue, primaries.small_removed());
  images.add_objects(settings_.new_primaries, std::move(made));
  measure_with_primaries(images, settings_.new_primaries);
  measure_family(images, settings_.new_primaries, settings_.objects,
                 relate_children(images, settings_.new_primaries, settings_.objects));
}

Family IdentifySecondaryObjects::measure_with_primaries(ImageSet& images, const std::string& objects) const {
  measure_objects(images, objects, ObjectLocations::kOfPresentLabels);
  Family family = relate_children(images, settings_.primaries, objects);
  measure_family(images, settings_.primaries, objects, family);
  return family;
}

}  // namespace

CEL_MODULE(IdentifySecondaryObjects)

}  // namespace cellerate::modules
