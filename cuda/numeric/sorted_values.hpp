/// Ascending sort of floats by their bits: different values are counted where they are few, else three
/// counting passes.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

namespace cellerate::kernel {

/// The values in order, on the host: -0 before 0, and NaN last.
std::vector<float> sorted_values(const std::vector<float>& values);

}  // namespace cellerate::kernel
