/// JPEG by libjpeg, into memory, with the settings that Pillow has by default: libjpeg's own.
// SPDX-License-Identifier: BSD-3-Clause
#include <cstdlib>

#include "sdk/io/image_encoder.hpp"
#include "sdk/io/jpeg_errors.hpp"

namespace cellerate {
namespace {

struct JpegOutput {
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
};

// libjpeg leaves by longjmp, which must not pass over destructors: this function owns nothing.
bool encode(jpeg_compress_struct& jpeg, JpegErrors& errors, const PixelView& image, JpegOutput& output) {
  if (setjmp(errors.jump)) return false;
  jpeg_create_compress(&jpeg);
  jpeg_mem_dest(&jpeg, &output.bytes, &output.size);
  jpeg.image_width = image.width;
  jpeg.image_height = image.height;
  jpeg.input_components = image.channels;
  jpeg.in_color_space = image.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&jpeg);  // quality 75, chroma at half the resolution
  jpeg_start_compress(&jpeg, TRUE);
  const std::size_t row_bytes = image.plane_bytes() / image.height;
  while (jpeg.next_scanline < jpeg.image_height) {
    auto row = static_cast<JSAMPROW>(const_cast<void*>(image.pixels)) + jpeg.next_scanline * row_bytes;
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  return true;
}

}  // namespace

void write_jpeg(const std::filesystem::path& path, const PixelView& image) {
  require_pixels(path, image);
  if (image.type != PixelType::UInt8 || image.depth != 1 || (image.channels != 1 && image.channels != 3))
    throw ImageError(path, "a JPEG holds one plane of 1 or 3 channels of 8 bits only");
  JpegErrors errors;
  jpeg_compress_struct jpeg{};
  jpeg.err = catch_errors(errors);
  struct Cleanup {
    jpeg_compress_struct& jpeg;
    JpegOutput output;
    ~Cleanup() {
      jpeg_destroy_compress(&jpeg);
      std::free(output.bytes);
    }
  } cleanup{jpeg, {}};
  if (!encode(jpeg, errors, image, cleanup.output)) throw ImageError(path, errors.message);
  write_bytes(path, std::as_bytes(std::span(cleanup.output.bytes, cleanup.output.size)));
}

}  // namespace cellerate
