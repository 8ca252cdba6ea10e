// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/numeric/selected_percentile.hpp"

#include <algorithm>

#include "cuda/numeric/order_statistics.hpp"

namespace cellerate::kernel {
namespace {

/// Only the two values that the percentile lies between get to their places.
template <class T>
double selected(std::vector<T>& values, double q) {
  const auto n = static_cast<std::int64_t>(values.size());
  const auto below = values.begin() + static_cast<std::int64_t>((q / 100.0) * static_cast<double>(n - 1));
  std::nth_element(values.begin(), below, values.end());
  if (below + 1 != values.end()) std::iter_swap(below + 1, std::min_element(below + 1, values.end()));
  return sorted_percentile(values.data(), n, q);
}

}  // namespace

double selected_percentile(std::vector<float>& values, double q) { return selected(values, q); }
double selected_percentile(std::vector<double>& values, double q) { return selected(values, q); }

}  // namespace cellerate::kernel
