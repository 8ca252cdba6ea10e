/// RemoveHoles: small holes of a binary image filled.
/// Meaning, sources and differences from CellProfiler: RemoveHoles.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <limits>
#include <numbers>
#include <stdexcept>
#include <utility>

#include "cuda/label/connected_components.hpp"
#include "cuda/label/label_masks.hpp"
#include "cuda/label/object_table.hpp"
#include "cuda/pixel/mask.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {
namespace {

struct RemoveHolesSettings {
  std::string image = "None", output = "RemoveHoles";
  double diameter = 1;

  void bind(Binder& b) {
    b.image(image, "Select the input image");
    b.new_image(output, "Name the output image");
    b.number(diameter, "Size of holes to fill");
  }
};

class RemoveHoles {
 public:
  static constexpr ModuleInfo info = {
      .revision = 1, .category = "Advanced", .summary = "Fills small holes of a binary image."};
  using Settings = RemoveHolesSettings;

  RemoveHoles(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  void declare(Declaration& d) const {
    d.needs_image(settings_.image, "Select the input image");
    d.makes_image(settings_.output);
  }
  void run(ImageSet& images) const;

 private:
  Settings settings_;
};

/// Binary as scikit-image makes it: gray values above one half, labels above 0.
Buffer<std::uint8_t> foreground(Queue& queue, const Image& image, const std::string& name) {
  if (image.channels() != 1) throw std::invalid_argument("image '" + name + "' must be grayscale or binary");
  const kernel::SampleView samples = samples_of(image);
  Buffer<std::uint8_t> mask(queue, image.shape());
  if (image.type() == CEL_F32 || image.type() == CEL_F64) {
    kernel::above(queue, samples, 0.5, mask.view());
  } else {
    Buffer<double> values(queue, image.shape());
    kernel::widen(queue, samples, values.view());
    kernel::nonzero(queue, std::as_const(values).view(), mask.view());
  }
  return mask;
}

void RemoveHoles::run(ImageSet& images) const {
  Queue& queue = images.queue();
  const Image image = images.image(settings_.image);
  const Shape2 shape = image.shape();
  Buffer<std::uint8_t> mask = foreground(queue, image, settings_.image);
  Buffer<std::int32_t> holes(queue, shape);
  const int count = kernel::background_components(queue, std::as_const(mask).view(shape),
                                                  kernel::Connectivity::Four, holes.view(shape));
  Buffer<std::int32_t> areas(queue, count + 1);
  Buffer<std::uint8_t> is_small = zeros<std::uint8_t>(queue, count + 1);
  const double radius = settings_.diameter / 2, least = std::numbers::pi * (radius * radius);
  kernel::label_areas(queue, std::as_const(holes).view(shape), areas.view());
  kernel::flag_areas_outside(queue, std::as_const(areas).view(), least,
                             std::numeric_limits<double>::infinity(), is_small.view());
  kernel::remove_flagged(queue, std::as_const(holes).view(shape), std::as_const(is_small).view(),
                         holes.view(shape));
  kernel::unlabeled_pixels(queue, std::as_const(holes).view(shape), mask.view(shape));
  NewImage output = NewImage::of(std::move(mask), shape);
  output.parent = settings_.image;
  images.add_image(settings_.output, std::move(output));
}

}  // namespace

CEL_MODULE(RemoveHoles)

}  // namespace cellerate::modules
