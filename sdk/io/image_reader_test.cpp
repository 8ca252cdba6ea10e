// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/image_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <string_view>

namespace cellerate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

FileBytes file_of(std::string_view content) {
  FileBytes file{"test.img", ByteBuffer(content.size())};
  std::memcpy(file.bytes.data(), content.data(), content.size());
  return file;
}

/// A little-endian TIFF of one directory and one strip, written out by hand.
class TiffText {
 public:
  TiffText(int width, int height, int bits, std::string pixels) : pixels_(std::move(pixels)) {
    add(256, width).add(257, height).add(258, bits).add(259, 1).add(262, 1);
    add(277, 1).add(278, height).add(279, static_cast<std::uint32_t>(pixels_.size()));
  }
  TiffText& add(std::uint16_t tag, std::uint32_t value) {
    std::erase_if(tags_, [tag](const auto& t) { return t.first == tag; });
    tags_.emplace_back(tag, value);
    std::sort(tags_.begin(), tags_.end());
    return *this;
  }
  FileBytes file() const {
    auto tags = tags_;
    tags.emplace_back(273, 8 + 2 + 12 * (tags.size() + 1) + 4);  // where the strip starts
    std::sort(tags.begin(), tags.end());
    std::string text("II*\0\x08\0\0\0", 8);
    put(text, tags.size(), 2);
    for (const auto& [tag, value] : tags) {
      put(text, tag, 2);
      put(text, 4, 2);  // LONG
      put(text, 1, 4);
      put(text, value, 4);
    }
    put(text, 0, 4);
    return file_of(text + pixels_);
  }

 private:
  static void put(std::string& text, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> 8 * i);
  }
  std::vector<std::pair<std::uint16_t, std::uint32_t>> tags_;
  std::string pixels_;
};

template <class T>
std::vector<T> samples_of(const RawImage& image) {
  return {image.as<T>(), image.as<T>() + image.samples()};
}

std::string reason_of(const FileBytes& file) {
  try {
    read_image(file);
  } catch (const ImageError& error) {
    EXPECT_EQ(error.path(), file.path);
    return error.reason();
  }
  return "";
}

// analytic: 16 bits, in the file's order
TEST(ImageReader, ReadsTiffOfWholeBytes) {
  const RawImage image =
      read_image(TiffText(3, 2, 16, std::string("\1\0\2\0\3\0\4\0\5\0\xff\xff", 12)).file());
  EXPECT_EQ(image.height, 2);
  EXPECT_EQ(image.width, 3);
  EXPECT_EQ(image.channels, 1);
  ASSERT_EQ(image.type, PixelType::UInt16);
  EXPECT_THAT(samples_of<std::uint16_t>(image), ElementsAre(1, 2, 3, 4, 5, 65535));
  EXPECT_EQ(image.scale, 65535);
  EXPECT_FALSE(image.max_sample_value_given);
}

// analytic: rows of packed samples end at a byte, values are not stretched, the scale stays that of 16 bits
TEST(ImageReader, UnpacksTwelveBits) {
  const RawImage image = read_image(TiffText(3, 2, 12, "\x12\x34\x56\x78\x90\xab\xcd\xef\x01\x20").file());
  ASSERT_EQ(image.type, PixelType::UInt16);
  EXPECT_THAT(samples_of<std::uint16_t>(image), ElementsAre(0x123, 0x456, 0x789, 0xabc, 0xdef, 0x012));
  EXPECT_EQ(image.scale, 65535);
}

// golden (Bio-Formats 5.7): one bit gives 0 and 1 with scale 255; MinIsWhite is inverted
TEST(ImageReader, ReadsBilevelTiff) {
  EXPECT_THAT(samples_of<std::uint8_t>(read_image(TiffText(5, 1, 1, "\xa8").file())),
              ElementsAre(1, 0, 1, 0, 1));
  EXPECT_THAT(samples_of<std::uint8_t>(read_image(TiffText(5, 1, 1, "\xa8").add(262, 0).file())),
              ElementsAre(0, 1, 0, 1, 0));
}

// golden (CellProfiler 4.2.8): MaxSampleValue takes the place of the scale, also for floats
TEST(ImageReader, TakesTheScaleFromMaxSampleValue) {
  const RawImage image = read_image(TiffText(1, 1, 16, std::string("\1\0", 2)).add(281, 4095).file());
  EXPECT_EQ(image.scale, 4095);
  EXPECT_TRUE(image.max_sample_value_given);
}

// edge: what is missing or impossible is an error with a reason, never a crash or a made-up pixel
TEST(ImageReader, RefusesBrokenFiles) {
  EXPECT_THAT(reason_of(file_of("")), HasSubstr("empty"));
  EXPECT_THAT(reason_of(file_of("GIF89a")), HasSubstr("not a TIFF"));
  EXPECT_NE(reason_of(file_of(std::string_view("II*\0\xff\xff\xff\xff", 8))), "");
  EXPECT_NE(reason_of(TiffText(3, 2, 16, "abc").file()), "");
  EXPECT_NE(reason_of(TiffText(0, 2, 16, "abcd").file()), "");
  EXPECT_THAT(reason_of(TiffText(2000000000, 2000000000, 16, "abcd").file()), HasSubstr("too short"));
  EXPECT_THAT(reason_of(TiffText(1, 1, 24, "abc").file()), HasSubstr("24 bits"));
  EXPECT_NE(reason_of(file_of("\x89PNG\r\n\x1a\n")), "");
  EXPECT_NE(reason_of(file_of("\xff\xd8\xff\xe0")), "");
  EXPECT_NE(reason_of(file_of("\x93NUMPY")), "");
  EXPECT_NE(reason_of(file_of("BM")), "");
}

// edge: every shortening of a file
TEST(ImageReader, RefusesEveryTruncation) {
  const FileBytes whole = TiffText(3, 2, 12, "\x12\x34\x56\x78\x90\xab\xcd\xef\x01\x20").file();
  const std::string_view text(reinterpret_cast<const char*>(whole.bytes.data()), whole.bytes.size());
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_NE(reason_of(file_of(text.substr(0, size))), "");
}

// edge: planes that the file does not have
TEST(ImageReader, RefusesPlanesOutsideTheFile) {
  const FileBytes file = TiffText(1, 1, 8, "a").file();
  EXPECT_EQ(read_image(file, {.series = 0, .index = 0}).samples(), 1u);
  EXPECT_THROW(read_image(file, {.index = 1}), ImageError);
  EXPECT_THROW(read_image(file, {.index = -1}), ImageError);
  EXPECT_THROW(read_image(file, {.series = 1}), ImageError);
  EXPECT_THROW(read_image(file, {.channel = 1}), ImageError);
}

// analytic: Fortran order and the other byte order
TEST(ImageReader, ReadsNpy) {
  const std::string header = "{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }\n";
  std::string text = "\x93NUMPY\x01" + std::string(1, '\0');
  text += static_cast<char>(header.size());
  text += std::string(1, '\0') + header + std::string("\0\1\0\4\0\2\0\5\0\3\xff\xff", 12);
  const RawImage image = read_image(file_of(text));
  ASSERT_EQ(image.type, PixelType::Int16);
  EXPECT_THAT(samples_of<std::int16_t>(image), ElementsAre(1, 2, 3, 4, 5, -1));
  EXPECT_EQ(image.scale, 1);
}

}  // namespace
}  // namespace cellerate
