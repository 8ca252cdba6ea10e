// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/numeric/rank_bins.hpp"

#include <algorithm>
#include <cstdint>

#include "cuda/numeric/argsort.hpp"
#include "cuda/numeric/sorted_values.hpp"

namespace cellerate::kernel {
namespace {

std::vector<float> sorted(std::vector<float> values) { return sorted_values(values); }
std::vector<double> sorted(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values;
}

/// Which bins are joined with the one below: of those that hold least (in NumPy's order of equal ones) the
/// ones that are not next to another, or whose number says so.
std::vector<std::uint8_t> joined(const std::vector<std::int64_t>& counts, int bins) {
  const auto n = static_cast<std::int64_t>(counts.size());
  const std::vector<std::int64_t> order = numpy_argsort(counts.data(), n);
  std::vector<std::uint8_t> candidate(n + 1), join(n);
  for (std::int64_t i = 0; i < n + 1 - bins; ++i) candidate[order[i]] = 1;
  for (std::int64_t i = 1; i < n; ++i) join[i] = candidate[i] && ((i & 2) == 0 || !candidate[i + 1]);
  return join;
}

template <class T>
std::vector<T> bins_of(std::vector<T> values, int bins) {
  values = sorted(std::move(values));
  std::vector<T> lowest;
  std::vector<std::int64_t> counts;
  for (const T value : values) {
    if (lowest.empty() || value != lowest.back()) {
      lowest.push_back(value);
      counts.push_back(0);
    }
    ++counts.back();
  }
  while (static_cast<int>(lowest.size()) > bins) {
    const std::vector<std::uint8_t> join = joined(counts, bins);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < lowest.size(); ++i) {
      if (join[i]) {
        counts[kept - 1] += counts[i];
        continue;
      }
      lowest[kept] = lowest[i];
      counts[kept++] = counts[i];
    }
    lowest.resize(kept);
    counts.resize(kept);
  }
  return lowest;
}

}  // namespace

std::vector<float> rank_bins(std::vector<float> values, int bins) { return bins_of(std::move(values), bins); }
std::vector<double> rank_bins(std::vector<double> values, int bins) {
  return bins_of(std::move(values), bins);
}

}  // namespace cellerate::kernel
