/// Values written on an image.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <vector>

#include "plugins/shared/color.hpp"

namespace cellerate::modules {

/// A color as matplotlib reads it: one of its letters, or what parse_color takes.
/// @throws std::invalid_argument for what is no color
Color plot_color(const std::string& text);

struct NumberFormat {
  int decimals = 2;
  bool is_scientific = false;
  std::string operator()(double value) const;
};

/// A text centered at a point, in pixels: the middle of the upper left one is 0.
struct Annotation {
  std::string text;
  double x, y;
};

struct Font {
  Color color{255, 0, 0};
  int points = 10;
  bool is_bold = false;
};

/// Writes the texts over an image of three colors, inside the box.
void annotate(Queue& queue, const std::vector<Annotation>& annotations, const Font& font,
              View1<std::uint8_t> image, Shape2 shape, const Box& box);

}  // namespace cellerate::modules
