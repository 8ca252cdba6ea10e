// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/DisplayDataOnImage/figure_layout.hpp"

#include <algorithm>
#include <cmath>

namespace cellerate::modules {
namespace {

constexpr double kDotsPerInch = 100, kFigureWidth = 6.4, kFigureHeight = 4.8;
constexpr double kBarFraction = 0.15, kBarPadding = 0.05;

/// A stretch of one axis of the figure, in parts of it or in pixels.
struct Interval {
  double from, to;
  double size() const { return to - from; }
};

struct Rectangle {
  Interval x, y;
};

/// The subplot inside the figure's margins.
Rectangle margins(Elements elements, bool has_color_bar) {
  if (elements == Elements::kImage) return {{0, 1}, {0, 1}};
  if (has_color_bar) return {{0.125, 0.9}, {0.11, 0.88}};
  return {{0.1, 0.9}, {0.1, 0.9}};
}

/// The first cell of a grid of one row (GridSpec.get_grid_positions).
/// @param ratios  widths of all columns together
Rectangle first_cell(const Rectangle& grid, int columns, double space, double ratio, double ratios) {
  const double width = grid.x.size() / (columns + space * (columns - 1)) * columns / ratios;
  return {{grid.x.from, grid.x.from + ratio * width}, {grid.y.to - grid.y.size(), grid.y.to}};
}

/// Shrinks a rectangle to the image's proportions (Bbox.shrunk_to_aspect, anchored).
/// @param anchor  share of the free width that stays on the left
Rectangle with_aspect(const Rectangle& cell, double image_aspect, double figure_aspect, double anchor) {
  double width = cell.x.size(), height = width * image_aspect / figure_aspect;
  if (height > cell.y.size()) {
    width = cell.y.size() * figure_aspect / image_aspect;
    height = cell.y.size();
  }
  const auto moved = [](const Interval& room, double size, double share) {
    const Interval shrunk{room.from, room.from + size};
    const double shift = room.from + share * (room.size() - shrunk.size()) - shrunk.from;
    return Interval{shrunk.from + shift, shrunk.to + shift};
  };
  return {moved(cell.x, width, anchor), moved(cell.y, height, 0.5)};
}

/// value -> scale * value + offset.
struct Affine {
  double scale, offset;
  double operator()(double value) const { return scale * value + offset; }
  Affine after(const Affine& first) const { return {scale * first.scale, scale * first.offset + offset}; }
};

/// One axis of the picture (AxesImage.make_image).
struct Picture {
  Affine map;         ///< from pixels of the image
  double from, size;  ///< in the figure
  Interval axes;
};

/// @param shown  edges of the image as data: pixel k is centered at k
Picture picture_of(int pixels, Interval shown, bool is_flipped, Interval axes) {
  const double per_pixel = 1 / shown.size();
  const Affine to_axes{per_pixel, -shown.from * per_pixel}, to_figure{axes.size(), axes.from};
  const Affine data = to_figure.after(to_axes);
  const Affine extent{shown.size() / pixels, shown.from};
  const Affine flip = is_flipped ? Affine{-1, static_cast<double>(pixels)} : Affine{1, 0};
  const auto [low, high] = std::minmax({data(shown.from), data(shown.to)});
  const Interval clip{to_figure(0), to_figure(1)};
  const double from = std::max(low, clip.from), to = std::min(high, clip.to);
  return {Affine{1, -from}.after(data.after(extent).after(flip)), from, to - from, clip};
}

int rounded(double value) { return static_cast<int>(std::floor(value + .5)); }

/// The picture takes whole pixels.
kernel::AxisMap enlarged(const Picture& picture) {
  const double size = std::ceil(picture.size), factor = 1 + (size - picture.size) / picture.size;
  return {picture.map.scale * factor, picture.map.offset * factor, static_cast<int>(size)};
}

}  // namespace

FigureLayout lay_out(Shape2 image, Elements elements, bool has_color_bar) {
  const bool is_figure = elements == Elements::kFigure;
  const double width = (is_figure ? kFigureWidth : image.width / kDotsPerInch) * kDotsPerInch;
  const double height = (is_figure ? kFigureHeight : image.height / kDotsPerInch) * kDotsPerInch;

  Rectangle cell = first_cell(margins(elements, has_color_bar), 1, 0, 1, 1);
  if (has_color_bar) {
    const double picture = 1 - kBarFraction - kBarPadding;
    cell = first_cell(cell, 2, 2 * kBarPadding / (1 - kBarPadding), picture, picture + kBarFraction);
  }
  const Rectangle axes = with_aspect(cell, static_cast<double>(image.height) / image.width, height / width,
                                     has_color_bar ? 1 : 0.5);
  const Picture x =
      picture_of(image.width, {-.5, image.width - .5}, false, {axes.x.from * width, axes.x.to * width});
  const Picture y =
      picture_of(image.height, {image.height - .5, -.5}, true, {axes.y.from * height, axes.y.to * height});
  const Shape2 canvas{static_cast<int>(height), static_cast<int>(width)};
  const Box axes_box{std::max(rounded(canvas.height - y.axes.to), 0), std::max(rounded(x.axes.from), 0),
                     std::min(rounded(canvas.height - y.axes.from) + 1, canvas.height),
                     std::min(rounded(x.axes.to) + 1, canvas.width)};
  return {canvas, enlarged(x), enlarged(y), rounded(x.from), canvas.height - rounded(y.from) - 1, axes_box};
}

}  // namespace cellerate::modules
