/// Integral images of the padded plane and of its squares: running sums down the columns, then along the
/// rows, each in order, because the differences of large sums keep every rounding.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/threshold/sauvola.hpp"

#include <cmath>

#include "cuda/core/launch.hpp"
#include "cuda/filter/border.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kColumns = 256;

template <class T>
struct SumDown {
  View2<const T> image;
  View2<const std::uint8_t> mask;
  int pad;  ///< rows and columns before the image
  View2<double> sums, squares;

  CEL_FN void operator()(Block& block, Box box) const {
    const SumDown self = *this;
    for (int y = 0; y < sums.shape.height; ++y) {
      const int row = fold_index(y - pad, image.shape.height, Border::kMirror);
      block.each(box.width(), [=](std::int64_t i) {
        const int x = box.x0 + static_cast<int>(i);
        const double v = self.pixel(row, fold_index(x - self.pad, self.image.shape.width, Border::kMirror));
        self.sums(y, x) = y > 0 ? self.sums(y - 1, x) + v : v;
        self.squares(y, x) = y > 0 ? self.squares(y - 1, x) + v * v : v * v;
      });
    }
  }
  CEL_FN double pixel(int y, int x) const {
    return !mask || mask(y, x) ? static_cast<double>(image(y, x)) : 0.0;
  }
};

struct SumAlong {
  View2<double> sums;
  CEL_FN void operator()(std::int64_t y) const {
    double* const row = sums.row(static_cast<int>(y));
    for (int x = 1; x < sums.shape.width; ++x) row[x] += row[x - 1];
  }
};

struct LocalThreshold {
  View2<const double> sums, squares;
  int window;
  View2<double> out;
  CEL_FN void operator()(int y, int x) const {
    const double pixels = static_cast<double>(window) * window;
    const double mean = box_sum(sums, y, x) / pixels;
    const double variance = box_sum(squares, y, x) / pixels - mean * mean;
    const double deviation = sqrt(variance > 0 ? variance : 0);
    out(y, x) = mean * (1 + 0.2 * (deviation - 1));
  }
  CEL_FN double box_sum(View2<const double> s, int y, int x) const {
    return s(y, x) - s(y, x + window) - s(y + window, x) + s(y + window, x + window);
  }
};

template <class T>
void local_threshold(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask, int window,
                     View2<double> out) {
  if (image.shape.empty()) return;
  window += window % 2 == 0;
  const Shape2 padded{image.shape.height + window, image.shape.width + window};
  Buffer<double> sums(queue, padded), squares(queue, padded);
  for_each_tile(queue, padded, {padded.height, kColumns}, 0,
                SumDown<T>{image, mask, window / 2 + 1, sums.view(padded), squares.view(padded)});
  for_each_index(queue, padded.height, SumAlong{sums.view(padded)});
  for_each_index(queue, padded.height, SumAlong{squares.view(padded)});
  for_each_pixel(queue, image.shape, LocalThreshold{sums.view(padded), squares.view(padded), window, out});
}

}  // namespace

void sauvola(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, int window,
             View2<double> out) {
  local_threshold(queue, image, mask, window, out);
}
void sauvola(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, int window,
             View2<double> out) {
  local_threshold(queue, image, mask, window, out);
}

}  // namespace cellerate::kernel
