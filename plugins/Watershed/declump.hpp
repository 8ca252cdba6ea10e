/// Splits the segments of a watershed at seeds of their own.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "plugins/Watershed/segment.hpp"

namespace cellerate::modules {

/// Floods the foreground from the peaks of the distance of the segments from the background.
Buffer<std::int32_t> declump(ImageSet& images, const Segmentation& segments,
                             const WatershedSettings& settings);

}  // namespace cellerate::modules
