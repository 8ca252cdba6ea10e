// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/octagon_filter.hpp"

#include <stdexcept>
#include "cuda/filter/bilateral.hpp"
#include "cuda/filter/pillbox.hpp"
#include "cuda/numeric/rank_bins.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate::kernel {
namespace {

constexpr Shape2 kShape{24, 31};

/// Values at the first, a middle, the last and a pixel near the border.
template <class T>
std::vector<T> probes(const std::vector<T>& plane) {
  return {plane.front(), plane[12 * 31 + 15], plane.back(), plane[6 * 31 + 1]};
}

class SmoothingFilters : public test::EveryDevice {
 protected:
  static std::vector<std::uint8_t> mask() {
    std::vector<std::uint8_t> bits;
    for (int i = 0; i < kShape.size(); ++i) bits.push_back(i % 5 != 0);
    return bits;
  }
  static std::vector<double> doubles() {
    const std::vector<float> noise = test::noise(kShape.size());
    return {noise.begin(), noise.end()};
  }
};
CEL_ON_EVERY_DEVICE(SmoothingFilters);

// golden: centrosome 1.2.3, filter.median_filter.
TEST_P(SmoothingFilters, MedianUnderAnOctagon) {
  const auto in = upload(queue(), test::noise(kShape.size()));
  const auto bits = upload(queue(), mask());
  Buffer<float> out(queue(), kShape);
  octagon_filter(queue(), in.view(kShape), bits.view(kShape), 2.5, out.view(kShape));
  EXPECT_EQ(probes(download(queue(), out)),
            (std::vector<float>{0x1.574f72p-1f, 0x1.3d6ad4p-1f, 0x1.3f2024p-1f, 0x1.275ff4p-1f}));
  octagon_filter(queue(), in.view(kShape), bits.view(kShape), 5, out.view(kShape));
  EXPECT_EQ(probes(download(queue(), out)),
            (std::vector<float>{0x1.1036ccp-1f, 0x1.1e9338p-1f, 0x1.115fd6p-1f, 0x1.1036ccp-1f}));
}

// edge: an image all masked, and one without pixels.
TEST_P(SmoothingFilters, MedianOfNothing) {
  const auto in = upload(queue(), std::vector<float>{1, 2});
  const auto none = upload(queue(), std::vector<std::uint8_t>{0, 0});
  Buffer<float> out(queue(), 2);
  octagon_filter(queue(), in.view({1, 2}), none.view({1, 2}), 3, out.view({1, 2}));
  EXPECT_EQ(download(queue(), out), (std::vector<float>{1, 2}));
  octagon_filter(queue(), in.view({0, 0}), {}, 3, out.view({0, 0}));
}

// golden: centrosome 1.2.3, rankorder.rank_order with 255 bins; few values are left as they are.
TEST(RankBins, JoinsTheSmallest) {
  const std::vector<float> lowest = rank_bins(test::noise(kShape.size()), 255);
  ASSERT_EQ(lowest.size(), 254u);
  EXPECT_EQ(lowest[1], 0x1.09ap-10f);
  EXPECT_EQ(lowest[100], 0x1.14b178p-2f);
  EXPECT_EQ(lowest.back(), 0x1.fea118p-1f);
  EXPECT_EQ(rank_bins(std::vector<double>{3, 1, 3, 2}, 255), (std::vector<double>{1, 2, 3}));
  EXPECT_TRUE(rank_bins(std::vector<float>(), 255).empty());
}

// golden: centrosome 1.2.3, filter.circular_average_filter.
TEST_P(SmoothingFilters, CircularAverage) {
  EXPECT_NEAR(pillbox(1).at(0, 0), 0x1.45f306dc9c882p-2, 1e-15);
  EXPECT_NEAR(pillbox(1).at(0, 1), 0x1.29aa1667131e7p-3, 1e-15);
  EXPECT_NEAR(pillbox(1).at(1, 1), 0x1.9ae33154f4ebcp-6, 1e-15);
  EXPECT_NEAR(pillbox(4.2).at(0, 4), 0x1.98067f911fcc5p-7, 1e-15);
  const auto in = upload(queue(), doubles());
  const auto bits = upload(queue(), mask());
  Buffer<double> out(queue(), kShape);
  circular_average(queue(), in.view(kShape), bits.view(kShape), 4.2, out.view(kShape));
  const std::vector<double> found = probes(download(queue(), out));
  const double expected[] = {0x1.ab07dp-2, 0x1.d7f4355e3d49bp-2, 0x1.1caf12efdde00p-3, 0x1.0fe5b2025ddaep-2};
  for (int i = 0; i < 4; ++i) EXPECT_NEAR(found[i], expected[i], 1e-14);
}

// golden: skimage.restoration.denoise_bilateral 0.18.3.
TEST_P(SmoothingFilters, Bilateral) {
  const auto in = upload(queue(), doubles());
  Buffer<double> out(queue(), kShape);
  bilateral(queue(), in.view(kShape), .3, 1.2, out.view(kShape));
  const std::vector<double> found = probes(download(queue(), out));
  const double expected[] = {0x1.8357e8581128fp-4, 0x1.6736534b35e64p-1, 0x1.c6442e7906d6dp-5,
                             0x1.70abdeb28e494p-1};
  for (int i = 0; i < 4; ++i) EXPECT_NEAR(found[i], expected[i], 1e-14);
}

// edge: one value is copied; negative pixels are refused.
TEST_P(SmoothingFilters, BilateralOfOddImages) {
  const auto in = upload(queue(), std::vector<double>{-1, -1, 2});
  Buffer<double> out(queue(), 2);
  bilateral(queue(), in.view({1, 2}), .3, 1, out.view({1, 2}));
  EXPECT_EQ(download(queue(), out), (std::vector<double>{-1, -1}));
  Buffer<double> three(queue(), 3);
  EXPECT_THROW(bilateral(queue(), in.view({1, 3}), .3, 1, three.view({1, 3})), std::invalid_argument);
}

}  // namespace
}  // namespace cellerate::kernel
