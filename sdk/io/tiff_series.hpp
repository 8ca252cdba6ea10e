/// How the pages of a TIFF form series: by OME-XML, by ImageJ's comment, or as time points of one series.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <string_view>

#include "sdk/io/image_reader.hpp"

namespace cellerate {

/// What tells pages apart. Pages are all directories of the main chain but thumbnails.
struct TiffPage {
  std::uint32_t width = 0, height = 0;
  std::uint16_t samples = 1;
  PixelType type = PixelType::UInt8;
  bool indexed = false;
  int directory = 0;  ///< its number in the file, thumbnails counted: what OME-XML calls IFD
};

/// The pages of one series in plane order.
struct TiffSeries {
  static constexpr int kElsewhere = -1;  ///< a plane that OME-XML places in another file
  SeriesInfo info;
  std::vector<int> pages;
};

struct TiffLayout {
  std::vector<TiffSeries> series;
  bool described_by_ome = false;
};

/// @param description ImageDescription of the first directory
TiffLayout tiff_layout(const std::vector<TiffPage>& pages, std::string_view description,
                       const std::filesystem::path& path);

}  // namespace cellerate
