/// An image as a file holds it: typed pixels without any scaling, and what CellProfiler needs to scale them.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "sdk/io/byte_buffer.hpp"

namespace cellerate {

enum class PixelType : std::uint8_t {
  Bool,
  UInt8,
  Int8,
  UInt16,
  Int16,
  UInt32,
  Int32,
  UInt64,
  Int64,
  Float32,
  Float64
};

/// Bytes of one sample.
constexpr std::size_t pixel_size(PixelType type) {
  switch (type) {
    case PixelType::Bool:
    case PixelType::UInt8:
    case PixelType::Int8:
      return 1;
    case PixelType::UInt16:
    case PixelType::Int16:
      return 2;
    case PixelType::UInt32:
    case PixelType::Int32:
    case PixelType::Float32:
      return 4;
    case PixelType::UInt64:
    case PixelType::Int64:
    case PixelType::Float64:
      return 8;
  }
  return 0;
}

/// CellProfiler's divisor for samples of a type.
constexpr double default_scale(PixelType type) {
  switch (type) {
    case PixelType::UInt8:
    case PixelType::Int8:
      return 255;
    case PixelType::UInt16:
    case PixelType::Int16:
      return 65535;
    case PixelType::UInt32:
      return 4294967296.0;  // 2^32, not 2^32-1: as python-bioformats has it
    case PixelType::Int32:
      return 4294967295.0;
    default:
      return 1;
  }
}

/// Samples in the host's byte order, C order: y, x, channel (planes of a volume follow each other: z, y, x,
/// channel).
struct RawImage {
  int depth = 1;  ///< planes; above 1 for volumes only
  int height = 0;
  int width = 0;
  int channels = 1;
  PixelType type = PixelType::UInt8;
  ByteBuffer pixels;
  double scale = 1;  ///< CellProfiler's divisor: 255, 65535, 2^32, ..., 1 for floats; or tag 281
  bool max_sample_value_given = false;     ///< scale is the file's own MaxSampleValue (TIFF tag 281)
  std::vector<std::string> channel_names;  ///< of a stack of channels, where the file names them

  std::size_t samples() const { return static_cast<std::size_t>(depth) * height * width * channels; }
  template <class T>
  const T* as() const {
    return reinterpret_cast<const T*>(pixels.data());
  }
  template <class T>
  T* as() {
    return reinterpret_cast<T*>(pixels.data());
  }
};

/// A file that cannot be read as an image, or an image that cannot be written.
class ImageError : public std::runtime_error {
 public:
  ImageError(const std::filesystem::path& path, const std::string& reason)
      : std::runtime_error(path.string() + ": " + reason), path_(path), reason_(reason) {}
  const std::filesystem::path& path() const { return path_; }
  const std::string& reason() const { return reason_; }

 private:
  std::filesystem::path path_;
  std::string reason_;
};

}  // namespace cellerate
