/// Reading of microscope images: TIFF and OME-TIFF, PNG, JPEG, BMP, NPY. The choice of planes and channels is
/// that of python-bioformats' ImageReader.read (the reader of CellProfiler 4.2), so that its images have the
/// same shape here.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sdk/io/file_bytes.hpp"
#include "sdk/io/raw_image.hpp"

namespace cellerate {

/// Which plane of a file is wanted; what is not given is chosen as CellProfiler does: the first series, and
/// in it the colour image, or all channels of the first z-plane and time point.
struct PlaneSelection {
  std::optional<int> series = std::nullopt;
  std::optional<int> index = std::nullopt;    ///< plane within the series; wins over channel
  std::optional<int> channel = std::nullopt;  ///< ignored for interleaved colour
};

/// One series: images of the same size and type, ordered in z, channel and time.
struct SeriesInfo {
  std::string name;
  int width = 0;
  int height = 0;
  PixelType type = PixelType::UInt8;
  int samples = 1;   ///< per pixel in one plane: 3 for RGB
  int channels = 1;  ///< the samples of colour planes counted
  int z_planes = 1;
  int time_points = 1;
  std::string dimension_order = "XYCZT";
  bool indexed = false;  ///< planes hold indices into a colour table
  bool interleaved =
      false;  ///< the format has no separate planes: two samples stay two, they get no empty third
  std::vector<std::string> channel_names;  ///< one a channel where the file names them

  int channel_planes() const { return channels / samples; }
  int planes() const { return channel_planes() * z_planes * time_points; }
  /// The plane of (z, channel, time) in dimension_order.
  int plane_index(int z, int c, int t) const;
};

struct ImageInfo {
  std::vector<SeriesInfo> series;
  std::optional<double> max_sample_value;  ///< TIFF tag 281
  bool described_by_ome = false;           ///< OME-TIFF: series, channels and their names come from OME-XML
  bool plain_array = false;                ///< NPY: always read whole, never scaled
};

/// What the file holds, without decoding pixels. @throws ImageError
ImageInfo inspect_image(const FileBytes& file);
ImageInfo inspect_image(const std::filesystem::path& path);

/// Decodes one image; the format is told by the content. @throws ImageError with the path and the reason
RawImage read_image(const FileBytes& file, const PlaneSelection& selection = {});
RawImage read_image(const std::filesystem::path& path, const PlaneSelection& selection = {});

/// The whole file as one volume z, y, x as imageio.volread gives it to CellProfiler's 3-D pipelines: all
/// pages like the first, nothing inverted, and the scale of the type whatever the file says. @throws
/// ImageError
RawImage read_volume(const FileBytes& file);
RawImage read_volume(const std::filesystem::path& path);

}  // namespace cellerate
