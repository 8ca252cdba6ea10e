/// A plane's values in few bins, each of which stands for the lowest of its values.
/// Source: centrosome 1.2.3, rankorder.rank_order. On the host.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

namespace cellerate::kernel {

/// The lowest values of at most `bins` bins, ascending: all different values where they are that few; else
/// bins of few values are joined with the next lower one until they are.
std::vector<float> rank_bins(std::vector<float> values, int bins);
std::vector<double> rank_bins(std::vector<double> values, int bins);

}  // namespace cellerate::kernel
