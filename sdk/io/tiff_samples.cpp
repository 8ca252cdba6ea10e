// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/tiff_samples.hpp"

#include <tiffio.h>

#include <bit>
#include <cmath>
#include <cstring>

namespace cellerate {
namespace {

template <class T>
void copy_whole(const std::byte* packed, std::size_t count, T* to, std::size_t stride) {
  if (stride == 1) {
    std::memcpy(to, packed, count * sizeof(T));
    return;
  }
  for (std::size_t i = 0; i < count; ++i) std::memcpy(to + i * stride, packed + i * sizeof(T), sizeof(T));
}

template <class T>
void unpack_bits(const std::byte* packed, int bits, std::size_t count, T* to, std::size_t stride) {
  std::uint64_t window = 0;
  int held = 0;
  for (std::size_t i = 0; i < count; ++i) {
    for (; held < bits; held += 8) window = window << 8 | std::to_integer<std::uint64_t>(*packed++);
    held -= bits;
    to[i * stride] = static_cast<T>(window >> held & ((std::uint64_t{1} << bits) - 1));
  }
}

template <class T>
void unpack(const std::byte* packed, int bits, std::size_t count, RawImage& image, std::size_t to,
            std::size_t stride) {
  T* target = image.as<T>() + to;
  bits == 8 * sizeof(T) ? copy_whole(packed, count, target, stride)
                        : unpack_bits(packed, bits, count, target, stride);
}

template <class T>
void invert(RawImage& image, T highest) {
  T* samples = image.as<T>();
  for (std::size_t i = 0; i < image.samples(); ++i) samples[i] = static_cast<T>(highest - samples[i]);
}

/// IEEE binary16 to binary32; every value is exact.
float from_half(std::uint16_t half) {
  const std::uint32_t sign = std::uint32_t{half & 0x8000u} << 16, exponent = half >> 10 & 31,
                      fraction = half & 0x3ffu;
  if (exponent == 0) {
    const float value = std::ldexp(static_cast<float>(fraction), -24);
    return sign ? -value : value;
  }
  const std::uint32_t wide = exponent == 31 ? 255 : exponent + 112;
  return std::bit_cast<float>(sign | wide << 23 | fraction << 13);
}

void unpack_halves(const std::byte* packed, std::size_t count, float* to, std::size_t stride) {
  for (std::size_t i = 0; i < count; ++i) {
    std::uint16_t half;
    std::memcpy(&half, packed + 2 * i, 2);
    to[i * stride] = from_half(half);
  }
}

}  // namespace

std::optional<PixelType> tiff_pixel_type(int bits, int sample_format) {
  if (sample_format == SAMPLEFORMAT_IEEEFP) {
    if (bits == 16 || bits == 32) return PixelType::Float32;
    if (bits == 64) return PixelType::Float64;
    return {};
  }
  const bool is_signed = sample_format == SAMPLEFORMAT_INT;
  if (!is_signed && sample_format != SAMPLEFORMAT_UINT && sample_format != SAMPLEFORMAT_VOID) return {};
  if (bits < 1 || (bits > 16 && bits != 32)) return {};
  if (bits <= 8) return is_signed ? PixelType::Int8 : PixelType::UInt8;
  if (bits <= 16) return is_signed ? PixelType::Int16 : PixelType::UInt16;
  return is_signed ? PixelType::Int32 : PixelType::UInt32;
}

void unpack_samples(const std::byte* packed, int bits, std::size_t count, RawImage& image, std::size_t to,
                    std::size_t stride) {
  if (image.type == PixelType::Float32 && bits == 16)
    return unpack_halves(packed, count, image.as<float>() + to, stride);
  switch (pixel_size(image.type)) {
    case 1:
      return unpack<std::uint8_t>(packed, bits, count, image, to, stride);
    case 2:
      return unpack<std::uint16_t>(packed, bits, count, image, to, stride);
    case 4:
      return unpack<std::uint32_t>(packed, bits, count, image, to, stride);
    default:
      return unpack<std::uint64_t>(packed, bits, count, image, to, stride);
  }
}

void invert_samples(RawImage& image, int bits) {
  // Java's (long) 2^64 is the largest long, 2^63 - 1; one is taken from that.
  const std::uint64_t highest = bits < 64 ? (std::uint64_t{1} << bits) - 1 : 0x7ffffffffffffffe;
  switch (image.type) {
    case PixelType::UInt8:
    case PixelType::Int8:
      return invert(image, static_cast<std::uint8_t>(highest));
    case PixelType::UInt16:
    case PixelType::Int16:
      return invert(image, static_cast<std::uint16_t>(highest));
    case PixelType::UInt32:
    case PixelType::Int32:
    case PixelType::Float32:  // its bits, as Bio-Formats does
      return invert(image, static_cast<std::uint32_t>(highest));
    case PixelType::Float64:
      return invert(image, highest);
    default:
      return;
  }
}

ColourTable tiff_colour_table(std::uint16_t* const colours[3], std::size_t entries, PixelType type) {
  ColourTable table{ByteBuffer(entries * ColourTable::kChannels * pixel_size(type))};
  for (std::size_t i = 0; i < entries; ++i)
    for (std::size_t c = 0; c < 3; ++c) {
      if (type == PixelType::UInt8)
        reinterpret_cast<std::uint8_t*>(table.entries.data())[i * 3 + c] =
            static_cast<std::uint8_t>(colours[c][i] > 255 ? colours[c][i] >> 8 : colours[c][i]);
      else
        reinterpret_cast<std::uint16_t*>(table.entries.data())[i * 3 + c] = colours[c][i];
    }
  return table;
}

}  // namespace cellerate
