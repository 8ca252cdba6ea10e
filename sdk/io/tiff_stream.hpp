/// libtiff on a file in memory, or on a new file on disk, with its messages kept instead of printed.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <tiffio.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace cellerate {

/// Where libtiff's errors go. The first is the cause; what follows are consequences.
struct TiffMessages {
  std::string first;
};

/// What libtiff reads from.
struct TiffStream {
  std::span<const std::byte> bytes;
  std::uint64_t position = 0;
  TiffMessages messages;
};

struct CloseTiff {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using TiffHandle = std::unique_ptr<TIFF, CloseTiff>;

/// Null if it is no TIFF; the reason is in stream.messages. The stream must outlive the handle.
TiffHandle open_tiff_stream(TiffStream& stream);

/// A new file in the host's byte order; null if it cannot be made. The messages must outlive the handle.
TiffHandle create_tiff(const std::filesystem::path& path, bool big, TiffMessages& messages);

}  // namespace cellerate
