/// Correlation with any small kernel, with SciPy's bits: products are added in double, row by row of the
/// kernel. Source: scipy.ndimage.correlate 1.9 (ni_filters.c: NI_Correlate).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"
#include "cuda/filter/border.hpp"

namespace cellerate::kernel {

/// A square of weights, row by row, around its middle pixel. scipy.ndimage.convolve is the correlation with
/// the weights turned by half a turn.
struct SquareKernel {
  int radius = 0;
  std::vector<double> weights;

  double at(int dy, int dx) const { return weights[(dy + radius) * (2 * radius + 1) + dx + radius]; }
};

/// Beyond a constant border lie pixels of the value `outside`.
void correlate(Queue& queue, View2<const float> image, const SquareKernel& kernel, Border border,
               View2<float> out, double outside = 0);
void correlate(Queue& queue, View2<const double> image, const SquareKernel& kernel, Border border,
               View2<double> out, double outside = 0);

/// The image under the kernel over the mask under it, plus an epsilon: centrosome's
/// smooth_with_function_and_mask with zeros outside. A null view of a mask stands for all pixels.
void correlate_with_mask(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                         const SquareKernel& kernel, double epsilon, View2<float> out);
void correlate_with_mask(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                         const SquareKernel& kernel, double epsilon, View2<float> out);

/// centrosome 1.2.3, smooth.circular_gaussian_kernel: a Gaussian cut at a circle and normalised. Offsets are
/// in units of the deviation `sd`, and divided by it once more in the exponent, as there.
SquareKernel circular_gaussian(int sd, int radius);

}  // namespace cellerate::kernel
