/// PNG by libpng, into memory.
// SPDX-License-Identifier: BSD-3-Clause
#include <png.h>

#include <bit>
#include <csetjmp>
#include <cstdio>
#include <new>
#include <vector>

#include "sdk/io/image_encoder.hpp"

namespace cellerate {
namespace {

constexpr std::size_t kMessage = 256;

/// Of zlib: on microscope images a quarter of the time of level 6, for files 5 % larger.
constexpr int kLevel = 2;
/// To try all filters on every row takes as long as the compression.
constexpr int kFilter = PNG_FILTER_SUB;

void keep_error(png_structp png, png_const_charp text) {
  std::snprintf(static_cast<char*>(png_get_error_ptr(png)), kMessage, "%s", text);
  png_longjmp(png, 1);
}

void drop_warning(png_structp, png_const_charp) {}

void append(png_structp png, png_bytep bytes, std::size_t size) {
  auto* file = static_cast<std::vector<std::byte>*>(png_get_io_ptr(png));
  const auto* from = reinterpret_cast<const std::byte*>(bytes);
  file->insert(file->end(), from, from + size);
}

void flush_nothing(png_structp) {}

int colour_type(int channels) {
  return channels == 1 ? PNG_COLOR_TYPE_GRAY : channels == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGB_ALPHA;
}

// libpng leaves by longjmp, which must not pass over destructors: this function owns nothing.
bool encode(png_structp png, png_infop info, const PixelView& image) {
  if (setjmp(png_jmpbuf(png))) return false;
  const bool wide = pixel_size(image.type) == 2;
  png_set_IHDR(png, info, image.width, image.height, wide ? 16 : 8, colour_type(image.channels),
               PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_compression_level(png, kLevel);
  png_set_filter(png, PNG_FILTER_TYPE_BASE, kFilter);
  png_write_info(png, info);
  if (wide && std::endian::native == std::endian::little) png_set_swap(png);
  const std::size_t row_bytes = image.plane_bytes() / image.height;
  for (int y = 0; y < image.height; ++y)
    png_write_row(png, static_cast<png_const_bytep>(image.pixels) + y * row_bytes);
  png_write_end(png, info);
  return true;
}

/// @param path for messages
std::vector<std::byte> encode_png(const std::filesystem::path& path, const PixelView& image) {
  require_pixels(path, image);
  if (image.type != PixelType::UInt8 && image.type != PixelType::UInt16)
    throw ImageError(path, "a PNG holds unsigned integers of 8 or 16 bits only");
  if (image.depth != 1 || (image.channels != 1 && image.channels != 3 && image.channels != 4))
    throw ImageError(path, "a PNG holds one plane of 1, 3 or 4 channels only");

  char message[kMessage] = "";
  std::vector<std::byte> file;
  struct Handle {
    png_structp png;
    png_infop info;
    ~Handle() { png_destroy_write_struct(&png, &info); }
  } handle{png_create_write_struct(PNG_LIBPNG_VER_STRING, message, keep_error, drop_warning), nullptr};
  handle.info = handle.png ? png_create_info_struct(handle.png) : nullptr;
  if (!handle.info) throw std::bad_alloc();
  png_set_write_fn(handle.png, &file, append, flush_nothing);
  if (!encode(handle.png, handle.info, image)) throw ImageError(path, message);
  return file;
}

}  // namespace

std::vector<std::byte> encode_png(const PixelView& image) { return encode_png("PNG", image); }

void write_png(const std::filesystem::path& path, const PixelView& image) {
  write_bytes(path, encode_png(path, image));
}

}  // namespace cellerate
