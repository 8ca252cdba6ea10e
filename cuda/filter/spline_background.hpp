/// The background of an image as a surface of cubic splines, fitted again and again to the pixels that lie
/// near it.
///
/// Source: centrosome 1.2.3, bg_compensate.backgr; Lindblad & Bengtsson 2001, A comparison of methods for
/// estimation of intensity nonuniformities, SCIA 264-271. The image is made smaller first; the fit is that of
/// LeastSquares, on the host.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

struct SplineBackground {
  /// Which pixels are no background: the dark ones, the bright ones, both, or those that stand out.
  enum class Foreground { Automatic, Bright, Dark, Both };
  Foreground foreground = Foreground::Automatic;
  int points = 5;             ///< control values along each axis, at least 4
  double threshold = 2;       ///< standard deviations from the surface at which the background ends
  double scale = 1;           ///< pixels of the image to one that is fitted, along each axis
  int iterations = 40;        ///< at most
  double convergence = 1e-3;  ///< part of the image's range below which a change is none
};

/// @param mask  pixels that count; the background is 0 outside. A null view: all
/// @throws std::invalid_argument where too few pixels are left to fit
void spline_background(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                       const SplineBackground& parameters, View2<float> out);
void spline_background(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                       const SplineBackground& parameters, View2<double> out);

}  // namespace cellerate::kernel
