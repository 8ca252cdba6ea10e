/// numpy.percentile (linear) of values in any order, on the host.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

namespace cellerate::kernel {

/// The q-th percentile (0 ... 100) of values, one at least and none of them NaN, which change places.
double selected_percentile(std::vector<float>& values, double q);
double selected_percentile(std::vector<double>& values, double q);

}  // namespace cellerate::kernel
