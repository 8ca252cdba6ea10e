/// The gray plane that most modules want of an image, whatever it holds (CellProfiler's must_be_grayscale).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>

namespace cellerate::modules {

/// Pixels as float32 with the mask that goes with them; valid until run returns.
class GrayImage {
 public:
  /// Binary images become 0 and 1; color is taken only where its channels are equal.
  /// @throws std::invalid_argument for other color images
  GrayImage(ImageSet& images, const std::string& name);

  const Image& image() const { return image_; }
  Shape2 shape() const { return image_.shape(); }
  View2<const float> pixels() const { return pixels_; }
  View2<const std::uint8_t> mask() const { return image_.mask(); }  ///< empty without one
  /// CellProfiler holds binary images, and some that are made of them, in double precision as gray ones.
  bool is_double() const { return image_.is_binary() || image_.type() == CEL_F64; }

 private:
  Image image_;
  Buffer<float> converted_;
  View2<const float> pixels_;
};

}  // namespace cellerate::modules
