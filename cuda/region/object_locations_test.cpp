// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/object_locations.hpp"

#include <cmath>

#include "cuda/region/pixel_index.hpp"
#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class ObjectLocations : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(ObjectLocations);

// analytic: the mean of the coordinates; NaN for a label that does not occur.
TEST_P(ObjectLocations, AreTheMeansOfCoordinates) {
  const Shape2 shape{2, 4};
  const std::vector<std::int32_t> labels = {1, 1, 0, 3, 1, 0, 0, 3};
  const auto device = upload(queue(), labels);
  const auto index = kernel::pixel_index(queue(), device.view(shape), 3);
  Buffer<double> x(queue(), 3), y(queue(), 3);
  kernel::object_locations(queue(), index.view(), x.view(), y.view());
  const auto columns = download(queue(), x), rows = download(queue(), y);
  EXPECT_EQ(columns[0], 1.0 / 3);
  EXPECT_EQ(rows[0], 1.0 / 3);
  EXPECT_TRUE(std::isnan(columns[1]) && std::isnan(rows[1]));
  EXPECT_EQ(columns[2], 3);
  EXPECT_EQ(rows[2], 0.5);
}

// edge: no objects.
TEST_P(ObjectLocations, NoObjects) {
  const std::vector<std::int32_t> labels(6, 0);
  const auto device = upload(queue(), labels);
  const auto index = kernel::pixel_index(queue(), device.view({2, 3}), 0);
  Buffer<double> none(queue(), 0);
  kernel::object_locations(queue(), index.view(), none.view(), none.view());
}

}  // namespace
}  // namespace cellerate
