/// Numbers for labels such that neighbours have distant ones, to color them apart.
///
/// Source: centrosome.cpmorphology.distance_color_labels, color_labels 1.2.3: labels are expanded until they
/// touch, get the lowest color that no neighbour has, those with most neighbours first (Welsh and Powell
/// 1967), and are then numbered by color.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <vector>

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// For each label 0 ... count its number: 0 for the background, 1, 2, ... for labels that occur, by color,
/// then by label. On the host: synchronises.
std::vector<std::int32_t> distance_colors(Queue& queue, View2<const std::int32_t> labels, int count);

/// For each label 0 ... count a color from 1, such that labels which touch across edges or corners differ. On
/// the host: synchronises.
std::vector<std::int32_t> touching_colors(Queue& queue, View2<const std::int32_t> labels, int count);

}  // namespace cellerate::kernel
