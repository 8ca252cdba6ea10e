/// Least-squares fit of a surface of uniform cubic B-splines to some pixels of a plane.
/// Source: centrosome 1.2.3, bg_compensate.splineimage, splinefit2d, evalspline2d. On the host.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/view.hpp"

namespace cellerate::kernel {

/// The four B-splines that are not 0 at a pixel of an axis.
struct SplineBasis {
  int first;  ///< control value of the first
  double value[4];
};

/// The axis of n pixels with `points` control values, the outermost beyond its ends.
std::vector<SplineBasis> spline_axis(int n, int points);

/// Fits the surface to the pixels where mask is not 0, and evaluates it at all of them.
template <class T>
void fit_spline_surface(View2<const T> image, const std::vector<std::uint8_t>& mask, int points,
                        std::vector<double>& surface);

}  // namespace cellerate::kernel
