/// BMP: 1, 4 and 8 bits, 24 and 32 bits, without compression. Source: Bio-Formats' BMPReader,
/// which keeps palettes as indices and takes the fourth byte of 32 bits for a channel. Unlike there, rows of
/// 8 bits end at a multiple of four bytes, as the format has it: Bio-Formats shears images of other widths.
// SPDX-License-Identifier: BSD-3-Clause
#include <cstdlib>
#include <cstring>

#include "sdk/io/image_decoder.hpp"

namespace cellerate {
namespace {

class BmpDecoder final : public ImageDecoder {
 public:
  explicit BmpDecoder(const FileBytes& file) : file_(file) {
    constexpr std::size_t kFileHeader = 14, kInfoHeader = 40;
    if (file.bytes.size() < kFileHeader + kInfoHeader) fail("the file is too short");
    pixels_at_ = number<std::uint32_t>(10);
    palette_at_ = kFileHeader + number<std::uint32_t>(14);
    const auto width = number<std::int32_t>(18), height = number<std::int32_t>(22);
    bits_ = number<std::uint16_t>(28);
    const auto compression = number<std::uint32_t>(30);
    constexpr std::uint32_t kNone = 0, kBitFields = 3;
    if (compression != kNone && !(compression == kBitFields && bits_ == 32)) fail("compressed BMP");
    if (bits_ != 1 && bits_ != 4 && bits_ != 8 && bits_ != 24 && bits_ != 32)
      fail("BMP with " + std::to_string(bits_) + " bits");
    if (width <= 0 || height == 0 || height == INT32_MIN) fail("impossible size");
    top_down_ = height < 0;
    SeriesInfo series;
    series.width = width;
    series.height = std::abs(height);
    series.samples = series.channels = bits_ <= 8 ? 1 : bits_ / 8;
    series.indexed = bits_ == 4 || bits_ == 8;
    series.interleaved = true;
    palette_entries_ = number<std::uint32_t>(46);
    if (palette_entries_ == 0 || palette_entries_ > 1u << std::min<int>(bits_, 8))
      palette_entries_ = 1u << std::min<int>(bits_, 8);
    row_bytes_ = (static_cast<std::size_t>(width) * bits_ + 31) / 32 * 4;
    info_.series.push_back(std::move(series));
  }

  RawImage plane(int, int) override {
    const SeriesInfo& s = info_.series.front();
    RawImage image = allocate_image(file_, s.height, s.width, s.samples, s.type);
    if (pixels_at_ > file_.bytes.size() || row_bytes_ > (file_.bytes.size() - pixels_at_) / s.height)
      fail("the file is too short");
    for (int y = 0; y < s.height; ++y) {
      const int stored = top_down_ ? y : s.height - 1 - y;
      copy_row(file_.bytes.data() + pixels_at_ + stored * row_bytes_, s,
               image.as<std::byte>() + std::size_t(y) * s.width * s.samples);
    }
    return image;
  }

  ColourTable colour_table(int) override {
    constexpr std::size_t kEntry = 4;  // blue, green, red, unused
    if (palette_at_ > file_.bytes.size() || palette_entries_ > (file_.bytes.size() - palette_at_) / kEntry)
      fail("the palette is too short");
    ColourTable table{ByteBuffer(std::size_t{palette_entries_} * ColourTable::kChannels)};
    for (std::uint32_t i = 0; i < palette_entries_; ++i)
      for (int c = 0; c < ColourTable::kChannels; ++c)
        table.entries.data()[i * ColourTable::kChannels + c] =
            file_.bytes.data()[palette_at_ + i * kEntry + 2 - c];
    return table;
  }

 private:
  [[noreturn]] void fail(const std::string& reason) const { throw ImageError(file_.path, reason); }

  /// A little-endian number of the header, whose length has been checked.
  template <class T>
  T number(std::size_t at) const {
    std::make_unsigned_t<T> value = 0;
    for (std::size_t i = sizeof(T); i-- > 0;)
      value = static_cast<std::make_unsigned_t<T>>(value << 8 |
                                                   std::to_integer<unsigned>(file_.bytes.data()[at + i]));
    return static_cast<T>(value);
  }

  void copy_row(const std::byte* from, const SeriesInfo& s, std::byte* to) const {
    if (bits_ < 8) {
      const int per_byte = 8 / bits_;
      const auto mask = static_cast<std::byte>((1 << bits_) - 1);
      for (int x = 0; x < s.width; ++x)
        to[x] = from[x / per_byte] >> bits_ * (per_byte - 1 - x % per_byte) & mask;
    } else if (bits_ == 8) {
      std::memcpy(to, from, s.width);
    } else {
      for (int x = 0; x < s.width; ++x, from += s.samples, to += s.samples) {
        std::memcpy(to, from, s.samples);
        std::swap(to[0], to[2]);  // stored as blue, green, red
      }
    }
  }

  const FileBytes& file_;
  std::size_t pixels_at_ = 0, palette_at_ = 0, row_bytes_ = 0;
  std::uint32_t palette_entries_ = 0;
  int bits_ = 0;
  bool top_down_ = false;
};

}  // namespace

std::unique_ptr<ImageDecoder> open_bmp(const FileBytes& file) { return std::make_unique<BmpDecoder>(file); }

}  // namespace cellerate
