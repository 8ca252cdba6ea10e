/// Ridge strength by the larger eigenvalue of the Hessian, and the gradient across columns.
/// Source: CellProfiler 4.2.8, EnhanceOrSuppressFeatures "Tubeness" (centrosome.filter.hessian);
/// scipy.ndimage.sobel.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// -L * sigma^2 where the eigenvalue L of larger magnitude is negative, else 0, of the image smoothed with
/// sigma.
void tubeness(Queue& queue, View2<const float> image, double sigma, View2<double> out);
void tubeness(Queue& queue, View2<const double> image, double sigma, View2<double> out);

/// |scipy.ndimage.sobel(image)|: the derivative along the columns, smoothed along the rows, reflected at the
/// border.
void sobel_magnitude(Queue& queue, View2<const float> image, View2<float> out);

}  // namespace cellerate::kernel
