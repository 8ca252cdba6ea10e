/// Openings by reconstruction with diamonds of radius 1, 2, ..., all at once: what is left of the bright
/// parts of a plane that hold such a diamond (the erosions and reconstructions of CellProfiler's
/// MeasureGranularity).
///
/// Source: Vincent 2000, doi:10.3233/FI-2000-411204 (opening trees); Berger et al. 2007,
/// doi:10.1109/ICIP.2007.4379949 (the tree by union-find). A bright part that grows as the level sinks is a
/// path in the tree of components; the k-th opening at a pixel is the highest level of a component around it
/// that holds a diamond of radius k. Serial, on the host: synchronises.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// The openings of a plane. Pixels with the same openings share a row of them.
template <class T>
struct DiamondOpenings {
  Shape2 shape;
  int levels = 0;
  Buffer<std::int32_t> rows;  ///< of each pixel
  Buffer<T> values;           ///< rows x levels; the opening with radius k is at k - 1
};

/// Opens the image, whose negative values and NaN count as 0. Diamonds do not reach over masked pixels;
/// the image goes on without end at its borders. Parts are connected by 4 neighbours, also under the mask.
/// @param mask  a null view stands for all pixels
DiamondOpenings<float> diamond_openings(Queue& queue, View2<const float> image,
                                        View2<const std::uint8_t> mask, int levels);
DiamondOpenings<double> diamond_openings(Queue& queue, View2<const double> image,
                                         View2<const std::uint8_t> mask, int levels);

}  // namespace cellerate::kernel
