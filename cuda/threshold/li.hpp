/// Li's minimum cross-entropy threshold.
/// Source: Li and Lee 1993, Li and Tam 1998; scikit-image 0.18 threshold_li.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Where CellProfiler stops iterating: half of the smallest difference between two values, at least half of
/// 1/65536. Taken over all pixels of an image, also where the threshold is that of a part of it.
double li_tolerance(Queue& queue, View1<const float> values);
double li_tolerance(Queue& queue, View1<const double> values);

/// Iterates the threshold from the mean until it moves by no more than the tolerance. The means of the two
/// classes are NumPy's, whose bits depend on the order of the values: on the host.
double li(Queue& queue, View1<const float> values, double tolerance);
double li(Queue& queue, View1<const double> values, double tolerance);

/// The same of values on the host.
double li(View1<const float> host_values, double tolerance);
double li(View1<const double> host_values, double tolerance);

}  // namespace cellerate::kernel
