/// NPY, versions 1 to 3: every numeric type in both byte orders, C and Fortran order, 2-D (y, x), 3-D (y, x,
/// channel). Source: the format description in NumPy's numpy/lib/format.py.
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <string_view>
#include <utility>

#include "sdk/io/image_decoder.hpp"

namespace cellerate {
namespace {

struct NpyHeader {
  PixelType type = PixelType::UInt8;
  bool swapped = false;
  bool fortran = false;
  std::vector<std::uint64_t> shape;
  std::size_t data_at = 0;
};

[[noreturn]] void fail(const FileBytes& file, const std::string& reason) {
  throw ImageError(file.path, reason);
}

/// What follows `'key':` in the dictionary.
std::string_view value_of(const FileBytes& file, std::string_view dictionary, std::string_view key) {
  const std::size_t at = dictionary.find(key);
  const std::size_t colon = at == std::string_view::npos ? at : dictionary.find(':', at);
  if (colon == std::string_view::npos) fail(file, "NPY header without " + std::string(key));
  const std::size_t start = dictionary.find_first_not_of(' ', colon + 1);
  return start == std::string_view::npos ? std::string_view{} : dictionary.substr(start);
}

PixelType parse_type(const FileBytes& file, std::string_view code) {
  constexpr std::pair<std::string_view, PixelType> kTypes[] = {
      {"b1", PixelType::Bool},    {"u1", PixelType::UInt8},  {"i1", PixelType::Int8},
      {"u2", PixelType::UInt16},  {"i2", PixelType::Int16},  {"u4", PixelType::UInt32},
      {"i4", PixelType::Int32},   {"u8", PixelType::UInt64}, {"i8", PixelType::Int64},
      {"f4", PixelType::Float32}, {"f8", PixelType::Float64}};
  for (const auto& [name, type] : kTypes)
    if (code == name) return type;
  fail(file, "NPY array of type " + std::string(code));
}

std::vector<std::uint64_t> parse_shape(const FileBytes& file, std::string_view text) {
  const std::size_t end = text.find(')');
  if (text.empty() || text[0] != '(' || end == std::string_view::npos)
    fail(file, "NPY header without a shape");
  text = text.substr(1, end - 1);
  std::vector<std::uint64_t> shape;
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(" ,"), text.size()));
    if (text.empty()) return shape;
    std::uint64_t length = 0;
    const auto [next, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (error != std::errc{}) fail(file, "NPY header with an impossible shape");
    shape.push_back(length);
    text.remove_prefix(next - text.data());
  }
}

NpyHeader parse_header(const FileBytes& file) {
  const auto byte = [&](std::size_t at) { return std::to_integer<std::uint32_t>(file.bytes.data()[at]); };
  const std::size_t size = file.bytes.size();
  if (size < 12) fail(file, "the file is too short");
  const bool first_version = byte(6) == 1;
  const std::size_t header_at = first_version ? 10 : 12;
  const std::size_t length =
      first_version ? byte(8) | byte(9) << 8 : byte(8) | byte(9) << 8 | byte(10) << 16 | byte(11) << 24;
  if (length > size - header_at) fail(file, "the file is too short");
  const std::string_view dictionary(reinterpret_cast<const char*>(file.bytes.data()) + header_at, length);

  const std::string_view descr = value_of(file, dictionary, "'descr'");
  const std::size_t quote = descr.find('\'', 1);
  if (descr.empty() || descr[0] != '\'' || quote == std::string_view::npos || quote < 3)
    fail(file, "NPY array of a structured type");
  NpyHeader header;
  header.type = parse_type(file, descr.substr(2, quote - 2));
  const char order = descr[1];
  header.swapped = (order == '>' && std::endian::native == std::endian::little) ||
                   (order == '<' && std::endian::native == std::endian::big);
  header.fortran = value_of(file, dictionary, "'fortran_order'").starts_with("True");
  header.shape = parse_shape(file, value_of(file, dictionary, "'shape'"));
  header.data_at = header_at + length;
  return header;
}

class NpyDecoder final : public ImageDecoder {
 public:
  explicit NpyDecoder(const FileBytes& file) : file_(file), header_(parse_header(file)) {
    if (header_.shape.size() != 2 && header_.shape.size() != 3)
      fail(file, "NPY array of " + std::to_string(header_.shape.size()) + " dimensions");
    three_axes_ = header_.shape.size() == 3;
    header_.shape.resize(3, 1);
    // The allocation checks the size against all limits before it is stored in int.
    const RawImage sized =
        allocate_image(file, header_.shape[0], header_.shape[1], header_.shape[2], header_.type);
    if (sized.pixels.size() > file.bytes.size() - header_.data_at) fail(file, "the file is too short");
    SeriesInfo series;
    series.height = sized.height;
    series.width = sized.width;
    series.samples = series.channels = sized.channels;
    series.type = header_.type;
    info_.plain_array = true;
    info_.series.push_back(std::move(series));
  }

  RawImage plane(int, int) override {
    RawImage image =
        allocate_image(file_, header_.shape[0], header_.shape[1], header_.shape[2], header_.type);
    const std::byte* data = file_.bytes.data() + header_.data_at;
    const std::size_t size = pixel_size(image.type);
    if (!header_.fortran) {
      std::memcpy(image.pixels.data(), data, image.pixels.size());
    } else {
      const std::size_t height = image.height, width = image.width, channels = image.channels;
      std::byte* to = image.pixels.data();
      for (std::size_t y = 0; y < height; ++y)
        for (std::size_t x = 0; x < width; ++x)
          for (std::size_t c = 0; c < channels; ++c, to += size)
            std::memcpy(to, data + (y + height * (x + width * c)) * size, size);
    }
    if (header_.swapped && size > 1)
      for (std::byte* p = image.pixels.data(); p != image.pixels.data() + image.pixels.size(); p += size)
        std::reverse(p, p + size);
    return image;
  }

  RawImage volume() override {
    RawImage image = plane(0, 0);
    if (!three_axes_) return image;
    // The same bytes: three axes are z, y, x here.
    image.depth = std::exchange(image.height, std::exchange(image.width, std::exchange(image.channels, 1)));
    return image;
  }

 private:
  const FileBytes& file_;
  NpyHeader header_;
  bool three_axes_ = false;
};

}  // namespace

std::unique_ptr<ImageDecoder> open_npy(const FileBytes& file) { return std::make_unique<NpyDecoder>(file); }

}  // namespace cellerate
