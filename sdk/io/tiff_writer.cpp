/// TIFF as scikit-image's tifffile plugin and Bio-Formats write it for CellProfiler: one strip a page,
/// {"shape": ...} or ImageJ's comment in the first page's ImageDescription. Source: tifffile 2022.4.8,
/// TiffWriter.write.
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <string>
#include <vector>

#include "sdk/io/atomic_file.hpp"
#include "sdk/io/image_encoder.hpp"
#include "sdk/io/tiff_stream.hpp"

namespace cellerate {
namespace {

/// Everything of a page but its pixels.
struct PageFormat {
  int height = 0, width = 0, samples = 1;
  PixelType type = PixelType::UInt8;
  bool separate = false;  ///< each sample in its own strip
  bool deflate = false;
  bool resolution = true;  ///< tifffile leaves the resolution out of ImageJ files

  std::size_t strip_bytes() const {
    return std::size_t(height) * width * (separate ? 1 : samples) * pixel_size(type);
  }
};

std::uint16_t sample_format(PixelType type) {
  switch (type) {
    case PixelType::Float32:
    case PixelType::Float64:
      return SAMPLEFORMAT_IEEEFP;
    case PixelType::Int8:
    case PixelType::Int16:
    case PixelType::Int32:
    case PixelType::Int64:
      return SAMPLEFORMAT_INT;
    default:
      return SAMPLEFORMAT_UINT;
  }
}

class TiffFile {
 public:
  TiffFile(const std::filesystem::path& path, std::uint64_t pixel_bytes)
      : path_(path),
        file_(path),
        tiff_(create_tiff(file_.temporary(), pixel_bytes > kClassicLimit, messages_)) {
    if (!tiff_) fail();
  }

  /// Writes the next page; the description is left out if empty.
  void add_page(const PageFormat& format, const void* pixels, const std::string& description) {
    set_tags(format, description);
    const auto* strip = static_cast<const std::byte*>(pixels);
    const std::size_t bytes = format.strip_bytes();
    for (int i = 0; i < (format.separate ? format.samples : 1); ++i, strip += bytes)
      if (TIFFWriteEncodedStrip(tiff_.get(), i, const_cast<std::byte*>(strip), static_cast<tmsize_t>(bytes)) <
          0)
        fail();
    if (!TIFFWriteDirectory(tiff_.get())) fail();
  }

  void commit() {
    if (!TIFFFlush(tiff_.get())) fail();
    tiff_.reset();
    try {
      file_.commit();
    } catch (const std::filesystem::filesystem_error& error) {
      throw ImageError(path_, error.code().message());
    }
  }

 private:
  static constexpr std::uint64_t kClassicLimit =
      (std::uint64_t{1} << 32) - (1 << 25);  // as tifffile: room for tags

  [[noreturn]] void fail() const {
    throw ImageError(path_, messages_.first.empty() ? "cannot be written" : messages_.first);
  }

  void set_tags(const PageFormat& f, const std::string& description) {
    TIFF* tiff = tiff_.get();
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, f.width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, f.height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, static_cast<int>(8 * pixel_size(f.type)));
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, f.samples);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, f.samples > 1 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, f.separate ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, f.height);
    if (sample_format(f.type) != SAMPLEFORMAT_UINT)
      TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, sample_format(f.type));
    if (f.samples == 4) {
      const std::uint16_t alpha = EXTRASAMPLE_UNASSALPHA;
      TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &alpha);
    }
    if (f.deflate) {
      TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
      TIFFSetField(tiff, TIFFTAG_ZIPQUALITY, 6);
    }
    if (f.resolution) {
      TIFFSetField(tiff, TIFFTAG_XRESOLUTION, 1.0);
      TIFFSetField(tiff, TIFFTAG_YRESOLUTION, 1.0);
      TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_NONE);
    }
    if (description.empty()) return;
    TIFFSetField(tiff, TIFFTAG_IMAGEDESCRIPTION, description.c_str());
    TIFFSetField(tiff, TIFFTAG_SOFTWARE, "Cellerate");
  }

  std::filesystem::path path_;
  TiffMessages messages_;
  AtomicFile file_;
  TiffHandle tiff_;
};

/// One page a channel of each plane.
void add_channels(TiffFile& file, const PixelView& image, PageFormat format, const std::string& comment) {
  format.samples = 1;
  const std::size_t size = pixel_size(image.type), pixels = std::size_t(image.height) * image.width;
  ByteBuffer channel(pixels * size);
  for (int page = 0; page < image.depth * image.channels; ++page) {
    const int plane = page / image.channels, c = page % image.channels;
    const std::byte* from =
        static_cast<const std::byte*>(image.pixels) + plane * image.plane_bytes() + c * size;
    for (std::size_t i = 0; i < pixels; ++i, from += size * image.channels)
      std::copy_n(from, size, channel.data() + i * size);
    file.add_page(format, channel.data(), page == 0 ? comment : "");
  }
}

std::string comment_of_channels(const PixelView& image) {
  const std::string count = std::to_string(image.channels);
  return "ImageJ=1.11a\nimages=" + count + "\nchannels=" + count + "\nhyperstack=true\nmode=grayscale\n";
}

std::string comment_of_movie(const PixelView& image, bool over_time) {
  return "ImageJ=\nhyperstack=true\nimages=" + std::to_string(image.depth * image.channels) +
         "\nchannels=" + std::to_string(image.channels) +
         "\nslices=" + std::to_string(over_time ? 1 : image.depth) +
         "\nframes=" + std::to_string(over_time ? image.depth : 1);
}

/// The pixels in pages of the same size.
void add_pages(TiffFile& file, const PixelView& image, const PageFormat& format, int pages,
               const std::string& description) {
  const std::size_t page_bytes = image.samples() / pages * pixel_size(image.type);
  for (int page = 0; page < pages; ++page)
    file.add_page(format, static_cast<const std::byte*>(image.pixels) + page * page_bytes,
                  page == 0 ? description : "");
}

/// Stacks of channels and movies, as ImageJ reads them.
void write_hyperstack(TiffFile& file, const PixelView& image, PageFormat format, TiffStack stack) {
  format.resolution = false;
  if (stack == TiffStack::Channels) return add_channels(file, image, format, comment_of_channels(image));
  const std::string comment = comment_of_movie(image, stack == TiffStack::Frames);
  if (image.channels == 1 || image.channels == 3)
    add_pages(file, image, format, image.depth, comment);
  else
    add_channels(file, image, format, comment);
}

/// A plane, colors or a volume, in the pages that tifffile makes of such an array.
void write_array(TiffFile& file, const PixelView& image, PageFormat format) {
  int pages = image.depth;
  if (image.channels == 1 && (image.depth == 3 || image.depth == 4)) {
    format.samples = image.depth;
    format.separate = true;
    pages = 1;
  } else if (image.channels == 2) {  // no colours: tifffile takes the last two axes for the page
    pages = image.depth * image.height;
    format.height = image.width;
    format.width = image.channels;
    format.samples = 1;
  }
  add_pages(file, image, format, pages, "{\"shape\": [" + shape_text(image) + "]}");
}

}  // namespace

void write_tiff(const std::filesystem::path& path, const PixelView& image, const TiffOptions& options) {
  require_pixels(path, image);
  if (image.type == PixelType::Bool) throw ImageError(path, "a TIFF cannot hold an image of type bool");
  if (options.stack == TiffStack::Channels && image.depth > 1)
    throw ImageError(path, "a volume cannot be a stack of channels");
  const bool is_array = options.stack == TiffStack::Volume;
  if (is_array && image.channels > 4)
    throw ImageError(path, "more than four channels can only be written as a stack of channels");

  TiffFile file(path, image.samples() * pixel_size(image.type));
  const PageFormat format{.height = image.height,
                          .width = image.width,
                          .samples = image.channels,
                          .type = image.type,
                          .deflate = options.deflate};
  if (is_array)
    write_array(file, image, format);
  else
    write_hyperstack(file, image, format, options.stack);
  file.commit();
}

void write_labels(const std::filesystem::path& path, int height, int width,
                  std::span<const std::int32_t* const> layers) {
  require_pixels(path, {static_cast<int>(layers.size()), height, width});
  const std::size_t pixels = std::size_t(height) * width;
  constexpr std::int32_t kHighest = 65535;
  const bool wide = std::ranges::any_of(layers, [&](const std::int32_t* labels) {
    return *std::max_element(labels, labels + pixels) > kHighest;
  });
  TiffFile file(path, pixels * layers.size() * (wide ? 4 : 2));
  const PageFormat format{.height = height,
                          .width = width,
                          .type = wide ? PixelType::UInt32 : PixelType::UInt16,
                          .deflate = true,
                          .resolution = false};
  std::vector<std::uint16_t> narrow(wide ? 0 : pixels);
  for (const std::int32_t* labels : layers) {
    if (!wide) std::copy_n(labels, pixels, narrow.begin());
    file.add_page(format, wide ? static_cast<const void*>(labels) : narrow.data(), "");
  }
  file.commit();
}

}  // namespace cellerate
