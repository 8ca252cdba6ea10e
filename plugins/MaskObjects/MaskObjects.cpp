/// MaskObjects: removes what of the objects lies outside a region.
/// Meaning, columns, sources and differences from CellProfiler: MaskObjects.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <numeric>
#include <stdexcept>

#include "cuda/label/mask_labels.hpp"
#include "cuda/label/object_table.hpp"
#include "cuda/label/renumber.hpp"
#include "cuda/region/pixel_index.hpp"
#include "plugins/shared/object_measurements.hpp"

namespace cellerate::modules {
namespace {

enum class MaskKind { kObjects, kImage };
enum class PartlyMasked { kKeepOverlap, kKeep, kRemove, kRemoveByOverlap };
enum class Numbering { kRenumber, kRetain };

struct MaskObjectsSettings {
  std::string objects, remaining = "MaskedNuclei", masking_objects = "None", masking_image = "None";
  MaskKind kind = MaskKind::kObjects;
  PartlyMasked partly_masked = PartlyMasked::kKeepOverlap;
  double fraction = 0.5;
  Numbering numbering = Numbering::kRenumber;
  bool is_inverted = false;

  void bind(Binder& b) {
    b.objects(objects, "Select objects to be masked");
    b.new_objects(remaining, "Name the masked objects");
    b.choice(kind, "Mask using a region defined by other objects or by binary image?", {"Objects", "Image"});
    b.objects(masking_objects, "Select the masking object");
    b.image(masking_image, "Select the masking image");
    b.choice(partly_masked, "Handling of objects that are partially masked",
             {"Keep overlapping region", "Keep", "Remove", "Remove depending on overlap"});
    b.number(fraction, kFraction, {.min = 0, .max = 1});
    b.choice(numbering, "Numbering of resulting objects", {"Renumber", "Retain"});
    b.binary(is_inverted, "Invert the mask?");
  }
  bool is_hidden(std::string_view text) const {
    return text == kFraction && partly_masked != PartlyMasked::kRemoveByOverlap;
  }

  static constexpr char kFraction[] = "Fraction of object that must overlap";
};

/// Old number to new one, and the old numbers of what remains in the order of the new ones.
struct Remaining {
  std::vector<std::int32_t> table;
  std::vector<double> parents;
};

class MaskObjects {
 public:
  static constexpr ModuleInfo info = {.revision = 3,
                                      .category = "Object Processing",
                                      .summary = "Removes what of the objects lies outside a region."};
  using Settings = MaskObjectsSettings;

  MaskObjects(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  /// From 1: the mask can be inverted. From 2: no outlines.
  static void upgrade(Upgrade& u) {
    if (u.revision == 1) {
      u.values.push_back("No");
      u.revision = 2;
    }
    if (u.revision == 2 && u.values.size() >= 3) {
      u.values.erase(u.values.end() - 3, u.values.end() - 1);
      u.revision = 3;
    }
  }

  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  void mask(ImageSet& images, const Objects& objects, View2<std::int32_t> out) const;
  bool is_kept(std::int32_t inside, std::int32_t area) const;
  Remaining remaining(ImageSet& images, const Objects& objects, View2<const std::int32_t> masked) const;

  Settings settings_;
};

void MaskObjects::declare(Declaration& d) const {
  d.needs_objects(settings_.objects, "Select objects to be masked");
  if (settings_.kind == MaskKind::kObjects)
    d.needs_objects(settings_.masking_objects, "Select the masking object");
  else
    d.needs_image(settings_.masking_image, "Select the masking image");
  d.makes_objects(settings_.remaining);
  declare_object_measurements(d, settings_.remaining, ObjectLocations::kOfAllLabels);
  declare_family(d, settings_.objects, settings_.remaining);
}

void MaskObjects::mask(ImageSet& images, const Objects& objects, View2<std::int32_t> out) const {
  const auto side = settings_.is_inverted ? kernel::MaskSide::kOutside : kernel::MaskSide::kInside;
  if (settings_.kind == MaskKind::kObjects)
    return kernel::mask_labels(images.queue(), objects.labels(),
                               images.objects(settings_.masking_objects).labels(), side, out);
  const Image image = images.image(settings_.masking_image);
  if (!image.is_binary())
    throw std::invalid_argument("image '" + settings_.masking_image + "' must be binary");
  kernel::mask_labels(images.queue(), objects.labels(), image.plane<std::uint8_t>(), side, out);
}

/// @param inside  how many of the object's pixels the mask lets through
bool MaskObjects::is_kept(std::int32_t inside, std::int32_t area) const {
  switch (settings_.partly_masked) {
    case PartlyMasked::kKeepOverlap:
    case PartlyMasked::kKeep:
      return inside > 0;
    case PartlyMasked::kRemove:
      return area > 0 && inside == area;
    case PartlyMasked::kRemoveByOverlap:
      return area > 0 && static_cast<double>(inside) / area >= settings_.fraction;
  }
  return false;
}

Remaining MaskObjects::remaining(ImageSet& images, const Objects& objects,
                                 View2<const std::int32_t> masked) const {
  Queue& queue = images.queue();
  Buffer<std::int32_t> inside_areas(queue, objects.count() + 1), all_areas(queue, objects.count() + 1);
  kernel::label_areas(queue, masked, inside_areas.view());
  kernel::label_areas(queue, objects.labels(), all_areas.view());
  const std::vector<std::int32_t> inside = download(queue, inside_areas), areas = download(queue, all_areas);
  Remaining result{std::vector<std::int32_t>(objects.count() + 1, 0), {}};
  for (std::int32_t label = 1; label <= objects.count(); ++label) {
    if (!is_kept(inside[label], areas[label])) continue;
    result.parents.push_back(label);
    result.table[label] =
        settings_.numbering == Numbering::kRetain ? label : static_cast<std::int32_t>(result.parents.size());
  }
  return result;
}

void MaskObjects::run(ImageSet& images) const {
  Queue& queue = images.queue();
  const Objects objects = images.objects(settings_.objects);
  const Shape2 shape = objects.shape();
  Buffer<std::int32_t> masked(queue, shape);
  mask(images, objects, masked.view(shape));
  Remaining left = remaining(images, objects, masked.view(shape));

  NewObjects result{.shape = shape};
  const bool is_cut = settings_.partly_masked == PartlyMasked::kKeepOverlap;
  result.labels = Buffer<std::int32_t>(queue, shape);
  kernel::renumber(queue, is_cut ? masked.view(shape) : objects.labels(), upload(queue, left.table).view(),
                   result.labels.view(shape));
  result.count = kernel::max_label(queue, result.labels.view(shape));
  result.unedited = Buffer<std::int32_t>(queue, shape);
  queue.copy(result.unedited.data(), objects.unedited().data, shape.size() * sizeof(std::int32_t));
  images.add_objects(settings_.remaining, std::move(result));

  std::vector<double> has_child(left.table.begin() + 1, left.table.end());
  for (double& number : has_child) number = number > 0;
  measure_objects(images, settings_.remaining, ObjectLocations::kOfAllLabels);
  if (settings_.numbering == Numbering::kRetain) {
    left.parents.resize(objects.count());
    std::iota(left.parents.begin(), left.parents.end(), 1.0);
    images.measure_image("Count_" + settings_.remaining, objects.count(), CEL_VALUE_INTEGER);
  }
  images.measure(settings_.remaining, "Parent_" + settings_.objects, left.parents, CEL_VALUE_INTEGER);
  images.measure(settings_.objects, "Children_" + settings_.remaining + "_Count", has_child,
                 CEL_VALUE_INTEGER);
}

}  // namespace

CEL_MODULE(MaskObjects)

}  // namespace cellerate::modules
