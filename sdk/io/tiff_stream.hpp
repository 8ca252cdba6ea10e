/// libtiff on a file in memory, with its messages kept.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <tiffio.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace cellerate {

/// What libtiff reads from, and where its messages go.
struct TiffStream {
  std::span<const std::byte> bytes;
  std::uint64_t position = 0;
  std::string message;
};

struct CloseTiff {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using TiffHandle = std::unique_ptr<TIFF, CloseTiff>;

/// Null if it is no TIFF; the reason is in stream.message. The stream must outlive the handle.
TiffHandle open_tiff_stream(TiffStream& stream);

}  // namespace cellerate
