/// Where matplotlib 3.7 draws an image in a figure, in the order of its sums: the size of the result is
/// rounded up from them, so that their last bits show.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/view.hpp"
#include "cuda/filter/hanning_resample.hpp"

namespace cellerate::modules {

enum class Elements { kImage, kFigure, kAxes };

struct FigureLayout {
  Shape2 canvas;         ///< of the figure
  kernel::AxisMap x, y;  ///< from pixels of the image to those of its picture; y goes upwards
  int left, bottom;      ///< place of the picture's first column and lowest row
  Box axes;              ///< what is outside of them is not shown
};

/// @param has_color_bar  leaves room for a color bar on the right
FigureLayout lay_out(Shape2 image, Elements elements, bool has_color_bar);

}  // namespace cellerate::modules
