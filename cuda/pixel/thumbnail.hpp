/// Small 8-bit pictures of images. Source: CellProfiler 4.2.8 (exporttodatabase.py, run) and Pillow 11
/// (Resample.c): bicubic with a = -0.5, widened by the factor of reduction, in fixed point, rows first.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <vector>

#include "cuda/core/queue.hpp"
#include "cuda/core/view.hpp"

namespace cellerate::kernel {

/// 8-bit samples on the host, interleaved.
struct Picture {
  Shape2 shape;
  int channels = 1;
  std::vector<std::uint8_t> samples;
};

/// The longer side of thumbnails in pixels.
constexpr int kThumbnailSize = 200;

/// Runs on the host: thumbnails are few and small, and Pillow's fixed-point arithmetic is serial along a row.
/// @param pixels height x width x channels (1 or 3); values of 0 to 1 become 0 to 255, others wrap around
/// @param scale (p - min) / max instead of p, of the type of the pixels; boolean images are never scaled
/// @throws std::invalid_argument where the shorter side would have no pixel
Picture thumbnail(Queue& queue, const float* pixels, Shape2 shape, int channels, bool scale);
Picture thumbnail(Queue& queue, const double* pixels, Shape2 shape, int channels, bool scale);
Picture thumbnail(Queue& queue, const std::uint8_t* binary, Shape2 shape, int channels, bool scale);

/// Pillow's resize with its default filter.
Picture resize_bicubic(const Picture& picture, Shape2 shape);

}  // namespace cellerate::kernel
