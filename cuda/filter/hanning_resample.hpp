/// Colors scaled onto a canvas as matplotlib scales an image that it shows.
///
/// Source: the resampler of Anti-Grain Geometry 2.4 (span_image_resample_rgba_affine) as matplotlib 3.7 calls
/// it: a Hanning filter of radius 1, widened where the image shrinks, in fixed-point numbers; beyond the
/// image lies its mirror image.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Where the samples of one axis go: sample edge i to `scale` * i + `offset`, of which 0 ... size is painted.
struct AxisMap {
  double scale = 1, offset = 0;
  int size = 0;
};

/// @param image   interleaved red, green and blue
/// @param x       from columns to columns of the result
/// @param y       from rows to rows of the result, which go upwards
/// @param canvas  interleaved, too; what the result does not cover stays
/// @param clip    inside the canvas: the result's part outside of it is not painted
/// @param left, bottom  place of the result's first column and lowest row
void hanning_resample(Queue& queue, View1<const std::uint8_t> image, Shape2 shape, AxisMap x, AxisMap y,
                      View1<std::uint8_t> canvas, Shape2 canvas_shape, Box clip, int left, int bottom);

}  // namespace cellerate::kernel
