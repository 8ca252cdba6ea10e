/// Images brought to the size of object sets or of each other, as measuring modules of CellProfiler do it
/// (Objects.crop_image_similarly, Image.crop_image_similarly, size_similarly).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include "cuda/region/intensity.hpp"
#include "plugins/shared/gray_image.hpp"

namespace cellerate::modules {

/// A gray plane with its mask: those of an image, or copies of parts of them. Valid as long as the image.
class FittedImage {
 public:
  /// The image as it is.
  explicit FittedImage(const GrayImage& image) : masked_{image.pixels(), image.mask()} {}

  const kernel::MaskedImage& masked() const { return masked_; }
  /// Whether the image did not reach over all of the plane; what it does not cover is 0 and masked.
  bool is_padded() const { return padded_; }

  /// Cut like the image of which the objects were made. Where that is not known, or is larger than the image,
  /// the upper left corners are put together.
  /// @throws std::invalid_argument if the image is larger than that image, which was not cropped to the
  /// objects'
  static FittedImage to_objects(ImageSet& images, const GrayImage& image, const Objects& objects);
  /// The upper left corners put together, whatever the image was cropped from.
  static FittedImage to_shape(Queue& queue, const GrayImage& image, Shape2 shape);
  /// Cut as the other, smaller one was. @throws std::invalid_argument if that does not give its size
  static FittedImage to_image(Queue& queue, const GrayImage& image, const Image& other);

 private:
  void take_cropped(Queue& queue, const GrayImage& image, const Image& like, Buffer<std::byte>&& pixels);
  void put_corners_together(Queue& queue, const GrayImage& image, Shape2 shape);

  kernel::MaskedImage masked_;
  bool padded_ = false;
  Buffer<std::byte> cropped_pixels_, cropped_mask_;
  Buffer<float> pixels_;
  Buffer<std::uint8_t> mask_;
};

}  // namespace cellerate::modules
