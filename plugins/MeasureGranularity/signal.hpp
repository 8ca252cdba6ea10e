/// What granularity is measured of: an image on a coarser grid without its background.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"

namespace cellerate::modules::granularity {

struct Sampling {
  double factor = 0.25;             ///< of the image
  double background_factor = 0.25;  ///< of the coarser grid
  int radius = 10;                  ///< pixels; what is larger is background
};

template <class T>
struct Signal {
  Shape2 shape;
  double height = 0, width = 0;  ///< of the image in pixels of the grid, which are no whole numbers
  Buffer<T> pixels;
  Buffer<std::uint8_t> mask_pixels;

  View2<const T> view() const { return pixels.view(shape); }
  View2<const std::uint8_t> mask() const {  ///< a null view where there is none
    return mask_pixels.data() ? mask_pixels.view(shape) : View2<const std::uint8_t>{};
  }
  /// Where the pixels of an image of that size lie on the grid.
  std::vector<double> rows(int image_height) const;
  std::vector<double> columns(int image_width) const;
};

/// @throws std::invalid_argument where the grid would have sides of a single pixel
Signal<float> signal_of(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                        const Sampling& sampling);
Signal<double> signal_of(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                         const Sampling& sampling);

}  // namespace cellerate::modules::granularity
