/// Color maps as matplotlib defines them: tables (colormap_data.cpp) and formulas.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <array>
#include <string_view>
#include <vector>

namespace cellerate::modules {

struct NamedColors {
  std::string_view name, text;
};

/// Red | green | blue: positions and values of the points of a piecewise linear curve.
const std::vector<NamedColors>& colormap_curves();
/// Colors at equal distances, linear between them, as rrggbb.
const std::vector<NamedColors>& colormap_gradients();
/// Colors without anything between them, as rrggbb.
const std::vector<NamedColors>& colormap_steps();
/// Red, green and blue of every entry.
const std::vector<NamedColors>& colormap_lists();

struct ColorFormula {
  std::string_view name;
  std::array<double (*)(double), 3> channels;  ///< of a position of 0 ... 1; clipped to 0 ... 1
};
const std::vector<ColorFormula>& colormap_formulas();

}  // namespace cellerate::modules
