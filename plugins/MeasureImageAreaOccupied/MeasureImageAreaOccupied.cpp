/// MeasureImageAreaOccupied: how much of an image objects, or the foreground of a binary image, cover.
/// Meaning, units, columns, sources and differences from CellProfiler: MeasureImageAreaOccupied.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "cuda/label/mask_labels.hpp"
#include "cuda/pixel/image_labels.hpp"
#include "cuda/region/perimeter.hpp"
#include "cuda/region/pixel_index.hpp"
#include "plugins/shared/label_planes.hpp"
#include "plugins/shared/name_list.hpp"

namespace cellerate::modules {
namespace {

enum class Operand { kBinaryImage, kObjects, kBoth };

struct MeasureImageAreaOccupiedSettings {
  Operand operand = Operand::kBinaryImage;
  std::vector<std::string> images, objects;

  void bind(Binder& b) {
    b.choice(operand, "Measure the area occupied by", {"Binary Image", "Objects", "Both"});
    b.images(images, kImages);
    b.object_list(objects, kObjects);
  }
  bool of_images() const { return operand != Operand::kObjects; }
  bool of_objects() const { return operand != Operand::kBinaryImage; }

  static constexpr char kImages[] = "Select binary images to measure";
  static constexpr char kObjects[] = "Select object sets to measure";
};

struct Occupied {
  double area = 0, perimeter = 0, total_area = 0;
};

class MeasureImageAreaOccupied {
 public:
  static constexpr ModuleInfo info = {
      .revision = 5,
      .category = "Measurement",
      .summary = "Measures how much of an image objects or the foreground of a binary image cover."};
  using Settings = MeasureImageAreaOccupiedSettings;

  MeasureImageAreaOccupied(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u);
  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  Settings settings_;
};

/// Revision 3 had the operand, the objects, two lines of an image to keep, and the binary image; revision 4
/// had no image to keep; revision 5 has a list of each kind. CellProfiler cannot read revisions 1 and 2.
void MeasureImageAreaOccupied::upgrade(Upgrade& u) {
  if (u.revision != 3 && u.revision != 4) return;
  const std::size_t objects_at = 1, size = u.revision == 3 ? 5 : 3, binary_at = size - 1;
  const std::size_t count = u.values.empty() ? 0 : detail::parse<std::size_t>(u.values[0]).value_or(0);
  std::vector<std::string> images, objects;
  const auto add = [](std::vector<std::string>& names, const std::string& name) {
    if (name != "None" && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (std::size_t k = 0; k < count && (k + 1) * size < u.values.size(); ++k) {
    const std::string* group = &u.values[1 + k * size];
    if (group[0] == "Binary Image") add(images, group[binary_at]);
    if (group[0] == "Objects") add(objects, group[objects_at]);
  }
  const char* operand = images.empty() ? "Objects" : objects.empty() ? "Binary Image" : "Both";
  u.values = {operand, joined_names(images, 0, images.size()), joined_names(objects, 0, objects.size())};
  u.revision = 5;
}

std::string feature(const char* what, const std::string& name) {
  return std::string("AreaOccupied_") + what + "_" + name;
}

void MeasureImageAreaOccupied::declare(Declaration& d) const {
  const auto columns = [&](const std::string& name) {
    for (const char* what : {"AreaOccupied", "Perimeter", "TotalArea"})
      d.column("Image", feature(what, name));
  };
  if (settings_.of_images()) {
    if (settings_.images.empty()) d.fault(Settings::kImages, "no image is selected");
    for (const auto& name : settings_.images) {
      d.needs_image(name, Settings::kImages);
      columns(name);
    }
  }
  if (settings_.of_objects()) {
    if (settings_.objects.empty()) d.fault(Settings::kObjects, "no object set is selected");
    for (const auto& name : settings_.objects) {
      d.needs_objects(name, Settings::kObjects);
      columns(name);
    }
  }
}

/// Pixels and outlines of labels 1 ... count, as doubles.
struct Outlines {
  double area = 0;
  std::vector<double> perimeters;

  Outlines(Queue& queue, View2<const std::int32_t> labels, int count) {
    const kernel::PixelIndex index = kernel::pixel_index(queue, labels, count);
    Buffer<kernel::OutlineCounts> counts(queue, count);
    kernel::object_outlines(queue, index.view(), labels, counts.view());
    area = static_cast<double>(index.pixels.size());
    for (const kernel::OutlineCounts& one : download(queue, counts)) perimeters.push_back(one.perimeter());
  }
};

Occupied occupied_by_image(ImageSet& images, const std::string& name) {
  const Image image = images.image(name);
  if (!image.is_binary()) throw std::invalid_argument("image '" + name + "' must be binary");
  Buffer<std::int32_t> labels(images.queue(), image.shape());
  kernel::binary_labels(images.queue(), image.plane<std::uint8_t>(), labels.view(image.shape()));
  const Outlines foreground(images.queue(), labels.view(image.shape()), 1);
  return {foreground.area, foreground.perimeters[0], static_cast<double>(image.shape().size())};
}

/// CellProfiler takes away from the objects themselves what lies outside of the mask of their image.
void keep_in_mask(ImageSet& images, const std::string& name, View2<const std::uint8_t> mask) {
  Queue& queue = images.queue();
  const Objects objects = images.objects(name);
  const Shape2 shape = objects.shape();
  if (mask.shape != shape)
    throw std::invalid_argument("the image of objects '" + name + "' has another size than they");
  NewObjects kept{.shape = shape, .count = objects.count(), .parent_image = objects.parent_image()};
  kept.labels = Buffer<std::int32_t>(queue, shape);
  kernel::mask_labels(queue, objects.labels(), mask, kernel::MaskSide::kInside, kept.labels.view(shape));
  if (objects.has_unedited()) kept.unedited = copy_labels(queue, objects.unedited());
  if (objects.has_small_removed()) kept.small_removed = copy_labels(queue, objects.small_removed());
  images.add_objects(name, std::move(kept));
}

double pixels_in(Queue& queue, View2<const std::uint8_t> mask) {
  Buffer<std::int32_t> labels(queue, mask.shape);
  kernel::binary_labels(queue, mask, labels.view(mask.shape));
  return static_cast<double>(kernel::pixel_index(queue, labels.view(mask.shape), 1).pixels.size());
}

Occupied occupied_by_objects(ImageSet& images, const std::string& name) {
  require_no_overlap(images.objects(name), name);
  Occupied result;
  result.total_area = static_cast<double>(images.objects(name).shape().size());
  if (const std::string parent = images.objects(name).parent_image(); !parent.empty()) {
    const Image image = images.image(parent);
    if (image.has_mask()) {
      keep_in_mask(images, name, image.mask());
      result.total_area = pixels_in(images.queue(), image.mask());
    }
  }
  const Objects objects = images.objects(name);
  const Outlines outlines(images.queue(), objects.labels(), objects.count());
  result.area = outlines.area;
  for (const double perimeter : outlines.perimeters) result.perimeter += std::nearbyint(perimeter);
  return result;
}

void MeasureImageAreaOccupied::run(ImageSet& images) const {
  const auto measure = [&](const std::string& name, const Occupied& occupied) {
    images.measure_image(feature("AreaOccupied", name), occupied.area);
    images.measure_image(feature("Perimeter", name), occupied.perimeter);
    images.measure_image(feature("TotalArea", name), occupied.total_area);
  };
  if (settings_.of_images())
    for (const auto& name : settings_.images) measure(name, occupied_by_image(images, name));
  if (settings_.of_objects())
    for (const auto& name : settings_.objects) measure(name, occupied_by_objects(images, name));
}

}  // namespace

CEL_MODULE(MeasureImageAreaOccupied)

}  // namespace cellerate::modules
