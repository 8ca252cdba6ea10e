/// MaskImage: hides the parts of an image that lie outside objects or a binary image.
/// Meaning, sources and differences from CellProfiler: MaskImage.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <stdexcept>

#include "cuda/label/label_masks.hpp"
#include "cuda/pixel/mask.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {
namespace {

enum class Source { Objects, Image };

constexpr const char* kObjectsText = "Select object for mask";
constexpr const char* kMaskText = "Select image for mask";

struct MaskImageSettings {
  std::string image = "None", output = "MaskBlue", objects = "None", mask = "None";
  Source source = Source::Objects;
  bool invert = false;

  void bind(Binder& b) {
    b.image(image, "Select the input image");
    b.new_image(output, "Name the output image");
    b.choice(source, "Use objects or an image as a mask?", {"Objects", "Image"});
    b.objects(objects, kObjectsText);
    b.image(mask, kMaskText);
    b.binary(invert, "Invert the mask?");
  }
};

class MaskImage {
 public:
  static constexpr ModuleInfo info = {
      .revision = 3,
      .category = "Image Processing",
      .summary = "Hides the parts of an image that lie outside objects or a binary image."};
  using Settings = MaskImageSettings;

  MaskImage(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u);

  void declare(Declaration& d) const {
    d.needs_image(settings_.image, "Select the input image");
    if (settings_.source == Source::Objects)
      d.needs_objects(settings_.objects, kObjectsText);
    else
      d.needs_image(settings_.mask, kMaskText);
    d.makes_image(settings_.output);
  }

  void run(ImageSet& images) const;

 private:
  struct Mask {
    Buffer<std::uint8_t> pixels;
    Shape2 shape;
  };
  Mask mask_of_objects(ImageSet& images, const Objects& objects) const;
  Mask mask_of_image(ImageSet& images) const;

  Settings settings_;
};

void MaskImage::upgrade(Upgrade& u) {
  auto& values = u.values;
  if (u.revision == 1 && !values.empty()) {
    values.insert(values.end(), {values[0] == "Image" ? "Image" : "Objects", "None"});
    u.revision = 2;
  }
  if (u.revision == 2 && values.size() >= 6) {
    values = {values[1], values[2], values[4], values[0], values[5], values[3]};
    u.revision = 3;
  }
}

MaskImage::Mask MaskImage::mask_of_objects(ImageSet& images, const Objects& objects) const {
  Mask mask{Buffer<std::uint8_t>(images.queue(), objects.shape()), objects.shape()};
  if (settings_.invert)
    kernel::unlabeled_pixels(images.queue(), objects.labels(), mask.pixels.view(mask.shape));
  else
    kernel::labeled_pixels(images.queue(), objects.labels(), mask.pixels.view(mask.shape));
  return mask;
}

MaskImage::Mask MaskImage::mask_of_image(ImageSet& images) const {
  const GraySamples source(images, settings_.mask);
  Mask mask{Buffer<std::uint8_t>(images.queue(), source.shape()), source.shape()};
  kernel::above(images.queue(), source.samples(), 0.5, mask.pixels.view());
  if (settings_.invert) kernel::invert(images.queue(), mask.pixels.view());
  return mask;
}

void MaskImage::run(ImageSet& images) const {
  Queue& queue = images.queue();
  const Image image = images.image(settings_.image);
  NewImage output{.shape = image.shape(), .channels = image.channels(), .type = image.type()};
  output.parent = settings_.image;
  Mask mask;
  if (settings_.source == Source::Objects) {
    const Objects objects = images.objects(settings_.objects);
    mask = mask_of_objects(images, objects);
    // CellProfiler crops images like a masked one by the objects, also where their background is what is kept
    Buffer<std::uint8_t> labeled(queue, mask.shape);
    kernel::labeled_pixels(queue, objects.labels(), labeled.view(mask.shape));
    output.crop_mask = hand_over(std::move(labeled));
    output.crop_shape = mask.shape;
  } else {
    mask = mask_of_image(images);
  }
  if (mask.shape != image.shape())
    throw std::invalid_argument("the mask and image '" + settings_.image + "' have different sizes");
  if (image.mask()) kernel::intersect(queue, mask.pixels.view(), {image.mask().data, image.shape().size()});
  output.pixels = samples_inside(queue, image, mask.pixels.view(mask.shape));
  output.mask = hand_over(std::move(mask.pixels));
  images.add_image(settings_.output, std::move(output));
}

}  // namespace

CEL_MODULE(MaskImage)

}  // namespace cellerate::modules
