/// The steps from images to an illumination function.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <variant>
#include <vector>

#include "plugins/CorrectIlluminationCalculate/illumination_settings.hpp"

namespace cellerate::modules::illumination {

/// One channel of an image. Only images that go in unchanged are in double precision.
struct Plane {
  std::variant<View2<const float>, View2<const double>> pixels;
  std::shared_ptr<const void> memory;  ///< null: somebody else's
};

/// An image on its way, which shares what it does not change.
struct Picture {
  Shape2 shape;
  std::vector<Plane> planes;
  View2<const std::uint8_t> mask;                       ///< null view: all pixels count
  std::shared_ptr<const Buffer<std::uint8_t>> counted;  ///< mask that an average has of its own
  bool keeps_mask = false;  ///< the mask is that of an image which all steps go back to
  bool is_binary = false;   ///< one plane of 0 and 1, in double precision
};

Plane make_plane(Buffer<float>&& pixels, Shape2 shape);
Plane make_plane(Buffer<double>&& pixels, Shape2 shape);

/// The image as it goes into averages: itself, or the minimum of each block of its pixels.
/// @param image  its masked pixels are 0 unless blocks are taken
Picture prepared(Queue& queue, const Settings& settings, const Image& image);
Picture dilated(Queue& queue, const Settings& settings, const Picture& picture);
Picture smoothed(Queue& queue, const Settings& settings, const Picture& picture);
/// Divided by a low or the middle value of its own.
Picture rescaled(Queue& queue, const Settings& settings, const Picture& picture);

/// Single-precision pixels, but those of a binary picture or of a single plane of double precision.
NewImage to_image(Queue& queue, const Picture& picture);

}  // namespace cellerate::modules::illumination
