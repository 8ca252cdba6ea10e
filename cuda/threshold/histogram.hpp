/// Histogram of values in equal bins between two edges, with NumPy's edges and NumPy's way of finding the
/// bin. Source: numpy 1.23, histogram with an integer number of bins.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

template <class T>
struct Histogram {
  std::vector<std::int64_t> counts;
  std::vector<T> edges;  ///< one more than counts

  /// Middle of each bin, in the values' precision.
  std::vector<T> centers() const {
    std::vector<T> middles(counts.size());
    for (std::size_t k = 0; k < middles.size(); ++k) middles[k] = (edges[k] + edges[k + 1]) / T(2);
    return middles;
  }
};

/// Counts of `bins` equal bins between `low` and `high`, the last one closed; values outside and NaN are not
/// counted. Where low == high the range is widened by a half to either side, as NumPy does. Synchronises.
Histogram<float> histogram(Queue& queue, View1<const float> values, int bins, float low, float high);
Histogram<double> histogram(Queue& queue, View1<const double> values, int bins, double low, double high);

/// On the host, over the values' own range; n > 0. For the many small blocks of an adaptive threshold.
Histogram<float> histogram(View1<const float> host_values, int bins);
Histogram<double> histogram(View1<const double> host_values, int bins);

/// Over the values' own range; n > 0.
Histogram<float> histogram(Queue& queue, View1<const float> values, int bins);
Histogram<double> histogram(Queue& queue, View1<const double> values, int bins);

}  // namespace cellerate::kernel
