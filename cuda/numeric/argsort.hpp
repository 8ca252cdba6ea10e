/// numpy.argsort with its default algorithm: an introsort that is not stable, so that the order of equal
/// values is an accident which CellProfiler's tie breaks inherit. Source: numpy 1.23 (npysort/quicksort.cpp,
/// heapsort.cpp).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <vector>

namespace cellerate::kernel {

/// Indices that sort n values in ascending order, NaN last, in NumPy's order. n is below 2^31. Serial, on the
/// host.
std::vector<std::int64_t> numpy_argsort(const float* values, std::int64_t n);
std::vector<std::int64_t> numpy_argsort(const double* values, std::int64_t n);
std::vector<std::int64_t> numpy_argsort(const std::int32_t* values, std::int64_t n);
std::vector<std::int64_t> numpy_argsort(const std::int64_t* values, std::int64_t n);

/// The same where only the order of some values matters: the indices of a value in `wanted` are where and in
/// what order NumPy has them, the others only on the right side of those. `wanted` holds no NaN.
std::vector<std::int64_t> numpy_argsort_where(const std::vector<float>& values, std::vector<float> wanted);
std::vector<std::int64_t> numpy_argsort_where(const std::vector<double>& values, std::vector<double> wanted);

}  // namespace cellerate::kernel
