/// Seeded watershed in the flooding order of scikit-image, ties included.
///
/// Source: skimage.segmentation.watershed 0.18.3. The queue holds (value, age); a pixel takes the label of
/// the pixel from which it was first reached. Equal values flood in order of arrival, but all marker pixels
/// have age 0: where two of them with different labels tie inside one component of the mask, the layout of
/// the one heap of the whole plane decides, and it is replayed. Otherwise each component is flooded alone,
/// and only where it has more than one label. With compactness (Neubert & Protzel 2014) or lines a pixel is
/// labeled when it leaves the queue, where it may wait several times; then the whole plane is replayed.
/// Serial, on the host: synchronises.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"
#include "cuda/label/connectivity.hpp"

namespace cellerate::kernel {

struct FloodOptions {
  Connectivity connectivity = Connectivity::Four;
  double compactness = 0;  ///< what each pixel of distance from the marker adds to a pixel's value: above 0
                           ///< segments become rounder
  bool lines = false;      ///< a pixel between two labels stays 0
};

/// Floods `mask` over `image` from the labels of `markers`, which are all values but 0 and the lowest
/// integer; 0 outside the mask and where no marker reaches.
void watershed(Queue& queue, View2<const float> image, View2<const std::int32_t> markers,
               View2<const std::uint8_t> mask, const FloodOptions& options, View2<std::int32_t> labels);
void watershed(Queue& queue, View2<const double> image, View2<const std::int32_t> markers,
               View2<const std::uint8_t> mask, const FloodOptions& options, View2<std::int32_t> labels);

}  // namespace cellerate::kernel
