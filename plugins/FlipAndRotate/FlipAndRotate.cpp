/// FlipAndRotate: an image mirrored and turned.
/// Meaning, columns, sources and differences from CellProfiler: FlipAndRotate.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <utility>

#include "cuda/pixel/convert.hpp"
#include "cuda/pixel/crop.hpp"
#include "cuda/pixel/flip.hpp"
#include "plugins/FlipAndRotate/flip_settings.hpp"
#include "plugins/FlipAndRotate/turned_image.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {
namespace {

class FlipAndRotate {
 public:
  static constexpr ModuleInfo info = {
      .revision = 2, .category = "Image Processing", .summary = "Mirrors and turns an image."};
  using Settings = FlipSettings;

  FlipAndRotate(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u) { upgrade_flip_settings(u); }

  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  std::string feature() const { return "Rotation_" + settings_.output; }

  Settings settings_;
};

void FlipAndRotate::declare(Declaration& d) const {
  d.needs_image(settings_.image, FlipSettings::kImage);
  if (settings_.rotation == Rotation::kMouse)
    d.fault(FlipSettings::kRotation, "'Use mouse' needs somebody with a mouse: enter the angle");
  d.makes_image(settings_.output);
  d.column("Image", feature());
}

/// The image and its mask mirrored.
TurnedImage flipped(Queue& queue, const Image& image, kernel::Flip flip) {
  const Shape2 shape = image.shape();
  const kernel::SampleView samples = samples_of(image);
  TurnedImage result{.shape = shape, .channels = image.channels(), .type = samples.type};
  result.samples = Buffer<std::byte>(queue, samples.size * kernel::sample_size(samples.type));
  kernel::flip(queue, samples, shape, image.channels(), flip, result.samples.data());
  result.mask = Buffer<std::uint8_t>(queue, shape);
  if (image.mask())
    kernel::flip(queue, {kernel::Sample::Bool, image.mask().data, shape.size()}, shape, 1, flip,
                 result.mask.data());
  else
    fill_with_ones(queue, result.mask);
  return result;
}

/// CellProfiler fails where it finds nothing to show.
void require_pixels(Queue& queue, const Buffer<std::uint8_t>& mask) {
  const HostRead<std::uint8_t> host(queue, mask.data(), mask.size());
  if (std::find(host.data(), host.data() + host.size(), 1) == host.data() + host.size())
    throw std::runtime_error("the mask leaves no pixel of the image");
}

void FlipAndRotate::run(ImageSet& images) const {
  Queue& queue = images.queue();
  TurnedImage result = flipped(queue, images.image(settings_.image), settings_.flip);
  OwnedMemory crop_mask;
  Shape2 crop_shape;
  if (settings_.rotation != Rotation::kNone) {
    result = turned(queue, result, settings_.degrees());
    if (settings_.wants_crop) {
      const Box box = kernel::largest_centered_box(queue, std::as_const(result.inside).view(result.shape));
      Buffer<std::uint8_t> crop(queue, result.shape);
      crop_shape = result.shape;
      kernel::rectangle_mask(queue, box, crop.view(crop_shape));
      crop_mask = hand_over(std::move(crop));
      result = part_of(queue, result, box);
    }
  }
  images.measure_image(feature(), settings_.degrees());
  require_pixels(queue, result.mask);
  NewImage image = new_image(queue, std::move(result.samples), result.type, result.shape, result.channels);
  image.mask = hand_over(std::move(result.mask));
  image.crop_mask = std::move(crop_mask);
  image.crop_shape = crop_shape;
  image.parent = settings_.image;
  images.add_image(settings_.output, std::move(image));
}

}  // namespace

CEL_MODULE(FlipAndRotate)

}  // namespace cellerate::modules
