// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/convert.hpp"

#include <cstring>
#include <limits>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using kernel::Sample;

class Convert : public test::EveryDevice {
 protected:
  /// Samples of any type, uploaded as a file's bytes.
  template <class T>
  kernel::SampleView samples(Sample type, const std::vector<T>& values) {
    std::vector<unsigned char> bytes(values.size() * sizeof(T));
    if (!bytes.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
    bytes_ = upload(queue(), bytes);
    return {type, bytes_.data(), static_cast<std::int64_t>(values.size())};
  }
  template <class T>
  std::vector<float> full_range(Sample type, const std::vector<T>& values) {
    Buffer<float> out(queue(), static_cast<std::int64_t>(values.size()));
    kernel::full_range(queue(), samples(type, values), out.view());
    return download(queue(), out);
  }
  template <class T>
  std::vector<float> divided(Sample type, const std::vector<T>& values, float divisor) {
    Buffer<float> out(queue(), static_cast<std::int64_t>(values.size()));
    kernel::divide_samples(queue(), samples(type, values), divisor, out.view());
    return download(queue(), out);
  }
  Buffer<unsigned char> bytes_;
};
CEL_ON_EVERY_DEVICE(Convert);

// golden: CellProfiler 4.2.8's Image(array).pixel_data for the ends and the middle of each type.
TEST_P(Convert, FullRangeIsTheTypesOwn) {
  using Floats = std::vector<float>;
  EXPECT_EQ(full_range<std::uint8_t>(Sample::U8, {0, 1, 128, 255}),
            (Floats{0, 0.003921568859368563f, 0.501960813999176f, 1}));
  EXPECT_EQ(full_range<std::int8_t>(Sample::I8, {-128, -1, 0, 127}),
            (Floats{0, 0.49803921580314636f, 0.501960813999176f, 1}));
  EXPECT_EQ(full_range<std::uint16_t>(Sample::U16, {0, 1, 4095, 65535}),
            (Floats{0, 1.5259021893143654e-05f, 0.062485694885253906f, 1}));
  EXPECT_EQ(full_range<std::int16_t>(Sample::I16, {-32768, -1, 0, 32767}),
            (Floats{0, 0.49999237060546875f, 0.5000076293945312f, 1}));
  EXPECT_EQ(full_range<std::uint32_t>(Sample::U32, {0, 1, 65535, 4294967295u}),
            (Floats{0, 2.3283064365386963e-10f, 1.5258556231856346e-05f, 1}));
  EXPECT_EQ(full_range<std::int32_t>(Sample::I32, {std::numeric_limits<int>::min(), -1, 0, 2147483647}),
            (Floats{0, 0.5f, 0.5f, 1}));
  EXPECT_EQ(full_range<float>(Sample::F32, {-1.5f, 0, 0.25f, 3}), (Floats{-1.5f, 0, 0.25f, 3}));
  EXPECT_EQ(full_range<double>(Sample::F64, {0.1, 1e-10, 2, -1}), (Floats{0.1f, 1e-10f, 2, -1}));
}

// analytic: one single-precision division; what is above the divisor stays above 1.
TEST_P(Convert, DividesWithoutClipping) {
  EXPECT_EQ(divided<std::uint16_t>(Sample::U16, {0, 4095, 8190, 1}, 4095),
            (std::vector<float>{0, 1, 2, 1 / 4095.0f}));
  EXPECT_EQ(divided<std::int16_t>(Sample::I16, {-65, 65}, 65535),
            (std::vector<float>{-65 / 65535.0f, 65 / 65535.0f}));
  EXPECT_EQ(divided<std::uint8_t>(Sample::Bool, {0, 1}, 255), (std::vector<float>{0, 1 / 255.0f}));
  EXPECT_TRUE(divided<std::uint8_t>(Sample::U8, {}, 255).empty());
}

// golden: scikit-image 0.18's rgb2gray of three pixels; a fourth channel does not count.
TEST_P(Convert, GrayIsTheLuminance) {
  const std::vector<float> rgba = {10 / 255.f, 20 / 255.f, 30 / 255.f, .5f,        1,           0,
                                   1 / 255.f,  .5f,        7 / 255.f,  77 / 255.f, 177 / 255.f, .5f};
  const auto pixels = upload(queue(), rgba);
  Buffer<float> gray(queue(), 3);
  kernel::rgb_to_gray(queue(), pixels.view(), 4, gray.view());
  EXPECT_EQ(download(queue(), gray),
            (std::vector<float>{0.07292549312114716f, 0.21278275549411774f, 0.2719019651412964f}));
}

// analytic: one channel is repeated, missing ones are zero, superfluous ones go.
TEST_P(Convert, ChannelsAreRepeatedCutOrFilled) {
  const auto change = [&](const std::vector<float>& from, int channels, int to) {
    const auto pixels = upload(queue(), from);
    Buffer<float> out(queue(), static_cast<std::int64_t>(from.size()) / channels * to);
    kernel::change_channels(queue(), pixels.view(), channels, to, out.view());
    return download(queue(), out);
  };
  EXPECT_EQ(change({1, 2}, 1, 3), (std::vector<float>{1, 1, 1, 2, 2, 2}));
  EXPECT_EQ(change({1, 2, 3, 4}, 2, 3), (std::vector<float>{1, 2, 0, 3, 4, 0}));
  EXPECT_EQ(change({1, 2, 3, 9, 4, 5, 6, 9}, 4, 3), (std::vector<float>{1, 2, 3, 4, 5, 6}));
}

// analytic: whole numbers and floats are doubles without loss.
TEST_P(Convert, Widened) {
  const auto widened = [&](Sample type, const auto& samples) {
    const auto device = upload(queue(), samples);
    Buffer<double> out(queue(), device.size());
    kernel::widen(queue(), {type, device.data(), device.size()}, out.view());
    return download(queue(), out);
  };
  EXPECT_EQ(widened(Sample::I32, std::vector<std::int32_t>{-5, 2147483647}),
            (std::vector<double>{-5, 2147483647}));
  EXPECT_EQ(widened(Sample::Bool, std::vector<std::uint8_t>{0, 1}), (std::vector<double>{0, 1}));
  EXPECT_EQ(widened(Sample::F32, std::vector<float>{.1f}), (std::vector<double>{static_cast<double>(.1f)}));
}

// analytic: everything but 0 is on, also what is negative or no number.
TEST_P(Convert, NonzeroIsOn) {
  const auto pixels =
      upload(queue(), std::vector<float>{0, 1e-30f, -1, std::numeric_limits<float>::quiet_NaN(), -0.0f});
  Buffer<std::uint8_t> mask(queue(), 5);
  kernel::nonzero(queue(), pixels.view(), mask.view());
  EXPECT_EQ(download(queue(), mask), (std::vector<std::uint8_t>{0, 1, 1, 1, 0}));
  const auto doubles = upload(queue(), std::vector<double>{0, 1e-300, -1, 0, -0.0});
  kernel::nonzero(queue(), doubles.view(), mask.view());
  EXPECT_EQ(download(queue(), mask), (std::vector<std::uint8_t>{0, 1, 1, 0, 0}));
}

}  // namespace
}  // namespace cellerate
