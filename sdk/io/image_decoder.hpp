/// What every image format offers to the reader: its series, and one plane of them at a time.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>

#include "sdk/io/image_reader.hpp"

namespace cellerate {

/// Colours of an indexed plane: three samples an entry, in the type of the plane.
struct ColourTable {
  static constexpr int kChannels = 3;
  ByteBuffer entries;
};

class ImageDecoder {
 public:
  virtual ~ImageDecoder() = default;
  const ImageInfo& info() const { return info_; }
  /// All samples of one plane; the indices are within info(). @throws ImageError
  virtual RawImage plane(int series, int index) = 0;
  /// The whole file as z, y, x, unaltered by MinIsWhite or palettes.
  virtual RawImage volume() { return plane(0, 0); }
  /// Only asked for series that are indexed.
  virtual ColourTable colour_table(int /*series*/) { return {}; }

 protected:
  ImageInfo info_;
};

/// Each takes a file whose signature it knows, and keeps a reference to it. @throws ImageError
std::unique_ptr<ImageDecoder> open_tiff(const FileBytes& file);
std::unique_ptr<ImageDecoder> open_png(const FileBytes& file);
std::unique_ptr<ImageDecoder> open_jpeg(const FileBytes& file);
std::unique_ptr<ImageDecoder> open_bmp(const FileBytes& file);
std::unique_ptr<ImageDecoder> open_npy(const FileBytes& file);

/// An image of this shape with uncleared pixels. @throws ImageError if a side is not in 1..2^31-1, or if the
/// pixels are out of proportion to a file of this size (a forged header must not allocate the machine's
/// memory)
RawImage allocate_image(const FileBytes& file, std::uint64_t height, std::uint64_t width,
                        std::uint64_t channels, PixelType type, std::uint64_t depth = 1);

}  // namespace cellerate
