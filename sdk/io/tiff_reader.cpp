/// TIFF and BigTIFF by libtiff, from memory: strips and tiles, every compression that libtiff was built with,
/// planes contiguous or separate, samples of 1 to 64 bits. Sources: TIFF 6.0; Bio-Formats' MinimalTiffReader
/// for the pixel type of odd bit depths, for MinIsWhite and for what is a thumbnail.
// SPDX-License-Identifier: BSD-3-Clause
#include <tiffio.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>

#include "sdk/io/image_decoder.hpp"
#include "sdk/io/tiff_samples.hpp"

namespace cellerate {
namespace {

/// What libtiff reads from, and where its messages go.
struct TiffStream {
  std::span<const std::byte> bytes;
  std::uint64_t position = 0;
  std::string message;
};

TiffStream& stream_of(thandle_t handle) { return *static_cast<TiffStream*>(handle); }

tmsize_t read_stream(thandle_t handle, void* to, tmsize_t size) {
  TiffStream& stream = stream_of(handle);
  if (stream.position >= stream.bytes.size() || size <= 0) return 0;
  const std::size_t n = std::min<std::size_t>(size, stream.bytes.size() - stream.position);
  std::memcpy(to, stream.bytes.data() + stream.position, n);
  stream.position += n;
  return static_cast<tmsize_t>(n);
}

tmsize_t refuse_write(thandle_t, void*, tmsize_t) { return 0; }

toff_t seek_stream(thandle_t handle, toff_t offset, int whence) {
  TiffStream& stream = stream_of(handle);
  const std::uint64_t base = whence == SEEK_SET   ? 0
                             : whence == SEEK_CUR ? stream.position
                                                  : stream.bytes.size();
  return stream.position = base + offset;
}

toff_t stream_size(thandle_t handle) { return stream_of(handle).bytes.size(); }
int leave_open(thandle_t) { return 0; }

int map_stream(thandle_t handle, void** base, toff_t* size) {
  TiffStream& stream = stream_of(handle);
  *base = const_cast<std::byte*>(stream.bytes.data());  // libtiff never writes to a file opened with "r"
  *size = stream.bytes.size();
  return 1;
}

void leave_mapped(thandle_t, void*, toff_t) {}

/// The first error is the cause; what follows are consequences.
int keep_message(TIFF*, void* user, const char* module, const char* format, va_list arguments) {
  std::string& message = static_cast<TiffStream*>(user)->message;
  if (!message.empty()) return 1;
  char text[512];
  std::vsnprintf(text, sizeof text, format, arguments);
  message = (module && *module) ? std::string(module) + ": " + text : text;
  return 1;
}

int drop_message(TIFF*, void*, const char*, const char*, va_list) { return 1; }

struct CloseTiff {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using TiffHandle = std::unique_ptr<TIFF, CloseTiff>;

/// Handlers belong to the handle: a host's own use of libtiff is not disturbed.
TiffHandle open_stream(TiffStream& stream) {
  struct FreeOptions {
    void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
  };
  const std::unique_ptr<TIFFOpenOptions, FreeOptions> options(TIFFOpenOptionsAlloc());
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), keep_message, &stream);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), drop_message, &stream);
  return TiffHandle(TIFFClientOpenExt("TIFF", "r", &stream, read_stream, refuse_write, seek_stream,
                                      leave_open, stream_size, map_stream, leave_mapped, options.get()));
}

template <class T>
T tag(TIFF* tiff, std::uint32_t name, T otherwise) {
  T value{};
  return TIFFGetFieldDefaulted(tiff, name, &value) ? value : otherwise;
}

/// What decides how the pixels of one directory are stored.
struct Directory {
  std::uint32_t width = 0, height = 0;
  std::uint16_t bits = 1, samples = 1, format = SAMPLEFORMAT_UINT, planar = PLANARCONFIG_CONTIG;
  std::uint16_t photometric = PHOTOMETRIC_MINISBLACK, compression = COMPRESSION_NONE;
  bool tiled = false;
  bool thumbnail = false;
  PixelType type = PixelType::UInt8;

  bool operator==(const Directory&) const = default;
};

class TiffDecoder final : public ImageDecoder {
 public:
  explicit TiffDecoder(const FileBytes& file)
      : file_(file), stream_{file.span(), 0, {}}, tiff_(open_stream(stream_)) {
    if (!tiff_) fail("not a readable TIFF");
    read_directories();
    describe_series();
  }

  RawImage plane(int series, int index) override;
  ColourTable colour_table(int series) override;

 private:
  [[noreturn]] void fail(const std::string& otherwise) const {
    throw ImageError(file_.path, stream_.message.empty() ? otherwise : stream_.message);
  }
  Directory read_directory();
  void read_directories();
  void describe_series();
  void decode_strips(const Directory& directory, RawImage& image);
  void decode_blocks(const Directory& directory, RawImage& image);

  const FileBytes& file_;
  TiffStream stream_;
  TiffHandle tiff_;
  std::vector<tdir_t> pages_;  ///< directories that hold images, not thumbnails
  std::vector<Directory> directories_;
};

Directory TiffDecoder::read_directory() {
  Directory d;
  if (!TIFFGetField(tiff_.get(), TIFFTAG_IMAGEWIDTH, &d.width) ||
      !TIFFGetField(tiff_.get(), TIFFTAG_IMAGELENGTH, &d.height))
    fail("a directory without an image size");
  d.bits = tag<std::uint16_t>(tiff_.get(), TIFFTAG_BITSPERSAMPLE, 1);
  d.samples = tag<std::uint16_t>(tiff_.get(), TIFFTAG_SAMPLESPERPIXEL, 1);
  d.format = tag<std::uint16_t>(tiff_.get(), TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
  d.planar = tag<std::uint16_t>(tiff_.get(), TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  if (d.samples == 1) d.planar = PLANARCONFIG_CONTIG;
  d.photometric = tag<std::uint16_t>(tiff_.get(), TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
  d.compression = tag<std::uint16_t>(tiff_.get(), TIFFTAG_COMPRESSION, COMPRESSION_NONE);
  d.tiled = TIFFIsTiled(tiff_.get()) != 0;
  d.thumbnail = tag<std::uint32_t>(tiff_.get(), TIFFTAG_SUBFILETYPE, 0) == FILETYPE_REDUCEDIMAGE;
  const auto type = tiff_pixel_type(d.bits, d.format);
  if (!type) fail("samples of " + std::to_string(d.bits) + " bits in format " + std::to_string(d.format));
  d.type = *type;
  return d;
}

void TiffDecoder::read_directories() {
  do {
    pages_.push_back(TIFFCurrentDirectory(tiff_.get()));
    directories_.push_back(read_directory());
  } while (TIFFReadDirectory(tiff_.get()));
  if (!stream_.message.empty()) fail("");  // a broken directory, not the end of the file
  if (pages_.size() == 1) return;
  for (std::size_t i = pages_.size(); i-- > 0;)
    if (directories_[i].thumbnail) {
      pages_.erase(pages_.begin() + i);
      directories_.erase(directories_.begin() + i);
    }
  if (pages_.empty()) fail("the file has thumbnails only");
}

void TiffDecoder::describe_series() {
  const Directory& first = directories_.front();
  SeriesInfo series;
  series.width = static_cast<int>(first.width);
  series.height = static_cast<int>(first.height);
  series.type = first.type;
  series.samples = series.channels = first.samples;
  series.indexed = first.photometric == PHOTOMETRIC_PALETTE;
  series.time_points = static_cast<int>(pages_.size());
  info_.series.push_back(std::move(series));
  std::uint16_t maximum = 0;
  if (TIFFSetDirectory(tiff_.get(), pages_.front()) &&
      TIFFGetField(tiff_.get(), TIFFTAG_MAXSAMPLEVALUE, &maximum))
    info_.max_sample_value = maximum;
}

RawImage TiffDecoder::plane(int series, int index) {
  (void)series;
  if (!TIFFSetDirectory(tiff_.get(), pages_[index])) fail("cannot read page " + std::to_string(index));
  const Directory& d = directories_[index];
  RawImage image = allocate_image(file_, d.height, d.width, d.samples, d.type);
  if (d.compression == COMPRESSION_JPEG && d.photometric == PHOTOMETRIC_YCBCR)
    TIFFSetField(tiff_.get(), TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
  else if (d.photometric == PHOTOMETRIC_YCBCR)
    fail("YCbCr without JPEG compression");
  const bool plain = !d.tiled && d.planar == PLANARCONFIG_CONTIG && d.bits == 8 * pixel_size(d.type);
  plain ? decode_strips(d, image) : decode_blocks(d, image);
  if (d.photometric == PHOTOMETRIC_MINISWHITE || d.photometric == PHOTOMETRIC_SEPARATED)
    invert_samples(image, d.bits);
  return image;
}

ColourTable TiffDecoder::colour_table(int) {
  const Directory& d = directories_.front();
  if (!TIFFSetDirectory(tiff_.get(), pages_.front())) fail("cannot read the first page");
  std::uint16_t* colours[3] = {};
  if (d.bits > 16 || !TIFFGetField(tiff_.get(), TIFFTAG_COLORMAP, &colours[0], &colours[1], &colours[2]))
    return {};
  return tiff_colour_table(colours, std::size_t{1} << d.bits, d.type);
}

/// Strips whose bytes are already samples: each is decoded to its place.
void TiffDecoder::decode_strips(const Directory& d, RawImage& image) {
  const std::uint32_t rows_per_strip =
      std::clamp<std::uint32_t>(tag<std::uint32_t>(tiff_.get(), TIFFTAG_ROWSPERSTRIP, d.height), 1, d.height);
  const std::size_t row_bytes = std::size_t{d.width} * d.samples * pixel_size(d.type);
  for (std::uint32_t y = 0, strip = 0; y < d.height; y += rows_per_strip, ++strip) {
    const auto bytes = static_cast<tmsize_t>(row_bytes * std::min(rows_per_strip, d.height - y));
    if (TIFFReadEncodedStrip(tiff_.get(), strip, image.pixels.data() + y * row_bytes, bytes) != bytes)
      fail("strip " + std::to_string(strip) + " is too short");
  }
}

/// Tiles, separate planes and packed bits: block by block through a scratch buffer.
void TiffDecoder::decode_blocks(const Directory& d, RawImage& image) {
  std::uint32_t block_width = d.width, block_height = d.height;
  if (d.tiled) {
    TIFFGetField(tiff_.get(), TIFFTAG_TILEWIDTH, &block_width);
    TIFFGetField(tiff_.get(), TIFFTAG_TILELENGTH, &block_height);
  } else {
    block_height = std::clamp<std::uint32_t>(tag(tiff_.get(), TIFFTAG_ROWSPERSTRIP, d.height), 1, d.height);
  }
  if (block_width == 0 || block_height == 0) fail("tiles of no size");
  const bool separate = d.planar == PLANARCONFIG_SEPARATE;
  const std::uint32_t planes = separate ? d.samples : 1, samples = separate ? 1 : d.samples;
  const std::uint64_t row_bytes = (std::uint64_t{block_width} * samples * d.bits + 7) / 8;
  const RawImage limit =
      allocate_image(file_, block_height, block_width, samples, d.type);  // the size is possible
  ByteBuffer block(row_bytes * block_height);

  std::uint32_t number = 0;
  for (std::uint32_t plane = 0; plane < planes; ++plane) {
    for (std::uint32_t y = 0; y < d.height; y += block_height) {
      const std::uint32_t rows = std::min(block_height, d.height - y);
      for (std::uint32_t x = 0; x < d.width; x += block_width, ++number) {
        const auto bytes = static_cast<tmsize_t>(row_bytes * (d.tiled ? block_height : rows));
        const tmsize_t got = d.tiled ? TIFFReadEncodedTile(tiff_.get(), number, block.data(), bytes)
                                     : TIFFReadEncodedStrip(tiff_.get(), number, block.data(), bytes);
        if (got != bytes) fail("block " + std::to_string(number) + " is too short");
        const std::uint32_t columns = std::min(block_width, d.width - x);
        for (std::uint32_t row = 0; row < rows; ++row) {
          const std::size_t to = (std::size_t{y + row} * d.width + x) * d.samples + plane;
          unpack_samples(block.data() + row * row_bytes, d.bits, std::size_t{columns} * samples, image, to,
                         separate ? d.samples : 1);
        }
      }
    }
  }
}

}  // namespace

std::unique_ptr<ImageDecoder> open_tiff(const FileBytes& file) { return std::make_unique<TiffDecoder>(file); }

}  // namespace cellerate
