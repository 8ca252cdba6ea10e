/// Intensity and quality of a whole plane, or of the part of it that counts (CellProfiler's
/// MeasureImageIntensity and MeasureImageQuality).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/region/plane_values.hpp"

namespace cellerate::kernel {

/// What there is to know of the pixels' values. Sums, mean and deviation run in single precision in NumPy's
/// order. Zeros where no pixel counts.
struct PlaneIntensity {
  std::int64_t area = 0;
  double total = 0, mean = 0, std = 0, median = 0, mad = 0, min = 0, max = 0;
  double percent_minimal = 0, percent_maximal = 0;  ///< pixels that equal the least, the greatest value
  std::vector<double> percentiles;                  ///< of those asked for
};

/// @param percentiles  which, 0 ... 100.
PlaneIntensity plane_intensity(const PlaneValues& values, const std::vector<double>& percentiles);

/// Variance of the values divided by their mean; 0 where the mean is not above 0.
double focus_score(const PlaneValues& values);

/// The same in the cells of a grid: variance of the cells' scores divided by their median. Synchronises.
/// @param window  side of a cell in pixels; cells are evened out over the plane.
double local_focus_score(Queue& queue, const MaskedImage& image, int window);

/// Haralick's correlation of pixels `distance` apart along the rows, in 8 grey levels between the least and
/// the greatest of the image's `values`; 0 where it is not defined. Synchronises.
double blur_correlation(Queue& queue, const MaskedImage& image, const PlaneValues& values, int distance);

}  // namespace cellerate::kernel
