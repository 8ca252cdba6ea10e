// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>
#include <stdexcept>

#include "plugins/UnmixColors/pseudo_inverse.hpp"
#include "tests/support/module_test.hpp"

namespace cellerate {
namespace {

using Rows = std::vector<std::array<double, 3>>;

class UnmixColors : public test::ModuleTest {};
CEL_ON_EVERY_DEVICE(UnmixColors);

// analytic: dyes that absorb one channel each.
TEST_P(UnmixColors, SeparatesChannels) {
  image("Tissue", {1, 2}, {1, 0.5f, 0.25f, 0, 1, 1});
  run("UnmixColors", "n:2\na:Tissue\nb:Red\nc:Custom\nd:1\ne:0\nf:0\nb:Green\nc:Custom\nd:0\ne:1\nf:0");
  EXPECT_NEAR(pixels("Red")[0], 0, 1e-6);
  EXPECT_NEAR(pixels("Red")[1], 1, 1e-6);
  EXPECT_NEAR(pixels("Green")[0], 0.5, 1e-6);
  EXPECT_NEAR(pixels("Green")[1], 0, 1e-6);
}

// edge: no pixels, a gray image, a custom value that is not shown.
TEST_P(UnmixColors, OtherImages) {
  image("Tissue", {1, 1}, {0.5f});
  const std::string lines = "n:1\na:Tissue\nb:Dye\nc:DAB\nd:bad\ne:0\nf:0";
  EXPECT_THROW(run("UnmixColors", lines), std::runtime_error);
  image("Tissue", {1, 1}, {1, 1, 1});
  run("UnmixColors", lines);
  EXPECT_NEAR(pixels("Dye")[0], 0, 1e-2);
}

void expect_near(const Rows& found, const Rows& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t k = 0; k < found.size(); ++k)
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(found[k][c], expected[k][c], 1e-12);
}

// golden (numpy 1.23 matrix.I): fewer rows than columns, as many, more with two that are equal.
TEST(PseudoInverse, AgreesWithNumpy) {
  const auto unit = [](std::array<double, 3> v) {
    const double length = std::sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    return std::array<double, 3>{v[0] / length, v[1] / length, v[2] / length};
  };
  expect_near(modules::inverse_columns({unit({0.644, 0.717, 0.267}), unit({0.093, 0.954, 0.283})}),
              {{1.7318955977564048, -0.20034732074587602, 0.10623693780996642},
               {-1.3269178696236583, 1.1188107242055847, 0.19605924637539957}});
  expect_near(modules::inverse_columns({{1, 2, 0}, {0, 1, 1}, {1, 0, 4}}),
              {{2.0 / 3, 1.0 / 6, -1.0 / 6}, {-4.0 / 3, 2.0 / 3, 1.0 / 3}, {1.0 / 3, -1.0 / 6, 1.0 / 6}});
  expect_near(modules::inverse_columns({{1, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 2}}),
              {{0.5, 0, 0}, {0.5, 0, 0}, {0, 1, 0}, {0, 0, 0.5}});
}

// edge: a singular square matrix.
TEST(PseudoInverse, RefusesSingularMatrices) {
  EXPECT_THROW(modules::inverse_columns({{1, 0, 0}, {1, 0, 0}, {0, 1, 0}}), std::runtime_error);
}

}  // namespace
}  // namespace cellerate
