// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/mutual_information.hpp"

#include <limits>
#include <stdexcept>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

template <class Value>
auto plane(Shape2 shape, const Value& value) {
  std::vector<decltype(value(0, 0))> values;
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x) values.push_back(value(y, x));
  return values;
}

class MutualInformation : public test::EveryDevice {
 protected:
  std::vector<double> of(const std::vector<double>& first, const std::vector<double>& second,
                         const std::vector<kernel::Offset>& shifts) {
    const auto a = upload(queue(), first), b = upload(queue(), second);
    const auto mask = upload(queue(), mask_);
    return kernel::mutual_information(queue(), {a.view(first_shape_), mask.view(first_shape_)},
                                      {b.view(second_shape_), {}}, shifts);
  }
  const Shape2 first_shape_{7, 9}, second_shape_{6, 8};
  const std::vector<double> first_ =
      plane(first_shape_, [](int y, int x) { return (7 * y * y + 3 * x * y + x) % 17 / 17.0; });
  const std::vector<double> second_ =
      plane(second_shape_, [](int y, int x) { return (5 * y + x * x) % 13 / 13.0; });
  const std::vector<std::uint8_t> mask_ =
      plane(first_shape_, [](int y, int x) { return static_cast<std::uint8_t>((x + y) % 5 != 0); });
};
CEL_ON_EVERY_DEVICE(MutualInformation);

// golden (CellProfiler 4.2.8 Align, planes of different sizes and a mask)
TEST_P(MutualInformation, OfShiftedPlanes) {
  const std::vector<double> expected{2.2121841861727622, 2.2232252534487458, 2.668980145022532,
                                     2.2820000663722846};
  const auto found = of(first_, second_, {{0, 0}, {1, -1}, {-2, 3}, {0, 1}});
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(found[i], expected[i], 1e-12);
}

// analytic: a plane of one value tells nothing.
TEST_P(MutualInformation, OfPlanesOfOneValue) {
  EXPECT_NEAR(of(first_, std::vector<double>(48, .4), {{0, 0}})[0], 0, 1e-12);
  EXPECT_NEAR(of(std::vector<double>(63, -2.), std::vector<double>(48, 7), {{0, 0}})[0], 0, 1e-12);
}

// edge: no pixel in common, NaN, no shifts.
TEST_P(MutualInformation, RefusesWhatHasNoInformation) {
  EXPECT_THROW(of(first_, second_, {{0, 0}, {7, 0}}), std::invalid_argument);
  auto spoiled = second_;
  spoiled[10] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(of(first_, spoiled, {{0, 0}}), std::invalid_argument);
  EXPECT_TRUE(of(first_, second_, {}).empty());
}

}  // namespace
}  // namespace cellerate
