/// The samples of a TIFF block: unpacking of odd bit depths, inversion of MinIsWhite, colour maps.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <optional>

#include "sdk/io/image_decoder.hpp"

namespace cellerate {

/// The type that holds samples of `bits` bits in a SampleFormat; nothing for what CellProfiler cannot read.
std::optional<PixelType> tiff_pixel_type(int bits, int sample_format);

/// Copies `count` samples, packed from the highest bit of each byte on, to sample `to` of `image` and every
/// `stride`th from there. Samples of whole bytes are in the host's byte order, as libtiff leaves them; floats
/// of 16 bits become floats of 32.
void unpack_samples(const std::byte* packed, int bits, std::size_t count, RawImage& image, std::size_t to,
                    std::size_t stride);

/// MinIsWhite: the highest value of `bits` bits minus the sample.
void invert_samples(RawImage& image, int bits);

/// The colour map in the type of the plane; TIFF holds 16 bits a colour. An
/// 8-bit plane gets their upper half; Bio-Formats leaves entries below 256 as they are, for writers that
/// scale to 255.
ColourTable tiff_colour_table(std::uint16_t* const colours[3], std::size_t entries, PixelType type);

}  // namespace cellerate
