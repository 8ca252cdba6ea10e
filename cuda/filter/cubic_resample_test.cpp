// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/cubic_resample.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class CubicResample : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(CubicResample);

// golden (scipy 1.9 map_coordinates): the third row and the last column, to the last bit.
TEST_P(CubicResample, HasTheBitsOfSciPy) {
  const Shape2 shape{8, 11}, small = kernel::scaled_shape(shape, 0.75);
  ASSERT_EQ(small, (Shape2{6, 9}));
  std::vector<double> image(88);
  for (int y = 0; y < 8; ++y)
    for (int x = 0; x < 11; ++x) image[y * 11 + x] = (y * 5 + x * 3 + x * y) % 11 / 8.0;
  Buffer<double> out(queue(), small);
  kernel::cubic_resample(queue(), upload(queue(), image).view(shape), 0.75, {}, out.view(small));
  const auto values = download(queue(), out);
  const std::vector<double> third_row{0.6658364823084856, 1.1096022406768709,  0.1526149168966931,
                                      0.8050339071465834, 0.38091736489064887, 0.40242718698440877,
                                      0.8755836736771127, 0.44252755416006456, 0.0};
  const std::vector<double> last_column{0.0, 0.0, 0.0, 0.0, 0.0, 0.0};
  for (int x = 0; x < 9; ++x) EXPECT_EQ(values[2 * 9 + x], third_row[x]);
  for (int y = 0; y < 6; ++y) EXPECT_EQ(values[y * 9 + 8], last_column[y]);
}

// analytic: with divisor 1 the spline passes through the pixels; on a mask that is the mask itself.
TEST_P(CubicResample, PassesThroughThePixels) {
  for (const Shape2 shape : test::every_shape()) {
    const auto image = test::noise(shape.size());
    Buffer<float> out(queue(), shape);
    kernel::cubic_resample(queue(), upload(queue(), image).view(shape), 1.0, {}, out.view(shape));
    const auto values = download(queue(), out);
    for (std::size_t i = 0; i < values.size(); ++i) ASSERT_NEAR(values[i], image[i], 1e-6);
    std::vector<std::uint8_t> mask(shape.size());
    for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = image[i] > 0.7f;
    Buffer<std::uint8_t> mask_out(queue(), shape);
    kernel::cubic_resample(queue(), upload(queue(), mask).view(shape), 1.0, mask_out.view(shape));
    EXPECT_EQ(download(queue(), mask_out), mask);
  }
}

// analytic: labels come from the nearest pixel, halves round up, what is beyond the last column is 0.
TEST_P(CubicResample, TakesTheNearestLabel) {
  const std::vector<std::int32_t> labels{1, 2, 3};
  Buffer<std::int32_t> out(queue(), Shape2{1, 7});
  kernel::nearest_resample(queue(), upload(queue(), labels).view({1, 3}), 2.0, out.view({1, 7}));
  EXPECT_EQ(download(queue(), out), (std::vector<std::int32_t>{1, 2, 2, 3, 3, 0, 0}));
}

}  // namespace
}  // namespace cellerate
