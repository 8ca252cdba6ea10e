/// Launches of rules that look at a pixel and its 8 neighbours, with SciPy's border 'reflect'; and which
/// pixels have all of their neighbours.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/launch.hpp"
#include "cuda/morphology/binary_dilate.hpp"

namespace cellerate::kernel {

/// A pixel with its neighbours: (dy, dx) are -1, 0 or 1.
template <class T>
struct Neighbors {
  const T *up, *middle, *down;
  int left, right;
  CEL_FN double operator()(int dy, int dx) const {
    const T* const row = dy < 0 ? up : dy > 0 ? down : middle;
    return row[dx < 0 ? left : dx > 0 ? right : 0];
  }
};

/// Tile body: rule(y, x, neighbors). Only the first and the last column have to look where they fold, so that
/// all between them vectorise.
template <class T, class Rule>
struct OverNeighbors {
  View2<const T> image;
  Rule rule;
  CEL_FN void operator()(Block& block, Box box) const {
    const int height = image.shape.height, width = image.shape.width;
    const int first = box.x0 > 1 ? box.x0 : 1, last = box.x1 < width - 1 ? box.x1 : width - 1;
    const Rule own = rule;
    for (int y = box.y0; y < box.y1; ++y) {
      const T *const up = image.row(y > 0 ? y - 1 : 0), *const middle = image.row(y),
                     *const down = image.row(y < height - 1 ? y + 1 : y);
      const auto apply = [=](int x, int left, int right) {
        own(y, x, Neighbors<T>{up + x, middle + x, down + x, left, right});
      };
      block.each(last - first, [=](std::int64_t i) { apply(first + static_cast<int>(i), -1, 1); });
      if (box.x0 == 0) block.each(1, [=](std::int64_t) { apply(0, 0, width > 1 ? 1 : 0); });
      if (box.x1 == width && width > 1) block.each(1, [=](std::int64_t) { apply(width - 1, -1, 0); });
    }
  }
};

template <class T, class Rule>
void for_each_neighborhood(Queue& queue, View2<const T> image, const Rule& rule) {
  for_each_tile(queue, image.shape, {16, 512}, 0, OverNeighbors<T, Rule>{image, rule});
}

/// The pixels with all of their neighbours inside the plane and the mask.
class InnerPixels {
 public:
  /// A mask without data stands for all pixels.
  InnerPixels(Queue& queue, Shape2 shape, View2<const std::uint8_t> mask)
      : shape_(shape), eroded_(queue, mask ? shape : Shape2{}) {
    if (mask) binary_erode(queue, mask, square_footprint(3), eroded_.view(shape));
  }

  /// What a kernel body reads.
  struct View {
    const std::uint8_t* eroded;
    Shape2 shape;
    CEL_FN bool operator()(int y, int x) const {
      if (eroded) return eroded[static_cast<std::int64_t>(y) * shape.width + x] != 0;
      return y > 0 && x > 0 && y < shape.height - 1 && x < shape.width - 1;
    }
  };
  View view() const { return {eroded_.size() > 0 ? eroded_.data() : nullptr, shape_}; }

 private:
  Shape2 shape_;
  Buffer<std::uint8_t> eroded_;
};

/// Differences of the rows and of the columns beside a pixel, those in its own row or column with a weight of
/// their own: the 3 x 3 kernels of Sobel and Prewitt in SciPy's order of taps, but for the sign.
struct GradientWeights {
  double side, middle;
  template <class T>
  CEL_FN double along_y(const Neighbors<T>& p) const {
    double sum = -side * p(-1, -1);
    sum += -middle * p(-1, 0);
    sum += -side * p(-1, 1);
    sum += side * p(1, -1);
    sum += middle * p(1, 0);
    return sum + side * p(1, 1);
  }
  template <class T>
  CEL_FN double along_x(const Neighbors<T>& p) const {
    double sum = -side * p(-1, -1);
    sum += side * p(-1, 1);
    sum += -middle * p(0, -1);
    sum += middle * p(0, 1);
    sum += -side * p(1, -1);
    return sum + side * p(1, 1);
  }
};

}  // namespace cellerate::kernel
