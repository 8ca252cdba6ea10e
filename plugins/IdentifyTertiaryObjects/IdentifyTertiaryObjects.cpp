/// IdentifyTertiaryObjects: what is left of larger objects without the smaller ones in them.
/// Meaning, sources and differences from CellProfiler: IdentifyTertiaryObjects.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <stdexcept>

#include "cuda/label/label_masks.hpp"
#include "cuda/pixel/window.hpp"
#include "cuda/region/pixel_index.hpp"
#include "plugins/shared/label_planes.hpp"
#include "plugins/shared/object_measurements.hpp"

namespace cellerate::modules {
namespace {

struct IdentifyTertiarySettings {
  std::string larger = "None", smaller = "None", objects = "Cytoplasm";
  bool shrink = true;

  void bind(Binder& b) {
    b.objects(larger, "Select the larger identified objects");
    b.objects(smaller, "Select the smaller identified objects");
    b.new_objects(objects, "Name the tertiary objects to be identified");
    b.binary(shrink, "Shrink smaller object prior to subtraction?");
  }
};

class IdentifyTertiaryObjects {
 public:
  static constexpr const char* kAliases[] = {"IdentifyTertiarySubregion", nullptr};
  static constexpr ModuleInfo info = {.revision = 3,
                                      .category = "Object Processing",
                                      .summary = "Takes smaller objects out of the larger ones around them.",
                                      .aliases = kAliases};
  using Settings = IdentifyTertiarySettings;

  IdentifyTertiaryObjects(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u) {
    if (u.revision == 1) {
      u.values.push_back("Yes");
      u.revision = 2;
    }
    if (u.revision == 2) {  // had outlines
      if (u.values.size() < 5) throw std::invalid_argument("the module has too few settings");
      u.values.erase(u.values.begin() + 3, u.values.begin() + 5);
      u.revision = 3;
    }
  }

  void declare(Declaration& d) const {
    d.needs_objects(settings_.larger, "Select the larger identified objects");
    d.needs_objects(settings_.smaller, "Select the smaller identified objects");
    d.makes_objects(settings_.objects);
    declare_object_measurements(d, settings_.objects, ObjectLocations::kOfAllLabels);
    declare_family(d, settings_.smaller, settings_.objects);
    declare_family(d, settings_.larger, settings_.objects);
  }

  void run(ImageSet& images) const;

 private:
  Family relate_to_smaller(ImageSet& images, const Family& of_larger) const;

  Settings settings_;
};

bool is_smaller(Shape2 a, Shape2 b) { return a.height < b.height || a.width < b.width; }

/// Labels of two object sets on planes of one size.
struct MatchedPlanes {
  Buffer<std::int32_t> resized;  ///< owns the plane that had to be resized
  View2<const std::int32_t> larger, smaller;
  std::string parent_image;
};

Buffer<std::int32_t> window(Queue& queue, View2<const std::int32_t> labels, int y0, int x0, Shape2 shape) {
  Buffer<std::int32_t> out(queue, shape);
  kernel::copy_window(queue, labels, y0, x0, out.view(shape));
  return out;
}

/// The part of a plane that the crop of an image kept, if the plane is of the size that the image had before.
std::optional<Buffer<std::int32_t>> crop_alike(ImageSet& images, View2<const std::int32_t> labels,
                                               const Objects& cropped) {
  if (cropped.parent_image().empty()) return std::nullopt;
  const Image image = images.image(cropped.parent_image());
  if (is_smaller(labels.shape, image.shape())) return std::nullopt;
  if (!image.crop_mask() || image.shape() == labels.shape)
    throw std::invalid_argument("objects differ in size, and no crop tells how they match");
  const Box box = kernel::bounding_box(images.queue(), image.crop_mask());
  const Shape2 kept{box.height(), box.width()};
  if (kept != cropped.shape()) return std::nullopt;
  return window(images.queue(), labels, box.y0, box.x0, kept);
}

MatchedPlanes match(ImageSet& images, const Objects& larger, const Objects& smaller) {
  MatchedPlanes planes;
  planes.larger = larger.labels();
  planes.smaller = smaller.labels();
  planes.parent_image = larger.parent_image().empty() ? smaller.parent_image() : larger.parent_image();
  if (larger.shape() == smaller.shape()) return planes;
  if (is_smaller(smaller.shape(), larger.shape())) {
    if (auto cropped = crop_alike(images, larger.labels(), smaller)) {
      planes.resized = std::move(*cropped);
      planes.larger = std::as_const(planes.resized).view(smaller.shape());
      planes.parent_image = smaller.parent_image();
      return planes;
    }
  } else if (auto cropped = crop_alike(images, smaller.labels(), larger)) {
    planes.resized = std::move(*cropped);
    planes.smaller = std::as_const(planes.resized).view(larger.shape());
    return planes;
  }
  planes.resized = window(images.queue(), smaller.labels(), 0, 0, larger.shape());
  planes.smaller = std::as_const(planes.resized).view(larger.shape());
  return planes;
}

void IdentifyTertiaryObjects::run(ImageSet& images) const {
  Queue& queue = images.queue();
  const Objects larger = images.objects(settings_.larger), smaller = images.objects(settings_.smaller);
  require_no_overlap(larger, settings_.larger);
  require_no_overlap(smaller, settings_.smaller);
  const MatchedPlanes planes = match(images, larger, smaller);
  const Shape2 shape = planes.larger.shape;
  NewObjects made{
      .shape = shape, .labels = Buffer<std::int32_t>(queue, shape), .parent_image = planes.parent_image};
  kernel::subtract_objects(queue, planes.larger, planes.smaller, settings_.shrink, made.labels.view(shape));
  made.count = kernel::max_label(queue, std::as_const(made.labels).view(shape));
  images.add_objects(settings_.objects, std::move(made));

  const Family of_larger = relate_children(images, settings_.larger, settings_.objects);
  const Family of_smaller = relate_to_smaller(images, of_larger);
  measure_family(images, settings_.smaller, settings_.objects, of_smaller);
  record_family(images, "Removed", settings_.smaller, settings_.objects, of_smaller);
  measure_family(images, settings_.larger, settings_.objects, of_larger);
  record_family(images, "Parent", settings_.larger, settings_.objects, of_larger);
  measure_objects(images, settings_.objects, ObjectLocations::kOfAllLabels);
}

/// The rim that shrinking leaves tells which smaller object a tertiary one belongs to. Without it they share
/// no pixel, and the larger object in which both lie tells; of several smaller ones in it the last.
Family IdentifyTertiaryObjects::relate_to_smaller(ImageSet& images, const Family& of_larger) const {
  if (settings_.shrink) return relate_children(images, settings_.smaller, settings_.objects);
  const auto larger_of_smaller =
      relate_children(images, settings_.larger, settings_.smaller).parents_of_children;
  const std::size_t count = larger_of_smaller.size();
  std::vector<std::int32_t> smaller_in(of_larger.children_per_parent.size() + 1, 0);
  Family family;
  family.children_per_parent.assign(count, 0);
  for (std::size_t i = 0; i < count; ++i) {
    if (larger_of_smaller[i] == 0) continue;
    family.children_per_parent[i] = of_larger.children_per_parent[larger_of_smaller[i] - 1];
    smaller_in[larger_of_smaller[i]] = static_cast<std::int32_t>(i) + 1;
  }
  for (const std::int32_t parent : of_larger.parents_of_children)
    family.parents_of_children.push_back(smaller_in[parent]);
  return family;
}

}  // namespace

CEL_MODULE(IdentifyTertiaryObjects)

}  // namespace cellerate::modules
