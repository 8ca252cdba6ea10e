/// Otsu's thresholds from a histogram: two classes (256 bins) and three classes (128 bins).
/// Source: Otsu 1979; Liao, Chen and Chung 2001; scikit-image 0.18 threshold_otsu, threshold_multiotsu.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/threshold/histogram.hpp"

namespace cellerate::kernel {

/// Two classes: the bin centre that maximises the variance between them, the first of several.
double otsu(const Histogram<float>& histogram);
double otsu(const Histogram<double>& histogram);

struct ThreeClasses {
  double lower = 0, upper = 0;
  bool found = false;  ///< false where fewer than three bins hold a value
};
ThreeClasses multi_otsu(const Histogram<float>& histogram);
ThreeClasses multi_otsu(const Histogram<double>& histogram);

/// Bins that scikit-image takes for two classes, and CellProfiler for three.
constexpr int kOtsuBins = 256, kMultiOtsuBins = 128;

/// One threshold of three classes for a block of an image, on the host: of two levels CellProfiler takes the
/// two-class threshold, and where 128 bins are too few for three classes it tries 256.
/// @throws std::domain_error where those do not do either.
double multi_otsu_of_block(View1<const float> host_values, bool lower);
double multi_otsu_of_block(View1<const double> host_values, bool lower);

}  // namespace cellerate::kernel
