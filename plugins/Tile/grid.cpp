// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/Tile/grid.hpp"

#include <cmath>
#include <stdexcept>

namespace cellerate::modules {
namespace {

constexpr char kRows[] = "Final number of rows", kColumns[] = "Final number of columns";

int rounded_up(int images, int side) { return side > 0 ? (images + side - 1) / side : 0; }

}  // namespace

void GridSettings::bind(Binder& b) {
  b.integer(rows, kRows);
  b.integer(columns, kColumns);
  b.choice(first, "Image corner to begin tiling", {"top left", "bottom left", "top right", "bottom right"});
  b.choice(direction, "Direction to begin tiling", {"row", "column"});
  b.binary(meanders, "Use meander mode?");
  b.binary(counts_rows, "Automatically calculate number of rows?");
  b.binary(counts_columns, "Automatically calculate number of columns?");
}

bool GridSettings::is_hidden(std::string_view text) const {
  return (text == kRows && counts_rows) || (text == kColumns && counts_columns);
}

Grid::Grid(const GridSettings& settings, int images)
    : settings_(settings), rows_(settings.rows), columns_(settings.columns) {
  if (settings.counts_rows)
    rows_ = settings.counts_columns ? static_cast<int>(std::sqrt(images)) : rounded_up(images, columns_);
  if (settings.counts_columns) columns_ = rounded_up(images, rows_);
  if (rows_ < 1 || columns_ < 1) throw std::runtime_error("the grid has no rows or no columns");
}

Grid::Place Grid::place(int image) const {
  using Corner = GridSettings::Corner;
  const bool by_rows = settings_.direction == GridSettings::Direction::kRow;
  const int length = by_rows ? columns_ : rows_, line = image / length;
  int at = image % length;
  if (settings_.meanders && line % 2 == 1) at = length - at - 1;
  Place place = by_rows ? Place{line, at} : Place{at, line};
  if (settings_.first == Corner::kBottomLeft || settings_.first == Corner::kBottomRight)
    place.row = rows_ - place.row - 1;
  if (settings_.first == Corner::kTopRight || settings_.first == Corner::kBottomRight)
    place.column = columns_ - place.column - 1;
  if (place.row < 0 || place.row >= rows_ || place.column < 0 || place.column >= columns_)
    throw std::runtime_error("image " + std::to_string(image + 1) + " has no place in a grid of " +
                             std::to_string(rows_) + " rows and " + std::to_string(columns_) + " columns");
  return place;
}

}  // namespace cellerate::modules
