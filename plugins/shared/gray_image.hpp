/// The gray plane that most modules want of an image, whatever it holds (CellProfiler's must_be_grayscale).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>

#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {

/// Pixels as float32 with the mask that goes with them; valid until run returns.
class GrayImage {
 public:
  /// Binary images become 0 and 1; color is taken only where its channels are equal.
  /// @throws std::invalid_argument for other color images
  GrayImage(ImageSet& images, const std::string& name);

  const Image& image() const { return source_.image(); }
  Shape2 shape() const { return source_.shape(); }
  View2<const float> pixels() const { return pixels_; }
  View2<const std::uint8_t> mask() const { return image().mask(); }  ///< empty without one
  /// CellProfiler holds binary images, and some that are made of them, in double precision as gray ones.
  bool is_double() const { return image().is_binary() || image().type() == CEL_F64; }

 private:
  GraySamples source_;
  Buffer<float> converted_;
  View2<const float> pixels_;
};

}  // namespace cellerate::modules
