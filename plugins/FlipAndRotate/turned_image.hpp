/// An image and its mask on their way through mirroring, turning and cutting.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <cstddef>

#include "cuda/pixel/convert.hpp"

namespace cellerate::modules {

struct TurnedImage {
  Shape2 shape;
  int channels = 1;
  kernel::Sample type = kernel::Sample::F32;
  Buffer<std::byte> samples;
  Buffer<std::uint8_t> mask;
  Buffer<std::uint8_t> inside;  ///< of a turned image: where the image lies in its box
};

void fill_with_ones(Queue& queue, Buffer<std::uint8_t>& mask);

/// The image turned counterclockwise, in the box that holds it. What lies outside is masked.
TurnedImage turned(Queue& queue, const TurnedImage& image, double degrees);

TurnedImage part_of(Queue& queue, const TurnedImage& image, Box box);

}  // namespace cellerate::modules
