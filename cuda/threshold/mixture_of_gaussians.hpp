/// Threshold between objects and background from a mixture of three Gaussians, fitted by expectation and
/// maximisation. Source: centrosome 1.2.3, threshold.get_mog_threshold.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/view.hpp"

namespace cellerate::kernel {

/// On the host. Too few values for the fraction give 1.
/// @param object_fraction  part of the image that objects are expected to cover.
/// @throws std::domain_error unless it lies between 0 and 1, both excluded
double mixture_of_gaussians(View1<const float> host_values, double object_fraction);

}  // namespace cellerate::kernel
