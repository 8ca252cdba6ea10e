/// How fast the power of an image falls from coarse to fine structures: blurred images fall steeply.
/// Source: Field 1997; centrosome 1.2.3, radial_power_spectrum.rps; CellProfiler's MeasureImageQuality.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/region/plane_values.hpp"

namespace cellerate::kernel {

/// Slope of ln(power) over ln(radius) for the lowest eighth of the frequencies; 0 for a constant image and
/// where fewer than two radii have power. Masked pixels count as the mean of the others, the image's
/// `values`. Synchronises.
double power_spectrum_slope(Queue& queue, const MaskedImage& image, const PlaneValues& values);

}  // namespace cellerate::kernel
