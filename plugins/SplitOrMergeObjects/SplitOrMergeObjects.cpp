/// SplitOrMergeObjects: objects numbered anew, so that parts become objects or objects become parts of one.
/// Meaning, columns, sources and differences from CellProfiler: SplitOrMergeObjects.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <utility>

#include "cuda/label/connected_components.hpp"
#include "cuda/label/label_masks.hpp"
#include "cuda/label/mask_labels.hpp"
#include "cuda/label/merge_labels.hpp"
#include "cuda/label/renumber.hpp"
#include "cuda/region/fill_hulls.hpp"
#include "cuda/region/pixel_index.hpp"
#include "plugins/SplitOrMergeObjects/split_or_merge_settings.hpp"
#include "plugins/shared/crop_similarly.hpp"
#include "plugins/shared/image_samples.hpp"
#include "plugins/shared/label_planes.hpp"
#include "plugins/shared/object_measurements.hpp"
#include "plugins/shared/required_measurement.hpp"

namespace cellerate::modules {
namespace {

class SplitOrMergeObjects {
 public:
  static constexpr const char* kAliases[] = {"ReassignObjectNumbers", "SplitIntoContiguousObjects", nullptr};
  static constexpr ModuleInfo info = {.revision = 6,
                                      .category = "Object Processing",
                                      .summary = "Splits objects into their parts, or merges objects.",
                                      .aliases = kAliases};
  using Settings = SplitOrMergeSettings;

  SplitOrMergeObjects(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u) { upgrade_split_or_merge_settings(u); }

  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  Buffer<std::int32_t> renumbered(ImageSet& images, const Objects& objects) const;
  Buffer<std::int32_t> merged_by_distance(ImageSet& images, const Objects& objects) const;
  Buffer<std::int32_t> merged_by_parent(ImageSet& images, const Objects& objects) const;
  void merge_along_image(ImageSet& images, const Objects& objects, View2<const std::uint8_t> reach,
                         View2<std::int32_t> merged) const;
  std::string parent_feature() const { return "Parent_" + settings_.parent; }

  Settings settings_;
};

void SplitOrMergeObjects::declare(Declaration& d) const {
  d.needs_objects(settings_.objects, Settings::kObjects);
  if (settings_.by_image()) d.needs_image(settings_.image, Settings::kImage);
  if (settings_.by_parent()) {
    if (settings_.parent == "None")
      d.fault(Settings::kParent, "'None' is no object set");
    else
      require_measurement(d, settings_.objects, parent_feature(), Settings::kParent);
  }
  d.makes_objects(settings_.result);
  declare_object_measurements(d, settings_.result, ObjectLocations::kOfAllLabels);
  declare_family(d, settings_.objects, settings_.result);
}

/// Parts of objects that touch are one object: a split merges, too.
Buffer<std::int32_t> parts(Queue& queue, View2<const std::int32_t> labels) {
  Buffer<std::uint8_t> mask(queue, labels.shape);
  kernel::labeled_pixels(queue, labels, mask.view(labels.shape));
  Buffer<std::int32_t> components(queue, labels.shape);
  kernel::connected_components(queue, std::as_const(mask).view(labels.shape), kernel::Connectivity::Eight,
                               components.view(labels.shape));
  return components;
}

/// The image's samples where the objects lie: cut as the image was of which they were made.
CroppedSamples fitted(ImageSet& images, const GraySamples& image, const Objects& objects) {
  if (image.shape() == objects.shape()) return {image.samples(), {}};
  if (objects.parent_image().empty())
    throw std::invalid_argument("image and objects differ in size, and the objects were made of no image");
  const Image parent = images.image(objects.parent_image());
  if (parent.shape() != objects.shape())
    throw std::invalid_argument("image, objects and the image of which they were made differ in size");
  return crop_similarly(images.queue(), parent, image.samples(), image.shape());
}

void SplitOrMergeObjects::merge_along_image(ImageSet& images, const Objects& objects,
                                            View2<const std::uint8_t> reach,
                                            View2<std::int32_t> merged) const {
  const GraySamples image(images, settings_.image);
  const CroppedSamples samples = fitted(images, image, objects);
  Buffer<double> pixels(images.queue(), objects.shape());
  kernel::widen(images.queue(), samples.samples, pixels.view());
  kernel::merge_by_image(images.queue(), objects.labels(), reach,
                         {.pixels = std::as_const(pixels).view(objects.shape()),
                          .is_single = image.is_single(),
                          .fraction = settings_.fraction,
                          .guide = settings_.guide},
                         merged);
}

Buffer<std::int32_t> SplitOrMergeObjects::merged_by_distance(ImageSet& images, const Objects& objects) const {
  Queue& queue = images.queue();
  const Shape2 shape = objects.shape();
  Buffer<std::uint8_t> reach(queue, shape);
  kernel::merging_reach(queue, objects.labels(), settings_.distance, reach.view(shape));
  Buffer<std::int32_t> merged(queue, shape);
  if (settings_.by_image()) {
    merge_along_image(images, objects, std::as_const(reach).view(shape), merged.view(shape));
    return merged;
  }
  Buffer<std::int32_t> components(queue, shape);
  kernel::connected_components(queue, std::as_const(reach).view(shape), kernel::Connectivity::Eight,
                               components.view(shape));
  kernel::mask_labels(queue, std::as_const(components).view(shape), objects.labels(),
                      kernel::MaskSide::kInside, merged.view(shape));
  return merged;
}

/// The new numbers of the labels 0 ... count, without gaps. CellProfiler takes the lowest number that it
/// finds for the background: where objects cover the whole plane, the first of them is lost.
std::vector<std::int32_t> without_gaps(Queue& queue, View2<const std::int32_t> labels, int count) {
  const kernel::PixelIndex index = kernel::pixel_index(queue, labels, count);
  const std::vector<std::int32_t> starts = download(queue, index.starts);
  std::vector<std::int32_t> table(count + 1, 0);
  std::int32_t next = starts.back() < labels.size() ? 1 : 0;
  for (int label = 1; label <= count; ++label)
    if (starts[label] > starts[label - 1]) table[label] = next++;
  return table;
}

Buffer<std::int32_t> SplitOrMergeObjects::merged_by_parent(ImageSet& images, const Objects& objects) const {
  Queue& queue = images.queue();
  const Shape2 shape = objects.shape();
  const std::vector<double> parents = measured_values(images, settings_.objects, parent_feature());
  if (static_cast<int>(parents.size()) < objects.count())
    throw std::runtime_error("not all objects have a measurement of their parent");
  std::vector<std::int32_t> parent_of{0};
  parent_of.insert(parent_of.end(), parents.begin(), parents.end());
  Buffer<std::int32_t> merged(queue, shape);
  const auto renumber = [&](View2<const std::int32_t> labels, const std::vector<std::int32_t>& table) {
    const Buffer<std::int32_t> numbers = upload(queue, table);
    kernel::renumber(queue, labels, numbers.view(), merged.view(shape));
  };
  renumber(objects.labels(), parent_of);
  const View2<const std::int32_t> labels = std::as_const(merged).view(shape);
  const int count = kernel::max_label(queue, labels);
  if (settings_.output == MergedOutput::kConvexHull)
    kernel::fill_hulls(queue, labels, count, merged.view(shape));
  renumber(labels, without_gaps(queue, labels, count));
  return merged;
}

Buffer<std::int32_t> SplitOrMergeObjects::renumbered(ImageSet& images, const Objects& objects) const {
  if (settings_.operation == Operation::kSplit) return parts(images.queue(), objects.labels());
  return settings_.by_parent() ? merged_by_parent(images, objects) : merged_by_distance(images, objects);
}

void SplitOrMergeObjects::run(ImageSet& images) const {
  Queue& queue = images.queue();
  const Objects objects = images.objects(settings_.objects);
  require_no_overlap(objects, settings_.objects);
  const Shape2 shape = objects.shape();
  NewObjects result{.shape = shape, .parent_image = objects.parent_image()};
  result.labels = renumbered(images, objects);
  const View2<const std::int32_t> labels = std::as_const(result.labels).view(shape);
  result.count = kernel::max_label(queue, labels);
  if (objects.has_small_removed() || objects.has_unedited()) {
    const kernel::PixelIndex index = kernel::pixel_index(queue, labels, result.count);
    const auto following = [&](View2<const std::int32_t> found) {
      Buffer<std::int32_t> out(queue, shape);
      kernel::lowest_labels(queue, found, index.view(), out.view(shape));
      return out;
    };
    if (objects.has_small_removed()) result.small_removed = following(objects.small_removed());
    if (objects.has_unedited()) result.unedited = following(objects.unedited());
  }
  images.add_objects(settings_.result, std::move(result));
  measure_objects(images, settings_.result, ObjectLocations::kOfAllLabels);
  measure_family(images, settings_.objects, settings_.result,
                 relate_children(images, settings_.objects, settings_.result));
}

}  // namespace

CEL_MODULE(SplitOrMergeObjects)

}  // namespace cellerate::modules
