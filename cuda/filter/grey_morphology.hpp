/// Minimum and maximum over a footprint, and the grey morphology made of them, with scikit-image's windows
/// and borders. Source: scipy.ndimage 1.9 minimum_filter, grey_erosion; scikit-image 0.18 morphology.grey,
/// selem.disk.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"
#include "cuda/filter/border.hpp"

namespace cellerate::kernel {

/// Pixels around a centre, as horizontal runs.
struct Footprint {
  struct Run {
    int dy, left, right;  ///< columns left ... right, both included
  };
  int size = 0;  ///< pixels of the side of the square that holds it
  std::vector<Run> runs;

  /// The footprint of the dilation that goes with this one's erosion.
  Footprint mirrored() const;
};

/// skimage.morphology.disk: x^2 + y^2 <= r^2 on a grid that is centred on the disk, so that a radius of 2.5
/// makes an even size of 6, whose window begins 3 pixels before the centre.
Footprint disk(double radius);

void minimum_filter(Queue& queue, View2<const float> image, const Footprint& footprint, Border border,
                    View2<float> out);
void minimum_filter(Queue& queue, View2<const double> image, const Footprint& footprint, Border border,
                    View2<double> out);
void maximum_filter(Queue& queue, View2<const float> image, const Footprint& footprint, Border border,
                    View2<float> out);
void maximum_filter(Queue& queue, View2<const double> image, const Footprint& footprint, Border border,
                    View2<double> out);

void maximum_filter(Queue& queue, View2<const std::int32_t> image, const Footprint& footprint, Border border,
                    View2<std::int32_t> out);

/// skimage.morphology.opening and closing: where the size is even, the image goes on with its edge pixels.
void opening(Queue& queue, View2<const float> image, const Footprint& footprint, View2<float> out);
void opening(Queue& queue, View2<const double> image, const Footprint& footprint, View2<double> out);
void closing(Queue& queue, View2<const float> image, const Footprint& footprint, View2<float> out);
void closing(Queue& queue, View2<const double> image, const Footprint& footprint, View2<double> out);

/// skimage.morphology.white_tophat, pixels minus their opening with a reflected border for every size, and
/// black_tophat, the closing above minus pixels.
void white_tophat(Queue& queue, View2<const float> image, const Footprint& footprint, View2<float> out);
void white_tophat(Queue& queue, View2<const double> image, const Footprint& footprint, View2<double> out);
void black_tophat(Queue& queue, View2<const float> image, const Footprint& footprint, View2<float> out);
void black_tophat(Queue& queue, View2<const double> image, const Footprint& footprint, View2<double> out);

}  // namespace cellerate::kernel
