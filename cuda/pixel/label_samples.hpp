/// Label images from files (CellProfiler's convert_image_to_objects).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/pixel/convert.hpp"

namespace cellerate::kernel {

/// The values of the file become labels. They are the labels themselves if they are whole and there are many
/// of them (twice their number is more than the highest value, and more than 254); else labels are the ranks
/// of the values, the smallest being 0, the background. Colours are ranked by red, then green, then blue.
/// @param unit_range  values are brought to 0 ... 1 first, as full_range does; else fractions are cut off.
/// @return the highest label. Serial: sorts the values on the host.
/// @throws std::runtime_error for labels below 0, and for two or more than four channels.
int labels_of_samples(Queue& queue, SampleView samples, int channels, bool unit_range,
                      View2<std::int32_t> labels);

}  // namespace cellerate::kernel
