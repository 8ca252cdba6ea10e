/// NPY, whose header is that of NumPy's numpy/lib/format.py, and what the other writers share.
// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/image_writer.hpp"

#include <bit>
#include <cstring>
#include <string>
#include <system_error>

#include "sdk/io/atomic_file.hpp"
#include "sdk/io/image_encoder.hpp"

namespace cellerate {
namespace {

const char* npy_type(PixelType type) {
  constexpr bool kLittle = std::endian::native == std::endian::little;
  switch (type) {
    case PixelType::Bool:
      return "|b1";
    case PixelType::UInt8:
      return "|u1";
    case PixelType::Int8:
      return "|i1";
    case PixelType::UInt16:
      return kLittle ? "<u2" : ">u2";
    case PixelType::Int16:
      return kLittle ? "<i2" : ">i2";
    case PixelType::UInt32:
      return kLittle ? "<u4" : ">u4";
    case PixelType::Int32:
      return kLittle ? "<i4" : ">i4";
    case PixelType::UInt64:
      return kLittle ? "<u8" : ">u8";
    case PixelType::Int64:
      return kLittle ? "<i8" : ">i8";
    case PixelType::Float32:
      return kLittle ? "<f4" : ">f4";
    case PixelType::Float64:
      return kLittle ? "<f8" : ">f8";
  }
  return "";
}

}  // namespace

void require_pixels(const std::filesystem::path& path, const PixelView& image) {
  if (image.depth < 1 || image.height < 1 || image.width < 1 || image.channels < 1)
    throw ImageError(path, "an image without pixels cannot be written");
}

void write_bytes(const std::filesystem::path& path, std::span<const std::byte> bytes) {
  try {
    write_file_atomically(path, bytes);
  } catch (const std::system_error& error) {
    throw ImageError(path, error.code().message());
  }
}

std::string shape_text(const PixelView& image) {
  std::string text = std::to_string(image.height) + ", " + std::to_string(image.width);
  if (image.depth > 1) text = std::to_string(image.depth) + ", " + text;
  if (image.channels > 1) text += ", " + std::to_string(image.channels);
  return text;
}

void write_npy(const std::filesystem::path& path, const PixelView& image) {
  constexpr std::size_t kPreamble = 10, kAlignment = 64;
  std::string header = std::string("{'descr': '") + npy_type(image.type) +
                       "', 'fortran_order': False, 'shape': (" + shape_text(image) + "), }";
  const std::size_t unpadded = kPreamble + header.size() + 1;
  header.append((kAlignment - unpadded % kAlignment) % kAlignment, ' ');
  header += '\n';

  const std::size_t pixel_bytes = image.samples() * pixel_size(image.type);
  ByteBuffer file(kPreamble + header.size() + pixel_bytes);
  std::memcpy(file.data(), "\x93NUMPY\x01\x00", 8);
  file.data()[8] = static_cast<std::byte>(header.size() & 255);
  file.data()[9] = static_cast<std::byte>(header.size() >> 8);
  std::memcpy(file.data() + kPreamble, header.data(), header.size());
  if (pixel_bytes > 0) std::memcpy(file.data() + kPreamble + header.size(), image.pixels, pixel_bytes);
  write_bytes(path, file.span());
}

}  // namespace cellerate
