/// What MeasureImageIntensity and MeasureImageQuality both record of the values of an image.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include "cuda/region/plane_intensity.hpp"

namespace cellerate::modules {

/// Records the eight features that they share as column(feature). Of no pixels CellProfiler records whole
/// zeros.
template <class Column>
void measure_plane(ImageSet& images, const kernel::PlaneIntensity& found, const Column& column) {
  const auto measure = [&](const char* feature, double value, int type) {
    images.measure_image(column(feature), value, found.area ? type : CEL_VALUE_INTEGER);
  };
  measure("TotalArea", static_cast<double>(found.area), CEL_VALUE_INTEGER);
  measure("TotalIntensity", found.total, CEL_VALUE_F32);
  measure("MeanIntensity", found.mean, CEL_VALUE_F64);
  measure("MedianIntensity", found.median, CEL_VALUE_F32);
  measure("StdIntensity", found.std, CEL_VALUE_F32);
  measure("MADIntensity", found.mad, CEL_VALUE_F32);
  measure("MinIntensity", found.min, CEL_VALUE_F32);
  measure("MaxIntensity", found.max, CEL_VALUE_F32);
}

}  // namespace cellerate::modules
