// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/basins.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class Basins : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(Basins);

// analytic: bright and far is deep.
TEST_P(Basins, AreUpsideDown) {
  const Shape2 shape{1, 2};
  const auto image = upload<float>(queue(), {.25f, 1});
  Buffer<float> basins(queue(), shape);
  kernel::intensity_basins(queue(), image.view(shape), basins.view(shape));
  EXPECT_EQ(download(queue(), basins), (std::vector<float>{.75f, 0}));
  const auto distance = upload<double>(queue(), {3, .5});
  Buffer<double> depths(queue(), shape);
  kernel::distance_basins(queue(), distance.view(shape), depths.view(shape));
  EXPECT_EQ(download(queue(), depths), (std::vector<double>{0, 2.5}));
}

// golden: numpy.abs(scipy.ndimage.sobel(image)) with SciPy 1.9.
TEST_P(Basins, GradientIsSciPysSobel) {
  const Shape2 shape{3, 3};
  const auto image = upload<float>(queue(), {.1f, .2f, .4f, .3f, .9f, .5f, .7f, .6f, .8f});
  Buffer<float> basins(queue(), shape);
  kernel::gradient_basins(queue(), image.view(shape), basins.view(shape));
  EXPECT_EQ(download(queue(), basins),
            (std::vector<float>{0.899999976f, 1.10000002f, 0.200000033f, 1.19999993f, 0.800000012f,
                                0.399999976f, 0.300000072f, 0.50000006f, 0.199999988f}));
}

// golden: numpy.random.seed(0); numpy.random.uniform(0, 0.001, 3) over distances 2, 1 and 0.
TEST_P(Basins, NoiseIsNumPys) {
  const Shape2 shape{1, 3};
  const auto foreground = upload<std::uint8_t>(queue(), {1, 1, 0});
  Buffer<double> distance(queue(), shape);
  kernel::distance_without_ties(queue(), foreground.view(shape), distance.view(shape));
  EXPECT_EQ(download(queue(), distance),
            (std::vector<double>{2.0005488135039271, 1.0007151893663724, 0.00060276337607164385}));
}

// edge: empty planes.
TEST_P(Basins, EmptyPlane) {
  kernel::intensity_basins(queue(), {}, {});
  kernel::distance_basins(queue(), {}, {});
  kernel::gradient_basins(queue(), {}, {});
}

}  // namespace
}  // namespace cellerate
