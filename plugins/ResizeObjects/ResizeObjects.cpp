/// ResizeObjects: objects of a plane of another size.
/// Meaning, columns, sources and differences from CellProfiler: ResizeObjects.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <stdexcept>
#include <utility>

#include "cuda/label/zoom_labels.hpp"
#include "cuda/region/pixel_index.hpp"
#include "plugins/shared/label_planes.hpp"
#include "plugins/shared/object_measurements.hpp"
#include "plugins/shared/object_processing.hpp"

namespace cellerate::modules {
namespace {

enum class Method { kDimensions, kFactor, kMatchImage };

struct ResizeObjectsSettings : ObjectProcessingSettings {
  Method method = Method::kFactor;
  double factor_x = 0.25, factor_y = 0.25, factor_z = 0.25;
  int width = 100, height = 100, planes = 10;
  std::string image = "None";

  ResizeObjectsSettings() : ObjectProcessingSettings("ResizeObjects") {}
  void bind(Binder& b) {
    ObjectProcessingSettings::bind(b);
    b.choice(method, "Method", {"Dimensions", "Factor", "Match Image"});
    b.number(factor_x, "X Factor", {.min = 0});
    b.number(factor_y, "Y Factor", {.min = 0});
    b.number(factor_z, "Z Factor", {.min = 0});
    b.integer(width, "Width (X)", {.min = 1});
    b.integer(height, "Height (Y)", {.min = 1});
    b.integer(planes, "Planes (Z)", {.min = 1});
    b.image(image, kImage);
  }
  bool is_hidden(std::string_view text) const {
    if (text.ends_with(" Factor")) return method != Method::kFactor;
    return text.ends_with(")") && method != Method::kDimensions;
  }

  static constexpr char kImage[] = "Select the image with the desired dimensions";
};

class ResizeObjects {
 public:
  static constexpr ModuleInfo info = {
      .revision = 3, .category = "Object Processing", .summary = "Makes objects of a plane of another size."};
  using Settings = ResizeObjectsSettings;

  ResizeObjects(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u);
  void declare(Declaration& d) const {
    settings_.declare(d);
    if (settings_.method == Method::kMatchImage) d.needs_image(settings_.image, Settings::kImage);
  }
  void run(ImageSet& images) const;

 private:
  Shape2 shape(const ImageSet& images, Shape2 before) const;
  void measure(ImageSet& images) const;

  Settings settings_;
};

/// From 1: the size of an image. From 2: a factor for each direction, and planes.
void ResizeObjects::upgrade(Upgrade& u) {
  auto& values = u.values;
  if (u.revision == 1) {
    values.push_back("None");
    u.revision = 2;
  }
  if (u.revision == 2 && values.size() >= 6) {
    values.insert(values.begin() + 6, "10");
    values.insert(values.begin() + 4, {values[3], "1"});
    u.revision = 3;
  }
}

Shape2 ResizeObjects::shape(const ImageSet& images, Shape2 before) const {
  Shape2 wanted{settings_.height, settings_.width};
  if (settings_.method == Method::kMatchImage) wanted = images.image(settings_.image).shape();
  if (settings_.method == Method::kFactor)
    wanted = kernel::zoomed_shape(before, settings_.factor_y, settings_.factor_x);
  if (wanted.empty() || before.empty()) throw std::runtime_error("the resized objects have no pixels");
  return wanted;
}

/// All labels that are left are numbered as their parents; CellProfiler lists as many parents with one child.
void ResizeObjects::measure(ImageSet& images) const {
  measure_objects(images, settings_.result, ObjectLocations::kOfPresentLabels);
  const RegionsView regions = images.regions(settings_.result);
  const HostRead<std::int32_t> starts(images.queue(), regions.starts, regions.count + 1);
  std::vector<double> labels;
  for (int label = 1; label <= regions.count; ++label)
    if (starts[label] > starts[label - 1]) labels.push_back(label);
  images.measure(settings_.objects, "Children_" + settings_.result + "_Count",
                 std::vector<double>(labels.size(), 1.0), CEL_VALUE_INTEGER);
  images.measure(settings_.result, "Parent_" + settings_.objects, labels, CEL_VALUE_INTEGER);
}

void ResizeObjects::run(ImageSet& images) const {
  Queue& queue = images.queue();
  const Objects objects = images.objects(settings_.objects);
  require_no_overlap(objects, settings_.objects);
  NewObjects result{.shape = shape(images, objects.shape())};
  result.labels = Buffer<std::int32_t>(queue, result.shape);
  kernel::zoom_labels(queue, objects.labels(), result.labels.view(result.shape));
  result.count = kernel::max_label(queue, result.labels.view(result.shape));
  images.add_objects(settings_.result, std::move(result));
  measure(images);
}

}  // namespace

CEL_MODULE(ResizeObjects)

}  // namespace cellerate::modules
