/// The images of one image set: files that are decoded when asked for, or whatever else a host has.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <string>

#include "sdk/data/image_set_table.hpp"
#include "sdk/io/shared_planes.hpp"

namespace cellerate {

/// Where the modules of an image set get their channels from.
class ImageSources {
 public:
  virtual ~ImageSources() = default;
  /// @throws ImageError if the image cannot be read, std::invalid_argument if the image set has no such
  /// channel.
  virtual std::shared_ptr<const DecodedSource> read(const std::string& channel) = 0;
};

/// Decodes planes of files. Errors are thrown where the channel is asked for, so that a damaged file fails
/// the module that needs it and nothing else. [any thread]
class SourceReader : public ImageSources {
 public:
  SourceReader(const ImageSetTable& table, const ImageSetRow& row, SharedPlanes& planes)
      : table_(table), row_(row), planes_(planes) {}

  std::shared_ptr<const DecodedSource> read(const std::string& channel) override;

 private:
  const ImageSetTable& table_;
  const ImageSetRow& row_;
  SharedPlanes& planes_;
};

}  // namespace cellerate
