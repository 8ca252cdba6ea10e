// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/resize.hpp"

#include "cuda/core/launch.hpp"
#include "cuda/numeric/pairwise_sum.hpp"

namespace cellerate::kernel {
namespace {

/// Pixels of one block from the pixel at (y0, x0) on, row after row; 0 beyond the plane.
template <class T>
struct BlockPixels {
  View2<const T> image;
  int y0, x0, width;
  CEL_FN T operator()(std::int64_t i) const {
    const int y = y0 + static_cast<int>(i / width), x = x0 + static_cast<int>(i % width);
    return image.shape.contains(y, x) ? image(y, x) : T(0);
  }
};

/// NumPy adds up the sums of a block's rows; where there is only one column of blocks their rows are one run.
template <class T>
struct BlockMean {
  View2<const T> image;
  int factor;
  View2<T> out;
  CEL_FN void operator()(int y, int x) const {
    const std::int64_t pixels = static_cast<std::int64_t>(factor) * factor;
    T sum = T(0);
    if (out.shape.width == 1)
      sum = numpy_sum<T>(pixels, BlockPixels<T>{image, y * factor, 0, factor});
    else
      for (int k = 0; k < factor; ++k)
        sum += numpy_sum<T>(factor, BlockPixels<T>{image, y * factor + k, x * factor, factor});
    out(y, x) = sum / static_cast<T>(pixels);
  }
};

template <class T>
void means(Queue& queue, View2<const T> image, int factor, View2<T> out) {
  CEL_REQUIRE(factor >= 1 && out.shape == block_shape(image.shape, factor),
              "block means: the output must have a pixel for each block");
  for_each_pixel(queue, out.shape, BlockMean<T>{image, factor, out});
}

/// Nearest to the middle of the pixel, in integers.
CEL_FN int nearest(int i, int from, int to) {
  return static_cast<int>((2 * static_cast<std::int64_t>(i) + 1) * from /
                          (2 * static_cast<std::int64_t>(to)));
}

struct NearestResize {
  View2<const std::int32_t> labels;
  View2<std::int32_t> out;
  CEL_FN void operator()(int y, int x) const {
    out(y, x) = labels(nearest(y, labels.shape.height, out.shape.height),
                       nearest(x, labels.shape.width, out.shape.width));
  }
};

}  // namespace

Shape2 block_shape(Shape2 shape, int factor) {
  const auto blocks = [=](int pixels) { return pixels / factor + (pixels % factor != 0); };
  return {blocks(shape.height), blocks(shape.width)};
}

void block_means(Queue& queue, View2<const float> image, int factor, View2<float> out) {
  means(queue, image, factor, out);
}
void block_means(Queue& queue, View2<const double> image, int factor, View2<double> out) {
  means(queue, image, factor, out);
}

void nearest_resize(Queue& queue, View2<const std::int32_t> labels, View2<std::int32_t> out) {
  for_each_pixel(queue, out.shape, NearestResize{labels, out});
}

}  // namespace cellerate::kernel
