// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/crop.hpp"

#include <cmath>
#include <numeric>
#include <stdexcept>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

struct Rectangle {
  Box box;
  View2<std::uint8_t> mask;
  CEL_FN void operator()(int y, int x) const {
    mask(y, x) = y >= box.y0 && y < box.y1 && x >= box.x0 && x < box.x1;
  }
};

struct Ellipse {
  double x1, y1, x2, y2, axis;
  View2<std::uint8_t> mask;
  CEL_FN static double distance(double dx, double dy) { return std::sqrt(dx * dx + dy * dy); }
  CEL_FN void operator()(int y, int x) const {
    mask(y, x) = distance(x - x1, y - y1) + distance(x - x2, y - y2) <= axis;
  }
};

constexpr int kBandRows = 64;

/// Pixels of each row of a band, and which columns have any.
struct BandExtent {
  View2<const std::uint8_t> mask;
  std::int32_t* rows;
  std::uint8_t* columns;  ///< width of the mask for each band
  CEL_FN void operator()(Block& block, std::int64_t band) const {
    const int width = mask.shape.width;
    const int begin = static_cast<int>(band) * kBandRows;
    const int end = begin + kBandRows < mask.shape.height ? begin + kBandRows : mask.shape.height;
    std::uint8_t* const hit = columns + band * width;
    block.each(width, [=](std::int64_t x) { hit[x] = 0; });
    for (int y = begin; y < end; ++y) {
      const std::uint8_t* const row = mask.row(y);
      block.each(width, [=](std::int64_t x) { hit[x] |= row[x]; });
      const std::int32_t count =
          block.sum<std::int32_t>(width, [=](std::int64_t x) { return static_cast<std::int32_t>(row[x]); });
      block.each(1, [=, *this](std::int64_t) { rows[y] = count; });
    }
  }
};

template <class T>
struct TakeLines {
  const T* pixels;
  int width, channels;
  const std::int32_t *rows, *columns;
  int out_width;
  T* out;
  CEL_FN void operator()(int y, int x) const {
    const T* const from = pixels + (static_cast<std::int64_t>(rows[y]) * width + columns[x]) * channels;
    T* const to = out + (static_cast<std::int64_t>(y) * out_width + x) * channels;
    for (int c = 0; c < channels; ++c) to[c] = from[c];
  }
};

template <class T>
void take(Queue& queue, SampleView pixels, Shape2 shape, int channels, const Buffer<std::int32_t>& rows,
          const Buffer<std::int32_t>& columns, void* out) {
  const Shape2 taken{static_cast<int>(rows.size()), static_cast<int>(columns.size())};
  for_each_pixel(queue, taken,
                 TakeLines<T>{static_cast<const T*>(pixels.data), shape.width, channels, rows.data(),
                              columns.data(), taken.width, static_cast<T*>(out)});
}

}  // namespace

void rectangle_mask(Queue& queue, Box box, View2<std::uint8_t> mask) {
  for_each_pixel(queue, mask.shape, Rectangle{box, mask});
}

void ellipse_mask(Queue& queue, double center_x, double center_y, double radius_x, double radius_y,
                  View2<std::uint8_t> mask) {
  double dx = 0, dy = 0, longer = radius_y;
  if (radius_x > radius_y) {
    dx = std::sqrt(radius_x * radius_x - radius_y * radius_y);
    longer = radius_x;
  } else {
    dy = std::sqrt(radius_y * radius_y - radius_x * radius_x);
  }
  for_each_pixel(queue, mask.shape,
                 Ellipse{center_x - dx, center_y - dy, center_x + dx, center_y + dy, longer * 2, mask});
}

MaskExtent mask_extent(Queue& queue, View2<const std::uint8_t> mask) {
  const auto [height, width] = mask.shape;
  MaskExtent extent;
  if (mask.shape.empty()) return extent;
  const int bands = (height + kBandRows - 1) / kBandRows;
  Buffer<std::int32_t> row_counts(queue, height);
  Buffer<std::uint8_t> column_hits(queue, static_cast<std::int64_t>(bands) * width);
  for_each_group(queue, bands, 0, BandExtent{mask, row_counts.data(), column_hits.data()});
  const std::vector<std::int32_t> rows = download(queue, row_counts);
  const std::vector<std::uint8_t> hits = download(queue, column_hits);
  for (int y = 0; y < height; ++y)
    if (rows[y]) extent.rows.push_back(y);
  for (int x = 0; x < width; ++x) {
    bool hit = false;
    for (int band = 0; band < bands; ++band) hit = hit || hits[static_cast<std::size_t>(band) * width + x];
    if (hit) extent.columns.push_back(x);
  }
  extent.area = std::accumulate(rows.begin(), rows.end(), std::int64_t{0});
  return extent;
}

void take_lines(Queue& queue, SampleView pixels, Shape2 shape, int channels,
                const std::vector<std::int32_t>& rows, const std::vector<std::int32_t>& columns, void* out) {
  const Buffer<std::int32_t> at_rows = upload(queue, rows), at_columns = upload(queue, columns);
  switch (sample_size(pixels.type)) {
    case 1:
      return take<std::uint8_t>(queue, pixels, shape, channels, at_rows, at_columns, out);
    case 4:  // bits of floats and of labels alike
      return take<std::uint32_t>(queue, pixels, shape, channels, at_rows, at_columns, out);
    case 8:
      return take<std::uint64_t>(queue, pixels, shape, channels, at_rows, at_columns, out);
    default:
      throw std::invalid_argument("no image of a pipeline has samples of 16 bits");
  }
}

}  // namespace cellerate::kernel
