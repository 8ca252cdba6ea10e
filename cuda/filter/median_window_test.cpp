// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/median_window.hpp"

#include <algorithm>

#include "tests/support/kernel_test.hpp"

namespace cellerate::kernel {
namespace {

class MedianWindow : public test::EveryDevice {
 protected:
  template <class T>
  std::vector<T> filtered(const std::vector<T>& image, Shape2 shape, int channels, int size) {
    const auto in = upload(queue(), image);
    Buffer<T> out(queue(), in.size());
    median_window(queue(), in.view(), shape, channels, size, out.view());
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(MedianWindow);

// golden: scipy.ndimage.median_filter 1.9 of 1 ... 25 with a window of 4.
TEST_P(MedianWindow, OfAnEvenSize) {
  std::vector<float> image;
  for (int i = 1; i <= 25; ++i) image.push_back(static_cast<float>(i));
  EXPECT_EQ(filtered(image, {5, 5}, 1, 4), (std::vector<float>{0,  0, 1, 2,  0,  0,  2,  6, 7,  4,  1,  7, 11,
                                                               12, 9, 6, 12, 16, 17, 14, 0, 12, 16, 17, 14}));
}

// invariant: the same as sorting the samples of every window, zeros outside; single and double precision.
TEST_P(MedianWindow, IsTheUpperMiddleSample) {
  for (const Shape2 shape : test::every_shape()) {
    std::vector<float> image = test::noise(shape.size());
    for (float& value : image) value -= .4f;
    const std::vector<float> found = filtered(image, shape, 1, 3);
    const std::vector<double> wide = filtered(std::vector<double>(image.begin(), image.end()), shape, 1, 3);
    for (int y = 0; y < shape.height; ++y)
      for (int x = 0; x < shape.width; x += 5) {
        std::vector<float> window;
        for (int dy = -1; dy <= 1; ++dy)
          for (int dx = -1; dx <= 1; ++dx)
            window.push_back(shape.contains(y + dy, x + dx) ? image[(y + dy) * shape.width + x + dx] : 0);
        std::sort(window.begin(), window.end());
        ASSERT_EQ(found[y * shape.width + x], window[4]);
        ASSERT_EQ(wide[y * shape.width + x], window[4]);
      }
  }
}

// analytic: the window of a color image holds its channels, and zeros beyond them.
TEST_P(MedianWindow, GoesOverChannels) {
  EXPECT_EQ(filtered<float>({1, 2, 3}, {1, 1}, 3, 1), (std::vector<float>{1, 2, 3}));
  std::vector<float> image;
  for (int i = 0; i < 9; ++i) image.insert(image.end(), {1, 2, 3});
  const std::vector<float> found = filtered(image, {3, 3}, 3, 3);
  EXPECT_EQ((std::vector<float>(found.begin() + 12, found.begin() + 15)), (std::vector<float>{1, 2, 2}));
}

// analytic: binary images stay binary.
TEST_P(MedianWindow, OfBinaryImages) {
  EXPECT_EQ(filtered<std::uint8_t>({1, 1, 1, 1, 1, 1, 0, 1, 1}, {3, 3}, 1, 3),
            (std::vector<std::uint8_t>{0, 1, 0, 1, 1, 1, 0, 1, 0}));
}

}  // namespace
}  // namespace cellerate::kernel
