// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/image_reader.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <string_view>

#include "sdk/io/image_decoder.hpp"

namespace cellerate {
namespace {

bool starts_with(const FileBytes& file, std::string_view signature) {
  return file.bytes.size() >= signature.size() &&
         std::memcmp(file.bytes.data(), signature.data(), signature.size()) == 0;
}

std::unique_ptr<ImageDecoder> open_image(const FileBytes& file) {
  using namespace std::string_view_literals;
  for (const std::string_view tiff : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv})
    if (starts_with(file, tiff)) return open_tiff(file);
  if (starts_with(file, "\x89PNG\r\n\x1a\n"sv)) return open_png(file);
  if (starts_with(file, "\xff\xd8\xff"sv)) return open_jpeg(file);
  if (starts_with(file, "\x93NUMPY"sv)) return open_npy(file);
  if (starts_with(file, "BM"sv)) return open_bmp(file);
  throw ImageError(file.path,
                   file.bytes.size() == 0 ? "the file is empty" : "not a TIFF, PNG, JPEG, BMP or NPY file");
}

/// The first three samples of every pixel; a third that the image lacks is zero.
RawImage to_three_samples(const FileBytes& file, RawImage image) {
  constexpr int kSamples = 3;
  if (image.channels == kSamples) return image;
  RawImage result = allocate_image(file, image.height, image.width, kSamples, image.type);
  const std::size_t size = pixel_size(image.type), missing = image.channels < kSamples ? size : 0;
  const std::byte* from = image.pixels.data();
  std::byte* to = result.pixels.data();
  const std::size_t pixels = static_cast<std::size_t>(image.height) * image.width;
  for (std::size_t i = 0; i < pixels; ++i, from += size * image.channels, to += size * kSamples) {
    std::memcpy(to, from, size * kSamples - missing);
    std::memset(to + size * kSamples - missing, 0, missing);
  }
  return result;
}

/// All channels of the first z-plane and time point as one image.
RawImage stack_channels(const FileBytes& file, ImageDecoder& decoder, int series) {
  const SeriesInfo& info = decoder.info().series[series];
  const int channels = info.channel_planes();
  RawImage result = allocate_image(file, info.height, info.width, channels, info.type);
  const std::size_t size = pixel_size(info.type);
  for (int c = 0; c < channels; ++c) {
    const RawImage plane = decoder.plane(series, info.plane_index(0, c, 0));
    const std::byte* from = plane.pixels.data();
    std::byte* to = result.pixels.data() + size * c;
    for (std::size_t i = 0; i < plane.samples(); ++i, from += size, to += size * channels)
      std::memcpy(to, from, size);
  }
  for (int c = 0; c < channels; ++c)
    result.channel_names.push_back("Channel:" + std::to_string(series) + ":" + std::to_string(c));
  return result;
}

template <class Index>
void look_up(const FileBytes& file, const RawImage& plane, const ColourTable& table, RawImage& result) {
  const std::size_t entry = ColourTable::kChannels * sizeof(Index), count = table.entries.size() / entry;
  const Index* index = plane.as<Index>();
  std::byte* to = result.pixels.data();
  for (std::size_t i = 0; i < plane.samples(); ++i, to += entry) {
    if (index[i] >= count) throw ImageError(file.path, "a pixel's index lies outside the colour table");
    std::memcpy(to, table.entries.data() + index[i] * entry, entry);
  }
}

/// A table that maps every index to itself is no colour, but a grey image in disguise.
template <class Index>
bool is_identity(const ColourTable& table) {
  const auto* entries = reinterpret_cast<const Index*>(table.entries.data());
  const std::size_t values = table.entries.size() / sizeof(Index);
  for (std::size_t i = 0; i < values; ++i)
    if (entries[i] != i / ColourTable::kChannels) return false;
  return true;
}

template <class Index>
RawImage apply_colour_table(const FileBytes& file, RawImage plane, const ColourTable& table) {
  if (table.entries.size() == 0 || is_identity<Index>(table)) return plane;
  // python-bioformats takes the 16-bit entries of a table for signed numbers.
  const PixelType type = sizeof(Index) == 2 ? PixelType::Int16 : plane.type;
  RawImage result = allocate_image(file, plane.height, plane.width, ColourTable::kChannels, type);
  look_up<Index>(file, plane, table, result);
  return result;
}

int checked(const FileBytes& file, const char* what, int value, int count) {
  if (value < 0 || value >= count)
    throw ImageError(file.path, std::string(what) + " " + std::to_string(value) +
                                    " was asked for, but the file has " + std::to_string(count));
  return value;
}

/// The order of the questions is that of bioformats.formatreader.ImageReader.read.
RawImage select_image(const FileBytes& file, ImageDecoder& decoder, const PlaneSelection& selection) {
  const ImageInfo& info = decoder.info();
  const int series =
      checked(file, "series", selection.series.value_or(0), static_cast<int>(info.series.size()));
  const SeriesInfo& s = info.series[series];
  if (info.plain_array) return decoder.plane(series, 0);
  if (selection.index) {
    if (s.samples == 2)
      throw ImageError(file.path, "planes of two samples a pixel cannot be read by their index");
    if (s.samples > 4)
      throw ImageError(file.path, "planes of more than four samples cannot be read by their index");
    return decoder.plane(series, checked(file, "plane", *selection.index, s.planes()));
  }
  if (s.samples > 1) {
    RawImage plane = decoder.plane(series, s.plane_index(0, 0, 0));
    return s.interleaved && s.samples == 2 ? std::move(plane) : to_three_samples(file, std::move(plane));
  }
  if (selection.channel) {
    const int channel = checked(file, "channel", *selection.channel, s.channels);
    return decoder.plane(series, s.plane_index(0, channel, 0));
  }
  // CellProfiler 4.2 reads OME-TIFFs as plain TIFFs: what is no plane of a given series, index or channel is
  // the first.
  if (s.channels > 1 && !info.described_by_ome) return stack_channels(file, decoder, series);
  RawImage plane = decoder.plane(series, s.plane_index(0, 0, 0));
  if (!s.indexed) return plane;
  const ColourTable table = decoder.colour_table(series);
  return s.type == PixelType::UInt8 ? apply_colour_table<std::uint8_t>(file, std::move(plane), table)
                                    : apply_colour_table<std::uint16_t>(file, std::move(plane), table);
}

}  // namespace

int SeriesInfo::plane_index(int z, int c, int t) const {
  int index = 0, stride = 1;
  for (const char axis : std::string_view(dimension_order).substr(2)) {
    index += stride * (axis == 'Z' ? z : axis == 'C' ? c : t);
    stride *= axis == 'Z' ? z_planes : axis == 'C' ? channel_planes() : time_points;
  }
  return index;
}

RawImage allocate_image(const FileBytes& file, std::uint64_t height, std::uint64_t width,
                        std::uint64_t channels, PixelType type, std::uint64_t depth) {
  constexpr std::uint64_t kMaxSide = std::numeric_limits<std::int32_t>::max();
  constexpr std::uint64_t kMaxChannels = 65535;
  const auto impossible = [](std::uint64_t n, std::uint64_t most) { return n == 0 || n > most; };
  if (impossible(height, kMaxSide) || impossible(width, kMaxSide) || impossible(depth, kMaxSide) ||
      impossible(channels, kMaxChannels))
    throw ImageError(file.path, "impossible size " + std::to_string(width) + " x " + std::to_string(height) +
                                    " x " + std::to_string(channels));
  // Deflate packs at most 1032 to 1; an empty image of this size may come from any file.
  constexpr std::uint64_t kAlwaysAllowed = std::uint64_t{1} << 28, kMaxRatio = 1100;
  const std::uint64_t limit = std::max(kAlwaysAllowed, kMaxRatio * file.bytes.size());
  const std::uint64_t pixels = height * width;  // below 2^62
  if (pixels > limit / (channels * pixel_size(type)) / depth)
    throw ImageError(file.path, "the file of " + std::to_string(file.bytes.size()) +
                                    " bytes is too short for " + std::to_string(width) + " x " +
                                    std::to_string(height) + " pixels");
  RawImage image;
  image.depth = static_cast<int>(depth);
  image.height = static_cast<int>(height);
  image.width = static_cast<int>(width);
  image.channels = static_cast<int>(channels);
  image.type = type;
  image.pixels = ByteBuffer(image.samples() * pixel_size(type));
  return image;
}

ImageInfo inspect_image(const FileBytes& file) { return open_image(file)->info(); }
ImageInfo inspect_image(const std::filesystem::path& path) { return inspect_image(read_file_bytes(path)); }

RawImage read_image(const FileBytes& file, const PlaneSelection& selection) {
  const std::unique_ptr<ImageDecoder> decoder = open_image(file);
  RawImage image = select_image(file, *decoder, selection);
  image.scale = decoder->info().plain_array ? 1 : default_scale(image.type);
  if (const auto maximum = decoder->info().max_sample_value) {
    image.scale = *maximum;
    image.max_sample_value_given = true;
  }
  return image;
}

RawImage read_image(const std::filesystem::path& path, const PlaneSelection& selection) {
  return read_image(read_file_bytes(path), selection);
}

RawImage read_volume(const FileBytes& file) {
  RawImage image = open_image(file)->volume();
  image.scale = default_scale(image.type);
  return image;
}

RawImage read_volume(const std::filesystem::path& path) { return read_volume(read_file_bytes(path)); }

}  // namespace cellerate
