/// The matrix that takes apart what is mixed in the channels. Source: compensatecolors.py of
/// CellProfiler-plugins; numpy.linalg.inv.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

namespace cellerate::modules {

/// The weights of all channels for each channel, row by row: the inverse of the matrix whose columns are the
/// median colors, each divided by its sum.
/// @param medians    of channel k among the pixels at which channel i is greatest, at i * channels + k
/// @param is_single  the sums and the result are rounded to single precision
/// @return nothing where a median is no number
/// @throws std::invalid_argument where the colors depend on each other
std::vector<double> unmixing_weights(const std::vector<double>& medians, int channels, bool is_single);

}  // namespace cellerate::modules
