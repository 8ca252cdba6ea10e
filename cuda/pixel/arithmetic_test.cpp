// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/arithmetic.hpp"

#include <cmath>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using kernel::Arithmetic;
using Step = kernel::ArithmeticStep;

class ArithmeticKernel : public test::EveryDevice {
 protected:
  static Step image(Arithmetic op, const Buffer<float>& samples, int channels = 1) {
    return {.op = op,
            .operand = Step::Operand::Image,
            .image = {kernel::Sample::F32, samples.data(), samples.size()},
            .channels = channels};
  }
  static Step constant(Arithmetic op, double value) { return {.op = op, .constant = value}; }
  std::vector<float> floats(const std::vector<Step>& steps, std::int64_t n, int channels = 1) {
    Buffer<float> out(queue(), n);
    kernel::calculate(queue(), steps, channels, out.view());
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(ArithmeticKernel);

// invariant: every operation of single precision gives what floats give, over several runs.
TEST_P(ArithmeticKernel, SinglePrecisionIsThatOfFloats) {
  const std::vector<float> a = test::noise(5000, 1), b = test::noise(5000, 2);
  const auto x = upload(queue(), a), y = upload(queue(), b);
  const auto set = image(Arithmetic::Set, x);
  const auto sum = floats({set, image(Arithmetic::Add, y)}, 5000);
  const auto quotient = floats({set, image(Arithmetic::Divide, y)}, 5000);
  const auto product = floats({set, image(Arithmetic::Multiply, y)}, 5000);
  const auto difference = floats({set, image(Arithmetic::Difference, y)}, 5000);
  const auto root = floats({set, constant(Arithmetic::Sqrt, 0)}, 5000);
  Step scaled = image(Arithmetic::Add, y);
  scaled.is_scaled = true;
  scaled.factor = static_cast<double>(.3f);
  const auto weighted = floats({set, scaled}, 5000);
  for (int i = 0; i < 5000; ++i) {
    ASSERT_EQ(sum[i], a[i] + b[i]);
    ASSERT_EQ(quotient[i], a[i] / b[i]);
    ASSERT_EQ(product[i], a[i] * b[i]);
    ASSERT_EQ(difference[i], std::fabs(a[i] - b[i]));
    ASSERT_EQ(root[i], std::sqrt(a[i]));
    const float term = b[i] * .3f;
    ASSERT_EQ(weighted[i], a[i] + term);
  }
}

// edge: NaN goes through minima and maxima, limits let it pass, and only ReplaceNan takes it away.
TEST_P(ArithmeticKernel, NanAndLimits) {
  const auto x = upload(queue(), std::vector<float>{NAN, -1, 2, INFINITY});
  const auto set = image(Arithmetic::Set, x);
  auto result = floats({set, constant(Arithmetic::Maximum, .5)}, 4);
  EXPECT_TRUE(std::isnan(result[0]));
  EXPECT_EQ(result[1], .5f);
  result = floats({set, constant(Arithmetic::Floor, 0), constant(Arithmetic::Ceiling, 1),
                   constant(Arithmetic::ReplaceNan, 0)},
                  4);
  EXPECT_EQ(result, (std::vector<float>{0, 0, 1, 1}));
}

// analytic
TEST_P(ArithmeticKernel, LogarithmsAndPowers) {
  const auto x = upload(queue(), std::vector<float>{0, .5f, 8, -1});
  const auto set = image(Arithmetic::Set, x);
  const auto logs = floats({set, constant(Arithmetic::Log2, 0)}, 4);
  EXPECT_EQ(logs[0], -INFINITY);
  EXPECT_EQ(logs[1], -1);
  EXPECT_EQ(logs[2], 3);
  EXPECT_TRUE(std::isnan(logs[3]));
  EXPECT_EQ(floats({set, constant(Arithmetic::Power, 2)}, 4), (std::vector<float>{0, .25f, 64, 1}));
}

// analytic: one gray plane for all channels of a color image.
TEST_P(ArithmeticKernel, GrayCountsForAllChannels) {
  const auto color = upload(queue(), std::vector<float>{1, 2, 3, 4, 5, 6});
  const auto gray = upload(queue(), std::vector<float>{10, 20});
  EXPECT_EQ(floats({image(Arithmetic::Set, gray), image(Arithmetic::Add, color, 3)}, 6, 3),
            (std::vector<float>{11, 12, 13, 24, 25, 26}));
}

// analytic: logic on numbers and bits, and registers as operands.
TEST_P(ArithmeticKernel, LogicAndRegisters) {
  const auto x = upload(queue(), std::vector<float>{0, .5f, 0, 2});
  const auto bits = upload(queue(), std::vector<std::uint8_t>{0, 0, 1, 1});
  Step other{.op = Arithmetic::And,
             .operand = Step::Operand::Image,
             .image = {kernel::Sample::Bool, bits.data(), 4}};
  const auto logic = [&](Arithmetic op) {
    other.op = op;
    Buffer<std::uint8_t> out(queue(), 4);
    kernel::calculate(queue(), {image(Arithmetic::Set, x), other}, 1, out.view());
    return download(queue(), out);
  };
  EXPECT_EQ(logic(Arithmetic::And), (std::vector<std::uint8_t>{0, 0, 0, 1}));
  EXPECT_EQ(logic(Arithmetic::Or), (std::vector<std::uint8_t>{0, 1, 1, 1}));
  EXPECT_EQ(logic(Arithmetic::Xor), (std::vector<std::uint8_t>{0, 1, 1, 0}));
  EXPECT_EQ(logic(Arithmetic::AndNot), (std::vector<std::uint8_t>{0, 1, 0, 0}));
  EXPECT_EQ(logic(Arithmetic::Equal), (std::vector<std::uint8_t>{1, 0, 0, 0}));
  const Step square{.op = Arithmetic::Multiply, .operand = Step::Operand::Register, .source = 0};
  EXPECT_EQ(floats({image(Arithmetic::Set, x), square}, 4), (std::vector<float>{0, .25f, 0, 4}));
}

// edge: no pixels; images of different sizes.
TEST_P(ArithmeticKernel, ShapesThatCannotBe) {
  const auto empty = upload(queue(), std::vector<float>{});
  EXPECT_TRUE(floats({image(Arithmetic::Set, empty)}, 0).empty());
  const auto two = upload(queue(), std::vector<float>{1, 2});
  EXPECT_ANY_THROW(floats({image(Arithmetic::Set, two)}, 3));
}

}  // namespace
}  // namespace cellerate
