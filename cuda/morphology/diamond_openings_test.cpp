// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/diamond_openings.hpp"

#include <cmath>

#include "cuda/filter/grey_morphology.hpp"
#include "cuda/filter/reconstruction.hpp"
#include "tests/support/kernel_test.hpp"
#include "tests/support/test_images.hpp"

namespace cellerate {
namespace {

constexpr int kLevels = 11;

class DiamondOpenings : public test::EveryDevice {
 protected:
  /// kLevels planes, one behind the other.
  template <class T>
  std::vector<T> opened(Shape2 shape, const std::vector<T>& pixels, const std::vector<std::uint8_t>& mask) {
    const auto image = upload(queue(), pixels);
    const auto visible = upload(queue(), mask);
    const auto openings =
        kernel::diamond_openings(queue(), image.view(shape),
                                 mask.empty() ? View2<const std::uint8_t>{} : visible.view(shape), kLevels);
    const auto rows = download(queue(), openings.rows);
    const auto values = download(queue(), openings.values);
    std::vector<T> planes;
    for (int k = 0; k < kLevels; ++k)
      for (const std::int32_t row : rows) planes.push_back(values[std::int64_t{row} * kLevels + k]);
    return planes;
  }
  /// Erosion by erosion, each reconstructed.
  template <class T>
  std::vector<T> reconstructed(Shape2 shape, const std::vector<T>& pixels,
                               const std::vector<std::uint8_t>& mask) {
    const auto image = upload(queue(), pixels);
    std::vector<T> planes, eroded = pixels;
    for (int k = 0; k < kLevels; ++k) {
      for (std::size_t i = 0; i < mask.size(); ++i)
        if (!mask[i]) eroded[i] = 0;
      const auto from = upload(queue(), eroded);
      Buffer<T> smaller(queue(), shape), rebuilt(queue(), shape);
      kernel::minimum_filter(queue(), from.view(shape), kernel::disk(1), kernel::Border::kReflect,
                             smaller.view(shape));
      kernel::reconstruct_by_dilation(queue(), std::as_const(smaller).view(shape), image.view(shape),
                                      rebuilt.view(shape));
      const auto plane = download(queue(), rebuilt);
      planes.insert(planes.end(), plane.begin(), plane.end());
      eroded = download(queue(), smaller);
    }
    return planes;
  }
};
CEL_ON_EVERY_DEVICE(DiamondOpenings);

// invariant: the same as one erosion and one reconstruction for each radius.
TEST_P(DiamondOpenings, AreReconstructedErosions) {
  for (const Shape2 shape : test::every_shape()) {
    if (shape.empty()) continue;
    const auto noise = test::checkered_noise(shape);
    const auto steps = test::quantised(noise);
    EXPECT_EQ(opened(shape, noise, {}), reconstructed(shape, noise, {}));
    EXPECT_EQ(opened(shape, steps, {}), reconstructed(shape, steps, {}));
    EXPECT_EQ(opened(shape, steps, test::sieve_mask(shape)),
              reconstructed(shape, steps, test::sieve_mask(shape)));
    const std::vector<double> twice(noise.begin(), noise.end());
    EXPECT_EQ(opened(shape, twice, {}), reconstructed(shape, twice, {}));
  }
}

// edge: one pixel goes on without end; what is not positive is 0; an empty plane has nothing to open.
TEST_P(DiamondOpenings, OfTheSmallestPlanes) {
  EXPECT_EQ(opened<float>({1, 1}, {.5f}, {}), std::vector<float>(kLevels, .5f));
  EXPECT_EQ(opened<float>({1, 1}, {.5f}, {0}), std::vector<float>(kLevels, 0));
  EXPECT_EQ(opened<float>({1, 2}, {-1, NAN}, {}), std::vector<float>(2 * kLevels, 0));
  EXPECT_TRUE(opened<float>({0, 0}, {}, {}).empty());
}

}  // namespace
}  // namespace cellerate
