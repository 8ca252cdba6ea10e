// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/mask.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class ClearOutside : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(ClearOutside);

// analytic: NaN outside the mask becomes 0, too; without a mask nothing changes.
TEST_P(ClearOutside, ZeroesMaskedPixels) {
  const Shape2 shape{1, 3};
  Buffer<float> plane = upload<float>(queue(), {.5f, NAN, .25f});
  const Buffer<std::uint8_t> mask = upload<std::uint8_t>(queue(), {1, 0, 0});
  kernel::clear_outside(queue(), mask.view(shape), plane.view(shape));
  EXPECT_EQ(download(queue(), plane), (std::vector<float>{.5f, 0, 0}));
  kernel::clear_outside(queue(), {}, plane.view(shape));
  EXPECT_EQ(download(queue(), plane), (std::vector<float>{.5f, 0, 0}));
}

// analytic: what lies outside comes from the other plane.
TEST_P(ClearOutside, FillsFromAnotherPlane) {
  const Shape2 shape{1, 2};
  Buffer<double> plane = upload<double>(queue(), {1, 2});
  const Buffer<float> other = upload<float>(queue(), {.5f, .25f});
  const Buffer<std::uint8_t> mask = upload<std::uint8_t>(queue(), {1, 0});
  kernel::fill_outside(queue(), {}, other.view(shape), plane.view(shape));
  EXPECT_EQ(download(queue(), plane), (std::vector<double>{1, 2}));
  kernel::fill_outside(queue(), mask.view(shape), other.view(shape), plane.view(shape));
  EXPECT_EQ(download(queue(), plane), (std::vector<double>{1, .25}));
}

// analytic: samples of each size and any number of channels.
TEST_P(ClearOutside, KeepsTypesAndChannels) {
  const Buffer<std::uint8_t> mask = upload<std::uint8_t>(queue(), {0, 1});
  const Buffer<float> color = upload<float>(queue(), {1, 2, 3, 4, 5, -6});
  Buffer<float> kept(queue(), 6);
  kernel::keep_inside(queue(), mask.view({1, 2}), {kernel::Sample::F32, color.data(), 6}, 3, kept.data());
  EXPECT_EQ(download(queue(), kept), (std::vector<float>{0, 0, 0, 4, 5, -6}));
  const Buffer<double> doubles = upload<double>(queue(), {.1, .2});
  Buffer<double> kept_doubles(queue(), 2);
  kernel::keep_inside(queue(), mask.view({1, 2}), {kernel::Sample::F64, doubles.data(), 2}, 1,
                      kept_doubles.data());
  EXPECT_EQ(download(queue(), kept_doubles), (std::vector<double>{0, .2}));
}

// analytic: NaN is above nothing.
TEST_P(ClearOutside, MasksOfPlanesAndMasks) {
  const Buffer<float> plane = upload<float>(queue(), {.5f, .75f, NAN, 1});
  Buffer<std::uint8_t> mask(queue(), 4);
  kernel::above(queue(), {kernel::Sample::F32, plane.data(), 4}, .5, mask.view());
  EXPECT_EQ(download(queue(), mask), (std::vector<std::uint8_t>{0, 1, 0, 1}));
  kernel::intersect(queue(), mask.view(), upload<std::uint8_t>(queue(), {1, 1, 1, 0}).view());
  EXPECT_EQ(download(queue(), mask), (std::vector<std::uint8_t>{0, 1, 0, 0}));
  kernel::invert(queue(), mask.view());
  EXPECT_EQ(download(queue(), mask), (std::vector<std::uint8_t>{1, 0, 1, 1}));
}

}  // namespace
}  // namespace cellerate
