/// Where images come to lie in a grid. Source: CellProfiler 4.2.8, Tile.get_grid_dimensions, get_tile_ij.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

namespace cellerate::modules {

struct GridSettings {
  enum class Corner { kTopLeft, kBottomLeft, kTopRight, kBottomRight } first = Corner::kTopLeft;
  enum class Direction { kRow, kColumn } direction = Direction::kRow;
  int rows = 8, columns = 12;
  bool meanders = false, counts_rows = false, counts_columns = false;

  void bind(Binder& b);
  bool is_hidden(std::string_view text) const;
};

class Grid {
 public:
  /// Rows and columns that are not given follow from the number of images.
  Grid(const GridSettings& settings, int images);

  int rows() const { return rows_; }
  int columns() const { return columns_; }

  struct Place {
    int row, column;
  };
  /// @throws std::runtime_error where the grid has no place for it
  Place place(int image) const;

 private:
  const GridSettings& settings_;
  int rows_, columns_;
};

}  // namespace cellerate::modules
