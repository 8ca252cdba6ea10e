/// The Laplacian of a Gaussian as two separable filters. Source: scipy.ndimage 1.9 gaussian_laplace.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// The second derivatives along both axes of the image smoothed by a Gaussian, added; with a reflected
/// border, the weights cut at int(4 sigma + 0.5).
void gaussian_laplace(Queue& queue, View2<const double> image, double sigma, View2<double> out);

}  // namespace cellerate::kernel
