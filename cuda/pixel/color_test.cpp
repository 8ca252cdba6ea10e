// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/color.hpp"

#include <cmath>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using kernel::Sample;

class ColorKernels : public test::EveryDevice {
 protected:
  Buffer<float> device(const std::vector<float>& values) { return upload(queue(), values); }
  static kernel::SampleView view(const Buffer<float>& buffer) {
    return {Sample::F32, buffer.data(), buffer.size()};
  }
};
CEL_ON_EVERY_DEVICE(ColorKernels);

// golden: numpy.sum(pixels[:, :, channels] * weights, 2) of NumPy 1.23 for weights of 1/3.
TEST_P(ColorKernels, WeightedSumRunsInDoubles) {
  const auto rgb = device({.1f, .2f, .3f, 1, 1, 1});
  Buffer<float> gray(queue(), 2);
  kernel::weighted_sum(queue(), view(rgb), 3, {{0, 1 / 3.}, {1, 1 / 3.}, {2, 1 / 3.}}, gray.view());
  EXPECT_EQ(download(queue(), gray), (std::vector<float>{.2f, 1}));
  kernel::weighted_sum(queue(), view(rgb), 3, {{2, .5}, {2, .5}}, gray.view());
  EXPECT_EQ(download(queue(), gray)[0], .3f);
  EXPECT_ANY_THROW(kernel::weighted_sum(queue(), view(rgb), 3, {{3, 1}}, gray.view()));
}

// golden: matplotlib.colors.rgb_to_hsv; gray has no hue, and of equal maxima the last channel decides.
TEST_P(ColorKernels, HueSaturationValue) {
  const auto rgb = device({1, 0, 0, 0, 1, 0, 0, 0, 1, .5f, .5f, .5f, 0, 0, 0, 1, 1, .5f, .75f, .25f, .5f});
  Buffer<float> hsv(queue(), rgb.size());
  kernel::rgb_to_hsv(queue(), rgb.view(), hsv.view());
  EXPECT_EQ(download(queue(), hsv),
            (std::vector<float>{0, 1, 1, 2 / 6.f, 1,   1, 4 / 6.f,      1,       1,   0, 0, .5f,
                                0, 0, 0, 1 / 6.f, .5f, 1, -.5f / 6 + 1, 2 / 3.f, .75f}));
}

// analytic
TEST_P(ColorKernels, ChannelsOfAStack) {
  const auto plane = device({.5f, 1});
  Buffer<float> stack = zeros<float>(queue(), 4);
  kernel::put_channel(queue(), view(plane), 2, 1, stack.data());
  EXPECT_EQ(download(queue(), stack), (std::vector<float>{0, .5f, 0, 1}));
}

// edge: NaN is the greatest, as in NumPy, wherever it stands.
TEST_P(ColorKernels, GreatestSample) {
  std::vector<float> values(40000, .25f);
  values[39999] = .5f;
  EXPECT_EQ(kernel::greatest(queue(), view(device(values))), .5);
  values[3] = std::nanf("");
  EXPECT_TRUE(std::isnan(kernel::greatest(queue(), view(device(values)))));
}

// analytic: layers add up; divided in their own precision, clipped where asked for.
TEST_P(ColorKernels, LayersAddUp) {
  std::vector<float> samples(1030, .25f);
  samples[1029] = .5f;
  const auto plane = device(samples);
  kernel::BlendLayer red{.plane = view(plane), .divisor = .5, .color = {1, 0, .5}};
  kernel::BlendLayer all{.plane = view(plane), .color = {2, 1, 1}};
  Buffer<float> rgb(queue(), 3 * 1030);
  kernel::blend(queue(), {red, all}, true, rgb.view());
  std::vector<float> got = download(queue(), rgb);
  EXPECT_EQ(std::vector<float>(got.begin(), got.begin() + 3), (std::vector<float>{1, .25f, .5f}));
  EXPECT_EQ(std::vector<float>(got.end() - 3, got.end()), (std::vector<float>{1, .5f, 1}));
  kernel::blend(queue(), {red, all}, false, rgb.view());
  EXPECT_EQ(download(queue(), rgb).back(), 1);
  EXPECT_EQ(download(queue(), rgb)[3 * 1029], 2);
}

// invariant: a layer of single precision gives what floats give.
TEST_P(ColorKernels, SinglePrecisionIsKept) {
  const std::vector<float> samples = test::noise(5000);
  const auto plane = device(samples);
  kernel::BlendLayer a{.plane = view(plane), .color = {.3f, 0, 0}, .is_single = true};
  kernel::BlendLayer b{.plane = view(plane), .color = {.7f, 0, 0}, .is_single = true};
  Buffer<float> rgb(queue(), 15000);
  kernel::blend(queue(), {a, b}, false, rgb.view());
  const std::vector<float> got = download(queue(), rgb);
  for (int i = 0; i < 5000; ++i) {
    const float first = samples[i] * .3f, second = samples[i] * .7f;
    ASSERT_EQ(got[3 * i], first + second);
  }
}

}  // namespace
}  // namespace cellerate
