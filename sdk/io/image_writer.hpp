/// Writing of images as CellProfiler's SaveImages does, and of label images. Each file is written under a
/// temporary name in its folder and then renamed, so that a killed run leaves no half file. Pixels are
/// written as they are.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "sdk/io/raw_image.hpp"

namespace cellerate {

/// Pixels of the caller: C order z, y, x, channel, in the host's byte order.
struct PixelView {
  int depth = 1;
  int height = 0;
  int width = 0;
  int channels = 1;
  PixelType type = PixelType::UInt8;
  const void* pixels = nullptr;

  std::size_t samples() const { return static_cast<std::size_t>(depth) * height * width * channels; }
  std::size_t plane_bytes() const { return samples() / depth * pixel_size(type); }
};

inline PixelView view_of(const RawImage& image) {
  return {image.depth, image.height, image.width, image.channels, image.type, image.pixels.data()};
}

/// What the pages of a TIFF are.
enum class TiffStack {
  Volume,    ///< z-planes; as tifffile does, a grey volume of 3 or 4 planes is one RGB(A) page of separate
             ///< planes
  Channels,  ///< one page a channel, with ImageJ's comment: CellProfiler's stacks of more than three channels
  Frames,    ///< a movie: one page a plane, or a page a channel of each if these are no colors; ImageJ's
             ///< comment
  Slices     ///< the same, but ImageJ shows it as a volume
};

struct TiffOptions {
  bool deflate = false;  ///< "lossless compression": one strip a page, level 6, no predictor
  TiffStack stack = TiffStack::Volume;
};

/// Grey, RGB or RGBA pages of any type but Bool. Two channels are written as tifffile takes such an array: a
/// page a row.
/// @throws ImageError here and below if the file cannot be written or its format cannot hold the image
void write_tiff(const std::filesystem::path& path, const PixelView& image, const TiffOptions& options = {});
/// Grey or RGB(A) of 8 or 16 bits.
void write_png(const std::filesystem::path& path, const PixelView& image);
/// The same in memory.
std::vector<std::byte> encode_png(const PixelView& image);
/// Grey or RGB of 8 bits: quality 75, chroma 4:2:0.
void write_jpeg(const std::filesystem::path& path, const PixelView& image);
/// What numpy.save writes; axes of length one (depth, channels) are left out.
void write_npy(const std::filesystem::path& path, const PixelView& image);
/// A chunked dataset of axes z, y, x, c, named after the file's stem, with ilastik's axis tags.
void write_hdf5(const std::filesystem::path& path, const PixelView& image);

/// One page a layer of height x width labels, deflated: 16 bits, or 32 if a label is above 65,535.
void write_labels(const std::filesystem::path& path, int height, int width,
                  std::span<const std::int32_t* const> layers);

}  // namespace cellerate
