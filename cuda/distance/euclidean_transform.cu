/// Columns first: the row of the nearest zero above or below. Then each row of nonzero pixels takes the lower
/// envelope of the parabolas of its own columns and of the zeros at its two ends: what lies beyond those is
/// always farther.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/distance/euclidean_transform.hpp"

#include <cmath>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kStripWidth = 256;
constexpr int kMaxSide = 32767;       // squares of distances fit 32 bits
constexpr int kNone = -2 * kMaxSide;  // a row so far away that any zero pixel is nearer

/// Fills a strip of columns with the row of the nearest zero; of two equally near the upper one. kNone
/// without any.
struct NearestInColumn {
  View2<const std::uint8_t> mask;
  View2<std::int32_t> rows;
  CEL_FN void operator()(Block& block, Box box) const {
    const int height = mask.shape.height;
    for (int y = 0; y < height; ++y) {
      const std::uint8_t* pixels = mask.row(y) + box.x0;
      const std::int32_t* above = y > 0 ? rows.row(y - 1) + box.x0 : nullptr;
      std::int32_t* here = rows.row(y) + box.x0;
      block.each(box.width(), [=](std::int64_t x) {
        here[x] = pixels[x] == 0 ? y : above ? above[x] : kNone;
      });
    }
    for (int y = height - 2; y >= 0; --y) {
      const std::int32_t* below = rows.row(y + 1) + box.x0;
      std::int32_t* here = rows.row(y) + box.x0;
      // Below kNone or above y there is nothing new in the row underneath.
      block.each(box.width(), [=](std::int64_t x) {
        const std::int32_t up = here[x], down = below[x];
        here[x] = down > y && down - y < y - up ? down : up;
      });
    }
  }
};

/// Lower envelope of a row. The stack of parabolas lies in the output rows themselves: entry k is at column
/// base + k, and the sweep from the right that writes the results never overtakes it.
struct EnvelopeRow {
  View2<const std::uint8_t> mask;
  View2<const std::int32_t> rows;
  View2<std::int32_t> squared, nearest;

  CEL_FN static std::int32_t square(std::int32_t a) { return a * a; }

  CEL_FN void operator()(std::int64_t row) const {
    const int y = static_cast<int>(row), width = mask.shape.width;
    const std::uint8_t* pixels = mask.row(y);
    std::int32_t* out_squared = squared.row(y);
    std::int32_t* out_nearest = nearest.row(y);
    int x = 0;
    while (x < width) {
      if (pixels[x] == 0) {
        out_squared[x] = 0;
        out_nearest[x] = y * width + x;
        ++x;
        continue;
      }
      int end = x + 1;
      while (end < width && pixels[end] != 0) ++end;
      sweep(y, x > 0 ? x - 1 : 0, end < width ? end + 1 : width);
      x = end;
    }
  }

  CEL_FN void sweep(int y, int base, int end) const {
    const int width = mask.shape.width;
    const std::int32_t* feature_row = rows.row(y);
    std::int32_t* start = squared.row(y) + base;   // first column where the parabola is the lowest
    std::int32_t* vertex = nearest.row(y) + base;  // column of the parabola
    int top = -1;
    for (int u = base; u < end; ++u) {
      if (feature_row[u] == kNone) continue;
      const std::int32_t height = square(y - feature_row[u]);
      std::int32_t from = base;
      while (top >= 0) {
        const std::int32_t v = vertex[top], t = start[top], v_height = square(y - feature_row[v]);
        if (square(t - v) + v_height <= square(t - u) + height) {
          from = (u * u - v * v + height - v_height) / (2 * (u - v)) + 1;
          break;
        }
        --top;
      }
      if (from >= end) continue;
      ++top;
      vertex[top] = u;
      start[top] = from;
    }
    if (top < 0) return no_feature(y, base, end);
    std::int32_t* out_squared = squared.row(y);
    std::int32_t* out_nearest = nearest.row(y);
    for (int x = end - 1; x >= base;) {
      const std::int32_t v = vertex[top], from = start[top];
      const std::int32_t height = square(y - feature_row[v]), pixel = feature_row[v] * width + v;
      for (; x >= from; --x) {
        out_squared[x] = square(x - v) + height;
        out_nearest[x] = pixel;
      }
      --top;
    }
  }

  /// No zero pixel in the row's columns means none in the plane.
  CEL_FN void no_feature(int y, int base, int end) const {
    for (int x = base; x < end; ++x) {
      squared(y, x) = square(y + 1) + square(x);
      nearest(y, x) = -1;
    }
  }
};

struct SquareRoot {
  View2<const std::int32_t> squared;
  View2<double> distance;
  CEL_FN void operator()(int y, int x) const { distance(y, x) = sqrt(static_cast<double>(squared(y, x))); }
};

}  // namespace

void nearest_zero(Queue& queue, View2<const std::uint8_t> mask, View2<std::int32_t> squared,
                  View2<std::int32_t> nearest) {
  const Shape2 shape = mask.shape;
  CEL_REQUIRE(squared.shape == shape && nearest.shape == shape,
              "distance transform: the outputs must have the mask's shape");
  CEL_REQUIRE(shape.height <= kMaxSide && shape.width <= kMaxSide,
              "distance transform: a side is above 32,767 pixels");
  if (shape.empty()) return;
  Buffer<std::int32_t> rows(queue, shape);
  for_each_tile(queue, shape, {shape.height, kStripWidth}, 0, NearestInColumn{mask, rows.view(shape)});
  for_each_index(queue, shape.height, EnvelopeRow{mask, rows.view(shape), squared, nearest});
}

void squared_distance(Queue& queue, View2<const std::uint8_t> mask, View2<std::int32_t> squared) {
  Buffer<std::int32_t> nearest(queue, mask.shape);
  nearest_zero(queue, mask, squared, nearest.view(mask.shape));
}

void euclidean_distance(Queue& queue, View2<const std::uint8_t> mask, View2<double> distance) {
  CEL_REQUIRE(distance.shape == mask.shape, "distance transform: the output must have the mask's shape");
  Buffer<std::int32_t> squared(queue, mask.shape);
  squared_distance(queue, mask, squared.view(mask.shape));
  for_each_pixel(queue, mask.shape, SquareRoot{squared.view(mask.shape), distance});
}

}  // namespace cellerate::kernel
