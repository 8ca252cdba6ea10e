/// OverlayObjects: objects as colors over an image.
/// Meaning, sources and differences from CellProfiler: OverlayObjects.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "cuda/numeric/random_state.hpp"
#include "cuda/pixel/blend_labels.hpp"
#include "cuda/pixel/convert.hpp"
#include "plugins/shared/colormap.hpp"
#include "plugins/shared/image_samples.hpp"
#include "plugins/shared/label_planes.hpp"

namespace cellerate::modules {
namespace {

struct OverlayObjectsSettings {
  std::string image = "None", output = "OverlayObjects", objects = "None";
  double opacity = 0.3;

  void bind(Binder& b) {
    b.image(image, "Input");
    b.new_image(output, "Name the output image");
    b.objects(objects, "Objects");
    b.number(opacity, "Opacity", {.min = 0, .max = 1});
  }
};

class OverlayObjects {
 public:
  static constexpr ModuleInfo info = {
      .revision = 1, .category = "Image Processing", .summary = "Shows objects as colors over an image."};
  using Settings = OverlayObjectsSettings;

  OverlayObjects(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  void declare(Declaration& d) const {
    d.needs_image(settings_.image, "Input");
    d.needs_objects(settings_.objects, "Objects");
    d.makes_image(settings_.output);
  }
  void run(ImageSet& images) const;

 private:
  Settings settings_;
};

/// Three values a label, the background black: of the default color map, in a shuffled order.
std::vector<double> colors_of(ImageSet& images, const std::string& objects) {
  const RegionsView regions = images.regions(objects);
  const HostRead<std::int32_t> starts(images.queue(), regions.starts, regions.count + 1);
  const std::vector<Rgb> map = Colormap::named("Default").spread(regions.count);
  const std::vector<std::int32_t> order = kernel::RandomState(0).permutation(regions.count);
  std::vector<double> colors(3 * (regions.count + 1), 0.0);
  int used = 0;
  for (int label = 1; label <= regions.count; ++label) {
    if (starts[label] == starts[label - 1]) continue;
    const Rgb& color = map[order[used++]];
    std::copy(color.begin(), color.end(), colors.begin() + 3 * label);
  }
  return colors;
}

/// Color images become gray; binary ones and those of double precision are computed with in double precision.
void blend(Queue& queue, const Image& image, View2<const std::int32_t> labels, View1<const double> colors,
           double opacity, View1<double> out) {
  const Shape2 shape = image.shape();
  if (image.type() == CEL_F64 && image.channels() == 1)
    return kernel::blend_labels(queue, image.plane<double>(), labels, colors, opacity, out);
  if (image.is_binary()) {
    Buffer<double> gray(queue, shape);
    kernel::widen(queue, samples_of(image), gray.view());
    return kernel::blend_labels(queue, std::as_const(gray).view(shape), labels, colors, opacity, out);
  }
  if (image.type() != CEL_F32 || (image.channels() != 1 && image.channels() < 3))
    throw std::invalid_argument("the image must be gray, binary or a color image");
  if (image.channels() == 1)
    return kernel::blend_labels(queue, image.plane<float>(), labels, colors, opacity, out);
  Buffer<float> gray(queue, shape);
  kernel::rgb_to_gray(queue, {image.data<float>(), image.samples()}, image.channels(), gray.view());
  kernel::blend_labels(queue, std::as_const(gray).view(shape), labels, colors, opacity, out);
}

void OverlayObjects::run(ImageSet& images) const {
  Queue& queue = images.queue();
  const Image image = images.image(settings_.image);
  const Objects objects = images.objects(settings_.objects);
  require_no_overlap(objects, settings_.objects);
  const Shape2 shape = image.shape();
  if (objects.shape() != shape) throw std::invalid_argument("the image and the objects have different sizes");
  const Buffer<double> colors = upload(queue, colors_of(images, settings_.objects));
  Buffer<double> pixels(queue, 3 * shape.size());
  blend(queue, image, objects.labels(), colors.view(), settings_.opacity, pixels.view());
  NewImage output = NewImage::of(std::move(pixels), shape, 3);
  output.parent = settings_.image;
  images.add_image(settings_.output, std::move(output));
}

}  // namespace

CEL_MODULE(OverlayObjects)

}  // namespace cellerate::modules
