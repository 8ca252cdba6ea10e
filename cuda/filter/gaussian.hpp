/// Separable symmetric filters with SciPy's bits: every axis summed in double from the far taps inwards and
/// rounded to the image's type. Source: scipy.ndimage 1.9 gaussian_filter, convolve1d (ni_filters.c:
/// NI_Correlate1D).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"
#include "cuda/filter/border.hpp"

namespace cellerate::kernel {

/// Weights 0 ... r of a Gaussian that is cut at r = int(truncate * sigma + 0.5) and normalised to a sum of 1.
std::vector<double> gaussian_weights(double sigma, double truncate = 4.0);

/// Correlates both axes, rows (axis 0) first, with the symmetric kernel whose centre and right half is
/// `half_weights`. image and out must not overlap.
void correlate_symmetric(Queue& queue, View2<const float> image, const std::vector<double>& half_weights,
                         Border border, View2<float> out);
void correlate_symmetric(Queue& queue, View2<const double> image, const std::vector<double>& half_weights,
                         Border border, View2<double> out);
/// The same with weights for each axis.
void correlate_symmetric(Queue& queue, View2<const double> image, const std::vector<double>& half_weights_y,
                         const std::vector<double>& half_weights_x, Border border, View2<double> out);

/// scipy.ndimage.gaussian_filter with cval 0. A sigma of at most 1e-15 copies.
void gaussian(Queue& queue, View2<const float> image, double sigma, Border border, View2<float> out);
void gaussian(Queue& queue, View2<const double> image, double sigma, Border border, View2<double> out);

/// The same with a sigma for each axis.
void gaussian(Queue& queue, View2<const float> image, double sigma_y, double sigma_x, Border border,
              View2<float> out);
void gaussian(Queue& queue, View2<const double> image, double sigma_y, double sigma_x, Border border,
              View2<double> out);

/// scipy.ndimage.gaussian_filter1d along axis 1: each row by itself. Copies with a sigma of 0.
void gaussian_along_rows(Queue& queue, View2<const float> image, double sigma, Border border,
                         View2<float> out);
void gaussian_along_rows(Queue& queue, View2<const double> image, double sigma, Border border,
                         View2<double> out);

}  // namespace cellerate::kernel
