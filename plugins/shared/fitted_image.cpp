// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/fitted_image.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

#include "cuda/pixel/crop.hpp"
#include "cuda/pixel/window.hpp"
#include "plugins/shared/crop_similarly.hpp"

namespace cellerate::modules {
namespace {

kernel::SampleView samples_of(View2<const float> plane) {
  return {kernel::Sample::F32, plane.data, plane.shape.size()};
}
kernel::SampleView samples_of(View2<const std::uint8_t> plane) {
  return {kernel::Sample::Bool, plane.data, plane.shape.size()};
}

std::optional<Image> parent_of(const ImageSet& images, const Objects& objects) {
  if (objects.parent_image().empty()) return std::nullopt;
  return images.image(objects.parent_image());
}

bool is_inside(Shape2 small, Shape2 large) {
  return small.height <= large.height && small.width <= large.width;
}

}  // namespace

FittedImage FittedImage::to_objects(ImageSet& images, const GrayImage& image, const Objects& objects) {
  FittedImage fitted(image);
  if (image.shape() == objects.shape()) return fitted;
  const std::optional<Image> parent = parent_of(images, objects);
  if (parent && is_inside(parent->shape(), image.shape())) {
    if (!parent->crop_mask() || parent->shape() != objects.shape())
      throw std::invalid_argument("image and objects differ in size, and image '" + objects.parent_image() +
                                  "', of which the objects were made, was not cropped to theirs");
    if (auto pixels = cropped_like(images.queue(), *parent, samples_of(image.pixels()), image.shape())) {
      fitted.take_cropped(images.queue(), image, *parent, std::move(pixels->copy));
      return fitted;
    }
  }
  fitted.put_corners_together(images.queue(), image, objects.shape());
  return fitted;
}

FittedImage FittedImage::to_shape(Queue& queue, const GrayImage& image, Shape2 shape) {
  FittedImage fitted(image);
  if (image.shape() != shape) fitted.put_corners_together(queue, image, shape);
  return fitted;
}

FittedImage FittedImage::to_image(Queue& queue, const GrayImage& image, const Image& other) {
  FittedImage fitted(image);
  if (image.shape() != other.shape())
    fitted.take_cropped(queue, image, other,
                        crop_similarly(queue, other, samples_of(image.pixels()), image.shape()).copy);
  return fitted;
}

void FittedImage::take_cropped(Queue& queue, const GrayImage& image, const Image& like,
                               Buffer<std::byte>&& pixels) {
  cropped_pixels_ = std::move(pixels);
  masked_.pixels = {reinterpret_cast<const float*>(cropped_pixels_.data()), like.shape()};
  if (!image.mask()) return;
  cropped_mask_ = crop_similarly(queue, like, samples_of(image.mask()), image.shape()).copy;
  masked_.mask = {reinterpret_cast<const std::uint8_t*>(cropped_mask_.data()), like.shape()};
}

void FittedImage::put_corners_together(Queue& queue, const GrayImage& image, Shape2 shape) {
  pixels_ = Buffer<float>(queue, shape.size());
  kernel::copy_window(queue, image.pixels(), 0, 0, pixels_.view(shape));
  masked_ = {std::as_const(pixels_).view(shape), {}};
  padded_ = !is_inside(shape, image.shape());
  if (!image.mask() && !padded_) return;
  mask_ = Buffer<std::uint8_t>(queue, shape.size());
  if (image.mask())
    kernel::copy_window(queue, image.mask(), 0, 0, mask_.view(shape));
  else
    kernel::rectangle_mask(
        queue,
        {0, 0, std::min(shape.height, image.shape().height), std::min(shape.width, image.shape().width)},
        mask_.view(shape));
  masked_.mask = std::as_const(mask_).view(shape);
}

}  // namespace cellerate::modules
