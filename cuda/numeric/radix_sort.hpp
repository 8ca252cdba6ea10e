/// Ascending sort of floats by their bits: different values are counted where they are few, else three
/// counting passes.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

namespace cellerate::kernel {

/// Sorts on the host, -0 before 0 and NaN last.
void radix_sort(std::vector<float>& values);

}  // namespace cellerate::kernel
