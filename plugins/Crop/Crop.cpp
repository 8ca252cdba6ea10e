/// Crop: cuts an image to a rectangle, an ellipse, another image, objects or an earlier cropping.
/// Meaning, sources and differences from CellProfiler: Crop.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <stdexcept>

#include "cuda/label/label_masks.hpp"
#include "cuda/pixel/crop.hpp"
#include "cuda/pixel/mask.hpp"
#include "plugins/Crop/crop_settings.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {
namespace {

/// A mask and the size it has.
struct Mask {
  Buffer<std::uint8_t> pixels;
  Shape2 shape;

  Mask() = default;
  Mask(Queue& queue, Shape2 of) : pixels(queue, of), shape(of) {}
  View2<std::uint8_t> view() { return pixels.view(shape); }
  View2<const std::uint8_t> view() const { return pixels.view(shape); }
};

/// Rows and columns that stay.
struct Lines {
  std::vector<std::int32_t> rows, columns;
  Shape2 shape() const { return {static_cast<int>(rows.size()), static_cast<int>(columns.size())}; }
};

std::vector<std::int32_t> all_between(std::int32_t begin, std::int32_t end) {
  std::vector<std::int32_t> lines(std::max(end - begin, 0));
  std::iota(lines.begin(), lines.end(), begin);
  return lines;
}

class Crop {
 public:
  static constexpr ModuleInfo info = {.revision = 3,
                                      .category = "Image Processing",
                                      .summary =
                                          "Cuts an image to a rectangle, an ellipse, another image, "
                                          "objects or an earlier cropping."};
  using Settings = crop::Settings;

  Crop(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u) { crop::upgrade(u); }
  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  Mask cropping(ImageSet& images, const Image& image) const;
  Mask previous_cropping(ImageSet& images) const;
  Lines kept_lines(const kernel::MaskExtent& extent, Shape2 shape) const;
  Mask output_mask(Queue& queue, const Image& image, const Mask& cropping, const Lines& lines) const;

  Settings settings_;
};

void Crop::declare(Declaration& d) const {
  using crop::Shape;
  d.needs_image(settings_.image, "Select the input image");
  if (settings_.shape == Shape::Image) d.needs_image(settings_.mask, crop::kMaskText);
  if (settings_.shape == Shape::Cropping) d.needs_image(settings_.cropping, crop::kCroppingText);
  if (settings_.shape == Shape::Objects) d.needs_objects(settings_.objects, crop::kObjectsText);
  if (settings_.method == crop::Method::Mouse && !settings_.is_hidden(crop::kMethodText))
    d.fault(crop::kMethodText, "'Mouse': there is nobody to draw the shape; give its coordinates");
  d.makes_image(settings_.output);
  d.column("Image", "Crop_AreaRetainedAfterCropping_" + settings_.output, CEL_VALUE_INTEGER);
  d.column("Image", "Crop_OriginalImageArea_" + settings_.output, CEL_VALUE_INTEGER);
}

/// The pixels that stay. The pattern of the first cycle is that of every other of the same size, because only
/// the mouse could make a different one.
Mask Crop::cropping(ImageSet& images, const Image& image) const {
  Queue& queue = images.queue();
  const crop::Settings& s = settings_;
  switch (s.shape) {
    case crop::Shape::Rectangle: {
      Mask mask(queue, image.shape());
      const auto [height, width] = image.shape();
      kernel::rectangle_mask(queue,
                             {s.vertical.begin(height), s.horizontal.begin(width), s.vertical.end(height),
                              s.horizontal.end(width)},
                             mask.view());
      return mask;
    }
    case crop::Shape::Ellipse: {
      Mask mask(queue, image.shape());
      kernel::ellipse_mask(queue, s.center_x, s.center_y, s.radius_x, s.radius_y, mask.view());
      return mask;
    }
    case crop::Shape::Image: {
      const GraySamples source(images, s.mask);
      Mask mask(queue, source.shape());
      kernel::above(queue, source.samples(), 0, mask.pixels.view());
      return mask;
    }
    case crop::Shape::Objects: {
      const Objects objects = images.objects(s.objects);
      Mask mask(queue, objects.shape());
      kernel::labeled_pixels(queue, objects.labels(), mask.view());
      return mask;
    }
    case crop::Shape::Cropping:
      break;
  }
  return previous_cropping(images);
}

/// The mask of the crop; of an image that was never cropped its mask, or all of it.
Mask Crop::previous_cropping(ImageSet& images) const {
  Queue& queue = images.queue();
  const Image image = images.image(settings_.cropping);
  const View2<const std::uint8_t> from = image.crop_mask() ? image.crop_mask() : image.mask();
  if (!from) {
    Mask everything(queue, image.shape());
    kernel::rectangle_mask(queue, {0, 0, image.shape().height, image.shape().width}, everything.view());
    return everything;
  }
  Mask mask(queue, from.shape);
  kernel::keep_inside(queue, from, {kernel::Sample::Bool, from.data, from.size()}, 1, mask.pixels.data());
  return mask;
}

Lines Crop::kept_lines(const kernel::MaskExtent& extent, Shape2 shape) const {
  if (settings_.removal == crop::Removal::No)
    return {all_between(0, shape.height), all_between(0, shape.width)};
  if (settings_.removal == crop::Removal::All || extent.rows.empty()) return {extent.rows, extent.columns};
  return {all_between(extent.rows.front(), extent.rows.back() + 1),
          all_between(extent.columns.front(), extent.columns.back() + 1)};
}

Mask taken(Queue& queue, View2<const std::uint8_t> mask, const Lines& lines) {
  Mask result(queue, lines.shape());
  kernel::take_lines(queue, {kernel::Sample::Bool, mask.data, mask.size()}, mask.shape, 1, lines.rows,
                     lines.columns, result.pixels.data());
  return result;
}

/// The cropping and the image's own mask, both cropped. CellProfiler forgets the latter when it crops to
/// objects.
Mask Crop::output_mask(Queue& queue, const Image& image, const Mask& cropping, const Lines& lines) const {
  Mask mask = taken(queue, cropping.view(), lines);
  if (image.mask() && settings_.shape != crop::Shape::Objects)
    kernel::intersect(queue, mask.pixels.view(), taken(queue, image.mask(), lines).pixels.view());
  return mask;
}

/// The image at these lines, with zeros where the cropping has none. Where nothing stays, there are no
/// channels either.
NewImage cropped_image(Queue& queue, const Image& image, const Mask& cropping, const Lines& lines) {
  const kernel::SampleView samples = samples_of(image);
  const std::int64_t n = lines.shape().size() * image.channels();
  Buffer<std::byte> taken_pixels(queue, n * kernel::sample_size(samples.type)),
      result(queue, taken_pixels.size());
  kernel::take_lines(queue, samples, image.shape(), image.channels(), lines.rows, lines.columns,
                     taken_pixels.data());
  kernel::keep_inside(queue, taken(queue, cropping.view(), lines).view(),
                      {samples.type, taken_pixels.data(), n}, image.channels(), result.data());
  const int channels = lines.shape().empty() ? 1 : image.channels();
  return new_image(queue, std::move(result), samples.type, lines.shape(), channels);
}

void Crop::run(ImageSet& images) const {
  Queue& queue = images.queue();
  const Image image = images.image(settings_.image);
  Mask mask = cropping(images, image);
  if (mask.shape != image.shape())
    throw std::invalid_argument("the cropping and image '" + settings_.image + "' have different sizes");
  const kernel::MaskExtent extent = kernel::mask_extent(queue, mask.view());
  const Lines lines = kept_lines(extent, image.shape());
  NewImage output = cropped_image(queue, image, mask, lines);
  output.parent = settings_.image;
  Mask kept = output_mask(queue, image, mask, lines);
  output.mask = hand_over(std::move(kept.pixels));
  output.crop_shape = mask.shape;
  output.crop_mask = hand_over(std::move(mask.pixels));
  images.add_image(settings_.output, std::move(output));
  images.measure_image("Crop_AreaRetainedAfterCropping_" + settings_.output, static_cast<double>(extent.area),
                       CEL_VALUE_INTEGER);
  images.measure_image("Crop_OriginalImageArea_" + settings_.output,
                       static_cast<double>(image.shape().size()), CEL_VALUE_INTEGER);
}

}  // namespace

CEL_MODULE(Crop)

}  // namespace cellerate::modules
