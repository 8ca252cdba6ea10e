/// PNG by libpng, from memory. Samples of 2 and 4 bits get a byte each, unscaled; 16-bit samples come in the
/// host's byte order.
// SPDX-License-Identifier: BSD-3-Clause
#include <png.h>

#include <bit>
#include <csetjmp>
#include <cstring>

#include "sdk/io/image_decoder.hpp"

namespace cellerate {
namespace {

/// What libpng reads from, and where its message goes.
struct PngStream {
  const std::byte* next;
  std::size_t left;
  char message[256];
  int stored_bits;
};

void read_stream(png_structp png, png_bytep to, std::size_t size) {
  auto* stream = static_cast<PngStream*>(png_get_io_ptr(png));
  if (size > stream->left) png_error(png, "the file is too short");
  std::memcpy(to, stream->next, size);
  stream->next += size;
  stream->left -= size;
}

void keep_error(png_structp png, png_const_charp text) {
  auto* stream = static_cast<PngStream*>(png_get_error_ptr(png));
  std::snprintf(stream->message, sizeof stream->message, "%s", text);
  png_longjmp(png, 1);
}

void drop_warning(png_structp, png_const_charp) {}

/// libpng's two structures; freed also when an error jumps out of libpng.
class PngHandle {
 public:
  explicit PngHandle(PngStream& stream)
      : png_(png_create_read_struct(PNG_LIBPNG_VER_STRING, &stream, keep_error, drop_warning)),
        info_(png_ ? png_create_info_struct(png_) : nullptr) {
    if (!info_) {
      png_destroy_read_struct(&png_, nullptr, nullptr);
      throw std::bad_alloc();
    }
    png_set_read_fn(png_, &stream, read_stream);
  }
  ~PngHandle() { png_destroy_read_struct(&png_, &info_, nullptr); }
  PngHandle(const PngHandle&) = delete;
  PngHandle& operator=(const PngHandle&) = delete;
  png_structp png() const { return png_; }
  png_infop info() const { return info_; }

 private:
  png_structp png_;
  png_infop info_;
};

// libpng leaves by longjmp, which must not pass over destructors: these two functions own nothing.

bool read_header(png_structp png, png_infop info, PngStream& stream) {
  if (setjmp(png_jmpbuf(png))) return false;
  png_read_info(png, info);
  stream.stored_bits = png_get_bit_depth(png, info);
  png_set_packing(png);
  if (std::endian::native == std::endian::little) png_set_swap(png);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
  return true;
}

bool read_rows(png_structp png, png_bytepp rows) {
  if (setjmp(png_jmpbuf(png))) return false;
  png_read_image(png, rows);
  png_read_end(png, nullptr);
  return true;
}

class PngDecoder final : public ImageDecoder {
 public:
  explicit PngDecoder(const FileBytes& file)
      : file_(file), stream_{file.bytes.data(), file.bytes.size(), "", 0}, handle_(stream_) {
    if (!read_header(handle_.png(), handle_.info(), stream_)) throw ImageError(file.path, stream_.message);
    SeriesInfo series;
    const int bits = stream_.stored_bits;
    series.width = static_cast<int>(png_get_image_width(handle_.png(), handle_.info()));
    series.height = static_cast<int>(png_get_image_height(handle_.png(), handle_.info()));
    series.type = bits == 16 ? PixelType::UInt16 : PixelType::UInt8;
    series.samples = series.channels = png_get_channels(handle_.png(), handle_.info());
    series.interleaved = series.samples > 1;
    series.indexed = png_get_color_type(handle_.png(), handle_.info()) == PNG_COLOR_TYPE_PALETTE;
    // Bio-Formats fails on these; nobody has results that they could be compared with.
    if (bits == 1 && !series.indexed) throw ImageError(file.path, "grey PNG with one bit a pixel");
    info_.series.push_back(std::move(series));
  }

  RawImage plane(int, int) override {
    const SeriesInfo& s = info_.series.front();
    RawImage image = allocate_image(file_, s.height, s.width, s.samples, s.type);
    const std::size_t row_bytes =
        std::size_t{static_cast<unsigned>(s.width)} * s.samples * pixel_size(s.type);
    std::vector<png_bytep> rows(s.height);
    for (int y = 0; y < s.height; ++y)
      rows[y] = reinterpret_cast<png_bytep>(image.pixels.data() + y * row_bytes);
    if (!read_rows(handle_.png(), rows.data())) throw ImageError(file_.path, stream_.message);
    return image;
  }

  ColourTable colour_table(int) override {
    png_colorp palette = nullptr;
    int entries = 0;
    png_get_PLTE(handle_.png(), handle_.info(), &palette, &entries);
    ColourTable table{ByteBuffer(std::size_t(entries) * ColourTable::kChannels)};
    for (int i = 0; i < entries; ++i) {
      std::byte* entry = table.entries.data() + i * ColourTable::kChannels;
      entry[0] = std::byte{palette[i].red};
      entry[1] = std::byte{palette[i].green};
      entry[2] = std::byte{palette[i].blue};
    }
    return table;
  }

 private:
  const FileBytes& file_;
  PngStream stream_;
  PngHandle handle_;
};

}  // namespace

std::unique_ptr<ImageDecoder> open_png(const FileBytes& file) { return std::make_unique<PngDecoder>(file); }

}  // namespace cellerate
