// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/distance/euclidean_transform.hpp"

#include <cmath>
#include <limits>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class EuclideanTransform : public test::EveryDevice {
 protected:
  /// Compares with a search over all zeros, lower columns before lower rows.
  void expect_nearest(const std::vector<std::uint8_t>& mask, Shape2 shape) {
    Buffer<std::int32_t> squared(queue(), shape), nearest(queue(), shape);
    kernel::nearest_zero(queue(), upload(queue(), mask).view(shape), squared.view(shape),
                         nearest.view(shape));
    const auto distances = download(queue(), squared), pixels = download(queue(), nearest);
    for (int i = 0; i < shape.size(); ++i) {
      int best = std::numeric_limits<int>::max(), at = -1;
      for (int x = 0; x < shape.width; ++x)
        for (int y = 0; y < shape.height; ++y) {
          const int dy = y - i / shape.width, dx = x - i % shape.width;
          if (mask[y * shape.width + x] || dy * dy + dx * dx >= best) continue;
          best = dy * dy + dx * dx;
          at = y * shape.width + x;
        }
      ASSERT_EQ(distances[i], best);
      ASSERT_EQ(pixels[i], at);
    }
  }
};
CEL_ON_EVERY_DEVICE(EuclideanTransform);

// invariant: a search over all zeros finds the same distance and, among ties, the same pixel.
TEST_P(EuclideanTransform, FindsTheNearestZero) {
  for (const Shape2 shape :
       {Shape2{1, 1}, Shape2{1, 40}, Shape2{40, 1}, Shape2{31, 33}, Shape2{64, 17}, Shape2{3, 1031}})
    for (const unsigned rarity : {2u, 20u, 300u}) {
      std::mt19937 random(rarity);
      std::vector<std::uint8_t> mask(shape.size());
      for (auto& pixel : mask) pixel = random() % rarity != 0;
      mask[random() % mask.size()] = 0;
      expect_nearest(mask, shape);
    }
}

// analytic: rings around one zero in the middle of a plane above 1,024 pixels a side.
TEST_P(EuclideanTransform, MeasuresFromOnePixel) {
  const Shape2 shape{1031, 1027};
  std::vector<std::uint8_t> mask(shape.size(), 1);
  mask[500 * 1027 + 600] = 0;
  Buffer<double> distance(queue(), shape);
  kernel::euclidean_distance(queue(), upload(queue(), mask).view(shape), distance.view(shape));
  const auto values = download(queue(), distance);
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x)
      ASSERT_EQ(values[y * 1027 + x],
                std::sqrt(static_cast<double>((y - 500) * (y - 500) + (x - 600) * (x - 600))));
}

// golden (scipy 1.9): without any zero the distance is to row -1, column 0.
TEST_P(EuclideanTransform, PretendsAZeroAboveThePlaneWithoutAny) {
  for (const Shape2 shape : test::every_shape()) {
    const std::vector<std::uint8_t> mask(shape.size(), 1);
    Buffer<std::int32_t> squared(queue(), shape), nearest(queue(), shape);
    kernel::nearest_zero(queue(), upload(queue(), mask).view(shape), squared.view(shape),
                         nearest.view(shape));
    const auto distances = download(queue(), squared), pixels = download(queue(), nearest);
    for (int i = 0; i < shape.size(); ++i) {
      const int y = i / shape.width, x = i % shape.width;
      ASSERT_EQ(distances[i], (y + 1) * (y + 1) + x * x);
      ASSERT_EQ(pixels[i], -1);
    }
  }
}

}  // namespace
}  // namespace cellerate
