/// Zernike moments of objects on their enclosing circles, of their shape or of an image in them
/// (centrosome.zernike).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"
#include "cuda/region/convex_hull.hpp"
#include "cuda/region/intensity.hpp"

namespace cellerate::kernel {

/// Order n and repetition m of a Zernike polynomial.
struct ZernikeIndex {
  std::int32_t n, m;
};

/// All with n <= degree, n - m even: n ascending, m ascending inside. 30 for the usual degree 9.
std::vector<ZernikeIndex> zernike_indexes(int degree);

/// Sums of the polynomials over the pixels of each object that lie inside its circle, weighted by each image
/// and only where its mask allows; without pixels the weight is 1. The polynomials are computed once for all.
/// @param real, imaginary  images x indexes x regions.count.
void zernike_sums(Queue& queue, const RegionsView& regions, View1<const Circle> circles, int degree,
                  const std::vector<MaskedImage>& images, View1<double> real, View1<double> imaginary);
void zernike_sums(Queue& queue, const RegionsView& regions, View1<const Circle> circles, int degree,
                  const std::vector<MaskedPlane<double>>& images, View1<double> real,
                  View1<double> imaginary);

/// Magnitudes of the moments of the shapes, divided by the circles' area: indexes x regions.count.
/// NaN for an object of one pixel.
void zernike_shapes(Queue& queue, const RegionsView& regions, View1<const Circle> circles, int degree,
                    View1<double> magnitudes);

}  // namespace cellerate::kernel
