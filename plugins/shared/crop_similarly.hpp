/// Images of different sizes brought to the size of one of them (CellProfiler's Image.crop_image_similarly).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <cstddef>
#include <optional>

#include "cuda/pixel/convert.hpp"

namespace cellerate::modules {

/// Samples that are either someone else's or a cropped copy.
struct CroppedSamples {
  kernel::SampleView samples;
  Buffer<std::byte> copy;
};

/// Interleaved samples of an image or a mask, cut to the bounding box of the mask with which `reference` was
/// cropped; as they are where they have its size.
/// @throws std::invalid_argument if that does not give the size of the reference
CroppedSamples crop_similarly(Queue& queue, const Image& reference, kernel::SampleView samples, Shape2 shape,
                              int channels = 1);

/// The same; nothing where it does not give the size of the reference, which has a crop mask or this size.
std::optional<CroppedSamples> cropped_like(Queue& queue, const Image& reference, kernel::SampleView samples,
                                           Shape2 shape, int channels = 1);

}  // namespace cellerate::modules
