// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/image_labels.hpp"

#include <cmath>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Labels = std::vector<std::int32_t>;

class ImageLabels : public test::EveryDevice {
 protected:
  template <class T>
  Labels binary(const std::vector<T>& image) {
    const Shape2 shape{1, static_cast<int>(image.size())};
    Buffer<std::int32_t> out(queue(), shape);
    const auto plane = upload(queue(), image);
    kernel::binary_labels(queue(), plane.view(shape), out.view(shape));
    return download(queue(), out);
  }
  template <class T>
  Labels sixteen_bits(const std::vector<T>& image) {
    const Shape2 shape{1, static_cast<int>(image.size())};
    Buffer<std::int32_t> out(queue(), shape);
    const auto plane = upload(queue(), image);
    kernel::sixteen_bit_labels(queue(), plane.view(shape), out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(ImageLabels);

// analytic: one half itself is off.
TEST_P(ImageLabels, BinaryIsAboveOneHalf) {
  EXPECT_EQ(binary<float>({0, .5f, .500001f, 1}), (Labels{0, 0, 1, 1}));
  EXPECT_EQ(binary<double>({.5, .5000000001}), (Labels{0, 1}));
  EXPECT_EQ(binary<std::uint8_t>({0, 1}), (Labels{0, 1}));
  EXPECT_EQ(binary<std::int32_t>({70000, 0x40000000}), (Labels{0, 1}));
}

// analytic: rounding half to even, clipping below.
TEST_P(ImageLabels, SixteenBits) {
  EXPECT_EQ(sixteen_bits<float>({-1, 0, 1, .5f, 3.0f / 65535}), (Labels{0, 0, 65535, 32768, 3}));
  EXPECT_EQ(sixteen_bits<double>({2.0 / 65535}), (Labels{2}));
  EXPECT_EQ(sixteen_bits<std::uint8_t>({0, 1}), (Labels{0, 65535}));
  EXPECT_EQ(sixteen_bits<std::int32_t>({-5, 7, 65535}), (Labels{0, 7, 65535}));
  EXPECT_EQ(sixteen_bits<std::int32_t>({-5, 32767, 65536}), (Labels{0, 0, 2}));
}

// analytic: cut off towards zero; what does not fit becomes one value.
TEST_P(ImageLabels, Truncation) {
  const auto truncated = [&]<class T>(const std::vector<T>& image) {
    const Shape2 shape{1, static_cast<int>(image.size())};
    Buffer<std::int32_t> out(queue(), shape);
    const auto plane = upload(queue(), image);
    kernel::truncated_labels(queue(), plane.view(shape), out.view(shape));
    return download(queue(), out);
  };
  constexpr std::int32_t kNone = -0x7fffffff;
  EXPECT_EQ(truncated(std::vector<float>{0, .999f, 1.5f, -.5f, -2.5f, NAN, 1e30f}),
            (Labels{0, 0, 1, 0, -2, kNone, kNone}));
  EXPECT_EQ(truncated(std::vector<double>{2147483647.5, 2147483648.0, -2147483647.5, -INFINITY}),
            (Labels{2147483647, kNone, -2147483647, kNone}));
}

// edge: no pixels.
TEST_P(ImageLabels, EmptyPlane) { EXPECT_TRUE(binary<float>({}).empty()); }

}  // namespace
}  // namespace cellerate
