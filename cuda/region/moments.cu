/// Two matrix products an object, as NumPy evaluates them: powers of the row summed down each column, then
/// the columns combined by fused multiply-adds (OpenBLAS). Mirror-symmetric objects owe the sign of their
/// mixed moment, and with it their orientation, to that order.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/moments.hpp"

#include <cmath>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

/// x * x * x rounded once, as pow(x, 3) does: the two products' errors are carried along.
CEL_FN double cube(double x) {
  const double square = x * x, square_error = fma(x, x, -square);
  const double product = square * x, product_error = fma(square, x, -product);
  return product + (product_error + square_error * x);
}

struct Powers {
  double of[4];
  CEL_FN explicit Powers(double x) : of{1, x, x * x, cube(x)} {}
};

/// Sums down one column: powers of the row from the corner, then from the centroid.
struct ColumnSums {
  double spatial[4], central[4];
};

struct Centroid {
  std::int64_t y = 0, x = 0;
  CEL_FN explicit Centroid(int) {}
  CEL_FN Centroid(std::int64_t y_, std::int64_t x_) : y(y_), x(x_) {}
  CEL_FN friend Centroid operator+(const Centroid& a, const Centroid& b) { return {a.y + b.y, a.x + b.x}; }
};

struct SumMoments {
  RegionsView regions;
  View2<const std::int32_t> labels;
  const std::int64_t* column_starts;
  ColumnSums* sums;
  Moments* moments;

  CEL_FN void operator()(Block& block, std::int64_t k) const {
    const std::int32_t begin = regions.starts[k], n = regions.starts[k + 1] - begin;
    const Box box = regions.boxes[k];
    const std::int32_t* pixels = regions.pixels + begin;
    const int image_width = regions.shape.width, width = box.width(), height = box.height();
    const Centroid total = block.sum<Centroid>(n, [=](std::int64_t i) {
      const int y = pixels[i] / image_width;
      return Centroid(y - box.y0, pixels[i] - y * image_width - box.x0);
    });
    const double center_y = static_cast<double>(total.y) / n, center_x = static_cast<double>(total.x) / n;
    const std::int32_t own = static_cast<std::int32_t>(k) + 1;
    const std::int32_t* corner = labels.data + static_cast<std::int64_t>(box.y0) * image_width + box.x0;
    ColumnSums* columns = sums + column_starts[k];
    block.each(width, [=](std::int64_t x) { columns[x] = ColumnSums{}; });
    for (int y = 0; y < height; ++y) {
      const Powers raw(y), centred(y - center_y);
      const std::int32_t* row = corner + static_cast<std::int64_t>(y) * image_width;
      block.each(width, [=](std::int64_t x) {
        if (row[x] != own) return;
        for (int p = 0; p < 4; ++p) {
          columns[x].spatial[p] += raw.of[p];
          columns[x].central[p] += centred.of[p];
        }
      });
    }
    Moments* to = moments + k;
    block.each(4, [=](std::int64_t q) {
      double spatial[4] = {}, central[4] = {};
      for (int x = 0; x < width; ++x) {
        const double raw = Powers(x).of[q], centred = Powers(x - center_x).of[q];
        for (int p = 0; p < 4; ++p) {
          spatial[p] = fma(columns[x].spatial[p], raw, spatial[p]);
          central[p] = fma(columns[x].central[p], centred, central[p]);
        }
      }
      for (int p = 0; p < 4; ++p) {
        to->spatial[p][q] = spatial[p];
        to->central[p][q] = central[p];
      }
    });
  }
};

}  // namespace

void object_moments(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                    const BoxColumns& columns, View1<Moments> moments) {
  Buffer<ColumnSums> sums(queue, columns.total);
  for_each_group(queue, regions.count, 0,
                 SumMoments{regions, labels, columns.starts.data(), sums.data(), moments.data});
}

}  // namespace cellerate::kernel
