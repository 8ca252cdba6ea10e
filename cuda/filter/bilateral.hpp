/// The bilateral filter: a mean over neighbours that are near in place and in intensity.
///
/// Source: skimage.restoration.denoise_bilateral 0.18.3, mode 'constant' (_denoise.py, _denoise_cy.pyx):
/// zeros outside take part; the table of weights by place is one wider than the window it is read for, as
/// there, so that the window leans to one side. Tomasi & Manduchi 1998, doi:10.1109/ICCV.1998.710815.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// An image of one value is copied. Synchronises.
/// @param sigma_color    of differences of intensities, above 0
/// @param sigma_spatial  of distances in pixels, above 0
/// @throws std::invalid_argument where a pixel is below 0, or none is a number
void bilateral(Queue& queue, View2<const double> image, double sigma_color, double sigma_spatial,
               View2<double> out);

}  // namespace cellerate::kernel
