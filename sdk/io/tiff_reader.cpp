/// TIFF and BigTIFF by libtiff, from memory: strips and tiles, every compression that libtiff was built with,
/// planes contiguous or separate, samples of 1 to 64 bits. Sources: TIFF 6.0; Bio-Formats' MinimalTiffReader
/// for the pixel type of odd bit depths, for MinIsWhite and for what is a thumbnail.
// SPDX-License-Identifier: BSD-3-Clause
#include <tiffio.h>

#include <algorithm>
#include <cstring>

#include "sdk/io/image_decoder.hpp"
#include "sdk/io/tiff_samples.hpp"
#include "sdk/io/tiff_series.hpp"
#include "sdk/io/tiff_stream.hpp"

namespace cellerate {
namespace {

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
  PixelType type = PixelType::UInt8;
};

/// Separate planes of one page are the planes of a volume: see TiffStack::Volume.
RawImage samples_to_planes(const RawImage& image) {
  RawImage result;
  result.depth = image.channels;
  result.height = image.height;
  result.width = image.width;
  result.type = image.type;
  result.pixels = ByteBuffer(image.pixels.size());
  const std::size_t size = pixel_size(image.type), pixels = image.samples() / image.channels;
  std::byte* to = result.pixels.data();
  for (int c = 0; c < image.channels; ++c)
    for (std::size_t i = 0; i < pixels; ++i, to += size)
      std::memcpy(to, image.pixels.data() + (i * image.channels + c) * size, size);
  return result;
}

class TiffDecoder final : public ImageDecoder {
 public:
  explicit TiffDecoder(const FileBytes& file)
      : file_(file), stream_{file.span(), 0, {}}, tiff_(open_tiff_stream(stream_)) {
    if (!tiff_) fail("not a readable TIFF");
    read_pages();
    describe_series();
  }

  RawImage plane(int series, int index) override;
  ColourTable colour_table(int series) override;
  RawImage volume() override;

 private:
  [[noreturn]] void fail(const std::string& otherwise) const {
    throw ImageError(file_.path, stream_.messages.first.empty() ? otherwise : stream_.messages.first);
  }
  /// The strips or tiles of a directory.
  struct BlockGrid {
    std::uint32_t width = 0, height = 0;
    std::uint32_t samples = 1;  ///< in one block: one if planes are separate
    std::uint64_t row_bytes = 0;
  };
  Directory read_directory();
  void read_pages();
  void go_to(const TiffPage& page);
  RawImage decode(const TiffPage& page, Directory& directory);
  void describe_series();
  void decode_strips(const Directory& directory, RawImage& image);
  void decode_blocks(const Directory& directory, RawImage& image);
  BlockGrid block_grid(const Directory& directory);
  std::uint32_t rows_per_strip(const Directory& directory);

  const FileBytes& file_;
  TiffStream stream_;
  TiffHandle tiff_;
  std::vector<TiffPage> pages_;
  std::vector<TiffSeries> series_;
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
  const auto type = tiff_pixel_type(d.bits, d.format);
  if (!type) fail("samples of " + std::to_string(d.bits) + " bits in format " + std::to_string(d.format));
  d.type = *type;
  return d;
}

void TiffDecoder::read_pages() {
  std::vector<TiffPage> thumbnails;
  for (int number = 0;; ++number) {
    const Directory d = read_directory();
    const bool thumbnail = tag<std::uint32_t>(tiff_.get(), TIFFTAG_SUBFILETYPE, 0) == FILETYPE_REDUCEDIMAGE;
    (thumbnail ? thumbnails : pages_)
        .push_back({d.width, d.height, d.samples, d.type, d.photometric == PHOTOMETRIC_PALETTE, number});
    if (TIFFLastDirectory(tiff_.get())) break;
    stream_.messages.first.clear();
    if (!TIFFReadDirectory(tiff_.get())) fail("cannot read directory " + std::to_string(number + 1));
  }
  if (pages_.empty()) pages_ = std::move(thumbnails);
}

void TiffDecoder::describe_series() {
  go_to(pages_.front());
  char* description = nullptr;
  if (!TIFFGetField(tiff_.get(), TIFFTAG_IMAGEDESCRIPTION, &description)) description = nullptr;
  TiffLayout layout = tiff_layout(pages_, description ? description : "", file_.path);
  info_.described_by_ome = layout.described_by_ome;
  series_ = std::move(layout.series);
  for (const TiffSeries& series : series_) info_.series.push_back(series.info);
  std::uint16_t maximum = 0;
  if (TIFFGetField(tiff_.get(), TIFFTAG_MAXSAMPLEVALUE, &maximum)) info_.max_sample_value = maximum;
}

void TiffDecoder::go_to(const TiffPage& page) {
  stream_.messages.first.clear();
  if (TIFFCurrentDirectory(tiff_.get()) == static_cast<tdir_t>(page.directory)) return;
  if (!TIFFSetDirectory(tiff_.get(), static_cast<tdir_t>(page.directory)))
    fail("cannot read directory " + std::to_string(page.directory));
}

/// The samples as they are stored, MinIsWhite or not.
RawImage TiffDecoder::decode(const TiffPage& page, Directory& directory) {
  go_to(page);
  directory = read_directory();
  const Directory& d = directory;
  RawImage image = allocate_image(file_, d.height, d.width, d.samples, d.type);
  if (d.compression == COMPRESSION_JPEG && d.photometric == PHOTOMETRIC_YCBCR)
    TIFFSetField(tiff_.get(), TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
  else if (d.photometric == PHOTOMETRIC_YCBCR)
    fail("YCbCr without JPEG compression");
  const bool plain = !d.tiled && d.planar == PLANARCONFIG_CONTIG && d.bits == 8 * pixel_size(d.type);
  plain ? decode_strips(d, image) : decode_blocks(d, image);
  return image;
}

RawImage TiffDecoder::plane(int series, int index) {
  const int number = series_[series].pages[index];
  if (number == TiffSeries::kElsewhere) fail("plane " + std::to_string(index) + " lies in another file");
  const TiffPage& page = pages_[number];
  const SeriesInfo& info = info_.series[series];
  if (static_cast<int>(page.width) != info.width || static_cast<int>(page.height) != info.height ||
      page.samples != info.samples || page.type != info.type)
    fail("plane " + std::to_string(index) + " has another size or type than the first");
  Directory d;
  RawImage image = decode(page, d);
  if (d.photometric == PHOTOMETRIC_MINISWHITE || d.photometric == PHOTOMETRIC_SEPARATED)
    invert_samples(image, d.bits);
  return image;
}

RawImage TiffDecoder::volume() {
  const TiffPage& first = pages_.front();
  std::vector<TiffPage> planes;
  for (const TiffPage& page : pages_)
    if (page.width == first.width && page.height == first.height && page.samples == first.samples &&
        page.type == first.type)
      planes.push_back(page);
  Directory d;
  RawImage image = decode(first, d);
  if (planes.size() == 1)
    return d.planar == PLANARCONFIG_SEPARATE ? samples_to_planes(image) : std::move(image);

  RawImage result = allocate_image(file_, image.height, image.width, image.channels, image.type,
                                   static_cast<std::uint64_t>(planes.size()));
  std::byte* to = result.pixels.data();
  for (std::size_t i = 0; i < planes.size(); ++i, to += image.pixels.size()) {
    if (i > 0) image = decode(planes[i], d);
    std::memcpy(to, image.pixels.data(), image.pixels.size());
  }
  return result;
}

ColourTable TiffDecoder::colour_table(int series) {
  const int number = series_[series].pages.front();
  if (number == TiffSeries::kElsewhere) return {};
  go_to(pages_[number]);
  const Directory d = read_directory();
  std::uint16_t* colours[3] = {};
  if (d.bits > 16 || !TIFFGetField(tiff_.get(), TIFFTAG_COLORMAP, &colours[0], &colours[1], &colours[2]))
    return {};
  return tiff_colour_table(colours, std::size_t{1} << d.bits, d.type);
}

/// Strips whose bytes are already samples: each is decoded to its place.
void TiffDecoder::decode_strips(const Directory& d, RawImage& image) {
  const std::uint32_t strip_rows = rows_per_strip(d);
  const std::size_t row_bytes = std::size_t{d.width} * d.samples * pixel_size(d.type);
  for (std::uint32_t y = 0, strip = 0; y < d.height; y += strip_rows, ++strip) {
    const auto bytes = static_cast<tmsize_t>(row_bytes * std::min(strip_rows, d.height - y));
    if (TIFFReadEncodedStrip(tiff_.get(), strip, image.pixels.data() + y * row_bytes, bytes) != bytes)
      fail("strip " + std::to_string(strip) + " is too short");
  }
}

/// Tiles, separate planes and packed bits: block by block through a scratch buffer.
void TiffDecoder::decode_blocks(const Directory& d, RawImage& image) {
  const BlockGrid grid = block_grid(d);
  // An image of a block's size has room for its packed samples, and a forged size is refused.
  RawImage scratch = allocate_image(file_, grid.height, grid.width, grid.samples, d.type);
  std::uint32_t number = 0;
  for (std::uint32_t plane = 0; plane < d.samples / grid.samples; ++plane)
    for (std::uint32_t y = 0; y < d.height; y += grid.height)
      for (std::uint32_t x = 0; x < d.width; x += grid.width, ++number) {
        const std::uint32_t rows = std::min(grid.height, d.height - y);
        const auto bytes = static_cast<tmsize_t>(grid.row_bytes * (d.tiled ? grid.height : rows));
        const tmsize_t got = d.tiled
                                 ? TIFFReadEncodedTile(tiff_.get(), number, scratch.pixels.data(), bytes)
                                 : TIFFReadEncodedStrip(tiff_.get(), number, scratch.pixels.data(), bytes);
        if (got != bytes) fail("block " + std::to_string(number) + " is too short");
        const std::size_t count = std::size_t{std::min(grid.width, d.width - x)} * grid.samples;
        for (std::uint32_t row = 0; row < rows; ++row) {
          const std::size_t to = (std::size_t{y + row} * d.width + x) * d.samples + plane;
          unpack_samples(scratch.pixels.data() + row * grid.row_bytes, d.bits, count, image, to,
                         d.samples / grid.samples);
        }
      }
}

TiffDecoder::BlockGrid TiffDecoder::block_grid(const Directory& d) {
  BlockGrid grid{d.width, d.height};
  if (d.tiled) {
    TIFFGetField(tiff_.get(), TIFFTAG_TILEWIDTH, &grid.width);
    TIFFGetField(tiff_.get(), TIFFTAG_TILELENGTH, &grid.height);
  } else {
    grid.height = rows_per_strip(d);
  }
  if (grid.width == 0 || grid.height == 0) fail("tiles of no size");
  grid.samples = d.planar == PLANARCONFIG_SEPARATE ? 1 : d.samples;
  grid.row_bytes = (std::uint64_t{grid.width} * grid.samples * d.bits + 7) / 8;
  return grid;
}

std::uint32_t TiffDecoder::rows_per_strip(const Directory& d) {
  return std::clamp<std::uint32_t>(tag(tiff_.get(), TIFFTAG_ROWSPERSTRIP, d.height), 1, d.height);
}

}  // namespace

std::unique_ptr<ImageDecoder> open_tiff(const FileBytes& file) { return std::make_unique<TiffDecoder>(file); }

}  // namespace cellerate
