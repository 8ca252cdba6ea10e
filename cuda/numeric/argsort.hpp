/// numpy.argsort with its default algorithm: an introsort that is not stable, so that the order of equal
/// values is an accident which CellProfiler's tie breaks inherit. Source: numpy 1.23 (npysort/quicksort.cpp,
/// heapsort.cpp).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <vector>

namespace cellerate::kernel {

/// Indices that sort n values in ascending order, NaN last, in NumPy's order. Serial, on the host.
std::vector<std::int64_t> numpy_argsort(const float* values, std::int64_t n);
std::vector<std::int64_t> numpy_argsort(const double* values, std::int64_t n);
std::vector<std::int64_t> numpy_argsort(const std::int32_t* values, std::int64_t n);
std::vector<std::int64_t> numpy_argsort(const std::int64_t* values, std::int64_t n);

}  // namespace cellerate::kernel
