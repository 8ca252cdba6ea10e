/// Replays of NumPy that run on the host: golden values of numpy 1.23.1.
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cmath>
#include <random>

#include "cuda/numeric/argsort.hpp"
#include "cuda/numeric/numpy_log.hpp"
#include "cuda/numeric/order_statistics.hpp"
#include "cuda/numeric/random_state.hpp"
#include "tests/support/kernel_test.hpp"

namespace cellerate::kernel {
namespace {

// golden: values of which some are not the nearest float to the logarithm, and one denormal.
TEST(NumpyLog, HasNumpysBits) {
  EXPECT_EQ(numpy_log(0.1f), -0x1.26bb1cp+1f);
  EXPECT_EQ(numpy_log(0.7f), -0x1.6d3c32p-2f);
  EXPECT_EQ(numpy_log(1.3f), 0x1.0ca934p-2f);
  EXPECT_EQ(numpy_log(3.0f), 0x1.193ea8p+0f);
  EXPECT_EQ(numpy_log(1e-40f), -0x1.7069e4p+6f);
}

// edge: outside the positive finite numbers.
TEST(NumpyLog, OfSpecialValues) {
  EXPECT_EQ(numpy_log(0.0f), -INFINITY);
  EXPECT_EQ(numpy_log(1.0f), 0.0f);
  EXPECT_EQ(numpy_log(INFINITY), INFINITY);
  EXPECT_TRUE(std::isnan(numpy_log(-1.0f)));
  EXPECT_TRUE(std::isnan(numpy_log(NAN)));
}

// golden: eight values in 300 places; which of the equal ones comes first is the introsort's accident.
TEST(NumpyArgsort, OrdersEqualValuesAsNumpy) {
  std::vector<float> values = test::noise(300);
  for (float& v : values) v = std::floor(v * 8);
  const std::vector<std::int64_t> order = numpy_argsort(values.data(), 300);
  const std::vector<std::int64_t> first = {131, 183, 60, 259, 89, 88, 256, 196, 203, 247, 77, 244};
  EXPECT_TRUE(std::equal(first.begin(), first.end(), order.begin()));
  std::int64_t checksum = 0;
  for (std::int64_t i = 0; i < 300; ++i) checksum += i * order[i];
  EXPECT_EQ(checksum, 6542455);
}

// invariant: of the values that matter, the places and their order are those of the whole sort.
TEST(NumpyArgsort, OrdersOnlyWhatIsWanted) {
  std::vector<float> values = test::noise(5000);
  for (float& v : values) v = std::floor(v * 50);
  const std::vector<float> wanted = {49, 7, 8};
  const std::vector<std::int64_t> whole = numpy_argsort(values.data(), 5000);
  const std::vector<std::int64_t> part = numpy_argsort_where(values, wanted);
  for (int i = 0; i < 5000; ++i)
    if (std::find(wanted.begin(), wanted.end(), values[whole[i]]) != wanted.end()) {
      EXPECT_EQ(part[i], whole[i]);
    }
  EXPECT_EQ(numpy_argsort_where(values, {}).size(), values.size());
}

// invariant: sorted, also where the depth limit hands over to the heap sort (Musser's median-of-three
// killer).
TEST(NumpyArgsort, SortsWhatDefeatsMedianOfThree) {
  constexpr int kHalf = 2000;
  std::vector<double> values(2 * kHalf);
  for (int i = 1; i <= kHalf; ++i) {
    if (i % 2) values[i - 1] = i, values[i] = kHalf + i;
    values[kHalf + i - 1] = 2 * i;
  }
  const std::vector<std::int64_t> order = numpy_argsort(values.data(), 2 * kHalf);
  for (int i = 1; i < 2 * kHalf; ++i) EXPECT_LE(values[order[i - 1]], values[order[i]]);
}

// edge: NaN comes last; one value and none.
TEST(NumpyArgsort, PutsNanLast) {
  const double values[] = {NAN, 2, -INFINITY, 1};
  EXPECT_EQ(numpy_argsort(values, 4), (std::vector<std::int64_t>{2, 3, 1, 0}));
  EXPECT_EQ(numpy_argsort(values, 1), std::vector<std::int64_t>{0});
  EXPECT_TRUE(numpy_argsort(values, 0).empty());
}

// golden: numpy.percentile and numpy.median of the same noise; edge: one value.
TEST(OrderStatistics, RoundAsNumpy) {
  std::vector<float> values = test::noise(101);
  std::vector<float> even(values.begin(), values.begin() + 100);
  std::sort(values.begin(), values.end());
  std::sort(even.begin(), even.end());
  EXPECT_EQ(sorted_percentile(values.data(), 101, 37.3), 0x1.4c515b9999998p-2);
  EXPECT_EQ(sorted_median(even.data(), 100), 0x1.c9be08p-2f);
  EXPECT_EQ(sorted_percentile(values.data(), 1, 100), values[0]);
  EXPECT_EQ(sorted_median(values.data(), 1), values[0]);
}

// golden: numpy.random.RandomState(0).
TEST(RandomState, RepeatsNumpysStreams) {
  RandomState uniform(0), normal(0);
  for (const double expected : {0x1.1fbc8068637f8p-11, 0x1.76f717831b15bp-11, 0x1.3c0587e64e6b3p-11})
    EXPECT_EQ(uniform.uniform(0, 0.001), expected);
  for (const double expected : {0x1.c398ef3e5cfa5p+0, 0x1.99c2cfacc8953p-2, 0x1.f51d25222c9abp-1})
    EXPECT_DOUBLE_EQ(normal.normal(), expected);  // the logarithm is the C library's
  EXPECT_EQ(RandomState(0).permutation(12),
            (std::vector<std::int32_t>{6, 11, 4, 10, 2, 8, 1, 7, 9, 3, 0, 5}));
  EXPECT_TRUE(RandomState(0).permutation(0).empty());
}

// analytic: the median of deviations is that of a list of them, with ties, on either side and of one value.
TEST(OrderStatistics, MedianDeviation) {
  std::mt19937 random(3);
  for (int n = 1; n < 40; ++n)
    for (const int levels : {1, 3, 1000})
      for (const float center : {-1.0f, 0.0f, 0.31f, 0.5f, 2.0f}) {
        std::vector<float> values(n), deviations;
        for (float& v : values) v = static_cast<float>(random() % levels) / static_cast<float>(levels);
        std::sort(values.begin(), values.end());
        for (const float v : values) deviations.push_back(std::abs(v - center));
        std::sort(deviations.begin(), deviations.end());
        EXPECT_EQ(kernel::sorted_median_deviation(values.data(), n, center),
                  kernel::sorted_median(deviations.data(), n));
      }
}

// edge: infinities among the values, and as the center.
TEST(OrderStatistics, MedianDeviationOfInfinities) {
  const std::vector<float> values{-INFINITY, 1, 2, INFINITY, INFINITY};
  EXPECT_EQ(kernel::sorted_median_deviation(values.data(), 5, 2), INFINITY);
  EXPECT_TRUE(std::isnan(kernel::sorted_median_deviation(values.data(), 5, INFINITY)));
}

}  // namespace
}  // namespace cellerate::kernel
