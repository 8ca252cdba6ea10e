/// The OME-XML of an OME-TIFF: which directory holds which plane of which image. Source: the OME data model
/// and "OME-TIFF specification" of the Open Microscopy Environment.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cellerate {

/// A run of directories that hold planes in dimension order, from (z, c, t) on.
struct OmeTiffData {
  int ifd = 0, first_z = 0, first_c = 0, first_t = 0;
  std::optional<int> plane_count;  ///< what it means if absent depends on whether an IFD is given
  bool has_ifd = false;
  std::string file_name;  ///< of the UUID element; empty for this file
};

struct OmeChannel {
  std::string name;  ///< its Name, else its ID
  int samples_per_pixel = 1;
};

/// One Image element and its Pixels.
struct OmeImage {
  std::string name;
  std::string dimension_order = "XYCZT";
  int size_x = 0, size_y = 0, size_z = 0, size_c = 0, size_time = 0;
  std::vector<OmeChannel> channels;
  std::vector<OmeTiffData> tiff_data;
};

/// The images of an OME-XML text, empty if it is none. Numbers that are missing or no numbers are zero.
std::vector<OmeImage> parse_ome_xml(std::string_view text);

}  // namespace cellerate
