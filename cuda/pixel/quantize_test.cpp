// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/quantize.hpp"

#include <cmath>
#include <limits>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class Quantize : public test::EveryDevice {
 protected:
  template <class Out, class In>
  std::vector<Out> quantized(const std::vector<In>& pixels, bool fits = true) {
    const auto from = upload(queue(), pixels);
    Buffer<Out> out(queue(), from.size());
    EXPECT_EQ(kernel::quantize(queue(), from.view(), out.view()), fits);
    return download(queue(), out);
  }
  template <class Out>
  std::vector<Out> labels(const std::vector<std::int32_t>& values) {
    const auto from = upload(queue(), values);
    Buffer<Out> out(queue(), from.size());
    kernel::quantize_labels(queue(), from.view(), out.view());
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(Quantize);

// golden: img_as_ubyte and img_as_uint of scikit-image 0.18.3: halves go to even, negatives to 0.
TEST_P(Quantize, RoundsHalfToEven) {
  const std::vector<float> halves = {0, .5f / 255, 1.5f / 255, 2.5f / 255, 1, -.5f};
  EXPECT_EQ(quantized<std::uint8_t>(halves), (std::vector<std::uint8_t>{0, 0, 2, 2, 255, 0}));
  EXPECT_EQ(quantized<std::uint16_t>(std::vector<float>{0, .25f, .5f, 1}),
            (std::vector<std::uint16_t>{0, 16384, 32768, 65535}));
  EXPECT_EQ(quantized<std::uint8_t>(std::vector<double>{.1, .9}), (std::vector<std::uint8_t>{26, 230}));
}

// edge: what does not fit is told, but not where a NaN hides it from NumPy's extrema.
TEST_P(Quantize, ValuesOutsideAreTold) {
  EXPECT_EQ(quantized<std::uint8_t>(std::vector<float>{.5f, 1.5f}, false),
            (std::vector<std::uint8_t>{128, 255}));
  quantized<std::uint16_t>(std::vector<double>{-1.01}, false);
  EXPECT_EQ(quantized<std::uint8_t>(std::vector<float>{1.5f, std::nanf("")}),
            (std::vector<std::uint8_t>{255, 0}));
}

// invariant: every 16-bit value survives being made 0 ... 1 and back, in any number of runs.
TEST_P(Quantize, WholeRangeSurvives) {
  std::vector<float> pixels(65536);
  std::vector<std::uint16_t> expected(65536);
  for (int i = 0; i < 65536; ++i) {
    pixels[i] = static_cast<float>(i) / 65535.f;
    expected[i] = static_cast<std::uint16_t>(i);
  }
  EXPECT_EQ(quantized<std::uint16_t>(pixels), expected);
}

// analytic
TEST_P(Quantize, BinaryTakesTheEndsOfTheRange) {
  const auto binary = upload(queue(), std::vector<std::uint8_t>{0, 1});
  Buffer<std::uint16_t> out(queue(), 2);
  kernel::quantize_binary(queue(), binary.view(), out.view());
  EXPECT_EQ(download(queue(), out), (std::vector<std::uint16_t>{0, 65535}));
}

// golden: scikit-image's downcast keeps labels that fit, and shifts all of them otherwise.
TEST_P(Quantize, LabelsAreKeptOrShifted) {
  EXPECT_EQ(labels<std::uint16_t>({0, 7, 65535}), (std::vector<std::uint16_t>{0, 7, 65535}));
  EXPECT_EQ(labels<std::uint16_t>({0, 7, 70000}), (std::vector<std::uint16_t>{0, 0, 2}));
  EXPECT_EQ(labels<std::uint8_t>({1, 256}), (std::vector<std::uint8_t>{0, 0}));
  const auto from = upload(queue(), std::vector<std::int32_t>{0, 1000});
  Buffer<float> out(queue(), 2);
  kernel::labels_to_float(queue(), from.view(), out.view());
  EXPECT_EQ(download(queue(), out), (std::vector<float>{2.3283064e-10f, 4.6589411795e-07f}));
}

// edge: nothing at all.
TEST_P(Quantize, EmptyImage) {
  EXPECT_TRUE(quantized<std::uint8_t>(std::vector<float>{}).empty());
  EXPECT_TRUE(labels<std::uint8_t>({}).empty());
}

}  // namespace
}  // namespace cellerate
