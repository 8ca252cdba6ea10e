/// Global thresholds and their application: golden values of scikit-image 0.18.3 and CellProfiler 4.2.8.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/gaussian.hpp"
#include "cuda/threshold/apply_threshold.hpp"
#include "cuda/threshold/compact.hpp"
#include "cuda/threshold/li.hpp"
#include "cuda/threshold/otsu.hpp"
#include "tests/support/test_images.hpp"

namespace cellerate {
namespace {

constexpr Shape2 kShape{64, 64};

class GlobalThreshold : public test::EveryDevice {
 protected:
  double otsu(const std::vector<float>& values) {
    const auto device = upload(queue(), values);
    return kernel::otsu(kernel::histogram(queue(), device.view(), kernel::kOtsuBins));
  }
  kernel::ThreeClasses multi_otsu(const std::vector<float>& values) {
    const auto device = upload(queue(), values);
    return kernel::multi_otsu(kernel::histogram(queue(), device.view(), kernel::kMultiOtsuBins));
  }
  double li_tolerance(const std::vector<float>& values) {
    return kernel::li_tolerance(queue(), upload(queue(), values).view());
  }
  double li(const std::vector<float>& values) {
    return kernel::li(queue(), upload(queue(), values).view(), li_tolerance(values));
  }
  const std::vector<float> fine_ = test::checkered_noise(kShape), coarse_ = test::quantised(fine_);
};
CEL_ON_EVERY_DEVICE(GlobalThreshold);

// golden: skimage.filters.threshold_otsu, threshold_multiotsu(nbins=128).
TEST_P(GlobalThreshold, OtsuHasScikitImagesBits) {
  EXPECT_EQ(otsu(fine_), 0x1.dc6c2p-2);
  EXPECT_EQ(otsu(coarse_), 0x1.db5p-2);
  const kernel::ThreeClasses fine = multi_otsu(fine_), coarse = multi_otsu(coarse_);
  EXPECT_TRUE(fine.found && coarse.found);
  EXPECT_EQ(fine.lower, 0x1.51345cp-2);
  EXPECT_EQ(fine.upper, 0x1.70e16cp-1);
  EXPECT_EQ(coarse.lower, 0x1.506p-2);
  EXPECT_EQ(coarse.upper, 0x1.701p-1);
}

// edge: three bins are their own classes, two cannot be three.
TEST_P(GlobalThreshold, OtsuOfFewLevels) {
  const kernel::ThreeClasses three = multi_otsu({0, 1, 1, 2});
  EXPECT_TRUE(three.found);
  EXPECT_EQ(three.lower, 0x1p-7);
  EXPECT_EQ(three.upper, 1 + 0x1p-7);
  EXPECT_FALSE(multi_otsu({0, 1}).found);
  EXPECT_EQ(otsu({0, 1}), 0x1p-9);
}

// golden: skimage.filters.threshold_li with CellProfiler's tolerance.
TEST_P(GlobalThreshold, LiHasScikitImagesBits) {
  EXPECT_EQ(li_tolerance(fine_), 0x1p-17);
  EXPECT_EQ(li_tolerance(coarse_), 0x1p-9);
  EXPECT_EQ(li(fine_), 0x1.6cff94p-2);
  EXPECT_EQ(li(coarse_), 0x1.6a8988p-2);
}

// edge: of two levels the background is only the lower one, whose mean over the minimum is 0: everything is
// foreground.
TEST_P(GlobalThreshold, LiOfTwoLevelsIsTheLower) { EXPECT_EQ(li({0.5f, 0.25f, 0.25f, 0.5f}), 0.25); }

// analytic: the tolerance of values far apart is sorted for.
TEST_P(GlobalThreshold, LiToleranceOfWideRange) { EXPECT_EQ(li_tolerance({1000, 5, -3, 5.5f}), 0.25); }

// golden: numpy.histogram counts all values, the last bin is closed; edge: what is outside and NaN is left
// out.
TEST_P(GlobalThreshold, HistogramCountsWhatIsInRange) {
  const std::vector<float> values = {0, 0.25f, 0.5f, 1, 2, -1, NAN};
  const auto histogram = kernel::histogram(queue(), upload(queue(), values).view(), 4, 0.0f, 1.0f);
  EXPECT_EQ(histogram.counts, (std::vector<std::int64_t>{1, 1, 1, 1}));
  EXPECT_EQ(histogram.edges, (std::vector<float>{0, 0.25f, 0.5f, 0.75f, 1}));
}

// invariant: the compacted values are those under the mask in raster order, and their extrema are the
// extrema.
TEST_P(GlobalThreshold, CompactsInRasterOrder) {
  for (const Shape2 shape : test::every_shape()) {
    const std::vector<float> image = test::noise(shape.size());
    const std::vector<std::uint8_t> mask = test::sieve_mask(shape);
    std::vector<float> expected;
    for (std::int64_t i = 0; i < shape.size(); ++i)
      if (mask[i]) expected.push_back(image[i]);
    const auto pixels = upload(queue(), image);
    const auto inside = upload(queue(), mask);
    const auto values = kernel::compact(queue(), pixels.view(shape), inside.view(shape));
    EXPECT_EQ(download(queue(), values), expected);
    if (expected.empty()) continue;
    const auto range = kernel::extrema(queue(), values.view());
    EXPECT_EQ(range.min, *std::min_element(expected.begin(), expected.end()));
    EXPECT_EQ(range.max, *std::max_element(expected.begin(), expected.end()));
  }
}

// golden: number of pixels that Threshold.apply_threshold calls foreground, smoothed and not, masked and not.
TEST_P(GlobalThreshold, AppliesLikeCellProfiler) {
  const auto image = upload(queue(), fine_);
  const auto mask = upload(queue(), test::sieve_mask(kShape));
  const View2<const std::uint8_t> all{};
  const auto foreground = [&](View2<const std::uint8_t> inside, double sigma) {
    Buffer<std::uint8_t> out(queue(), kShape);
    kernel::apply_threshold(queue(), image.view(kShape), inside, sigma, 0.3, out.view(kShape));
    const std::vector<std::uint8_t> pixels = download(queue(), out);
    return std::count(pixels.begin(), pixels.end(), 1);
  };
  EXPECT_EQ(foreground(mask.view(kShape), 1), 986);
  EXPECT_EQ(foreground(all, 1), 1588);
  EXPECT_EQ(foreground(mask.view(kShape), 0), 769);
  EXPECT_EQ(kernel::threshold_smoothing_sigma(1.3488), 1.0);
}

// invariant: a surface with the same value everywhere is that threshold, but compared in double.
TEST_P(GlobalThreshold, SurfaceComparesInDouble) {
  const std::vector<float> pixels = {0.1f, 0.3f};
  const auto image = upload(queue(), pixels);
  const auto surface = upload(queue(), std::vector<double>{0.1, 0.3});
  Buffer<std::uint8_t> out(queue(), 2);
  kernel::apply_threshold(queue(), image.view({1, 2}), {}, 0, surface.view({1, 2}), out.view({1, 2}));
  EXPECT_EQ(download(queue(), out),
            (std::vector<std::uint8_t>{1, 1}));  // 0.1f and 0.3f lie above 0.1 and 0.3
  kernel::apply_threshold(queue(), image.view({1, 2}), {}, 0, 0.1 + 1e-12, out.view({1, 2}));
  EXPECT_EQ(download(queue(), out), (std::vector<std::uint8_t>{1, 1}));  // rounds to 0.1f
}

}  // namespace
}  // namespace cellerate
