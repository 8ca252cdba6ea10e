/// The image files of one image set: decoded when asked for, or ahead of time by another thread.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "sdk/data/image_set_table.hpp"
#include "sdk/io/shared_planes.hpp"

namespace cellerate {

/// Decodes planes of files. Errors are thrown where the channel is asked for, so that a damaged file fails
/// the module that needs it and nothing else. [any thread]
class SourceReader {
 public:
  SourceReader(const ImageSetTable& table, const ImageSetRow& row, SharedPlanes& planes)
      : table_(table), row_(row), planes_(planes) {}

  /// Decodes every channel now, for read() to find it done. Does not throw.
  void read_ahead();
  /// @throws ImageError if the file cannot be read, std::invalid_argument if the image set has no such
  /// channel.
  std::shared_ptr<const DecodedSource> read(const std::string& channel);

 private:
  const ImageSetTable& table_;
  const ImageSetRow& row_;
  SharedPlanes& planes_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const DecodedSource>> decoded_;
};

}  // namespace cellerate
