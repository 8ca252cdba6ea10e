// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/expand.hpp"

#include <limits>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class ExpandLabels : public test::EveryDevice {
 protected:
  std::vector<std::int32_t> expand(const std::vector<std::int32_t>& labels, Shape2 shape, double distance) {
    auto device = upload(queue(), labels);
    kernel::expand_labels(queue(), device.view(shape), distance, device.view(shape));
    return download(queue(), device);
  }
};
CEL_ON_EVERY_DEVICE(ExpandLabels);

// analytic: the limit is inclusive, and of two equally near labels the one in the lower column wins.
TEST_P(ExpandLabels, TakesTheNearestWithinTheDistance) {
  const std::vector<std::int32_t> labels{0, 0, 2, 0, 0, 0, 1, 0, 0};
  EXPECT_EQ(expand(labels, {1, 9}, 1.0), (std::vector<std::int32_t>{0, 2, 2, 2, 0, 1, 1, 1, 0}));
  EXPECT_EQ(expand(labels, {1, 9}, 2.0), (std::vector<std::int32_t>{2, 2, 2, 2, 2, 1, 1, 1, 1}));
  EXPECT_EQ(expand(labels, {9, 1}, 2.0), (std::vector<std::int32_t>{2, 2, 2, 2, 2, 1, 1, 1, 1}));
}

// edge: without a limit everything is labeled, unless there is no label at all.
TEST_P(ExpandLabels, FillsThePlaneWithoutALimit) {
  const double unlimited = std::numeric_limits<double>::infinity();
  for (const Shape2 shape : test::every_shape()) {
    std::vector<std::int32_t> labels(shape.size());
    EXPECT_EQ(expand(labels, shape, unlimited), labels);
    if (shape.empty()) continue;
    labels.back() = 5;
    EXPECT_EQ(expand(labels, shape, unlimited), std::vector<std::int32_t>(shape.size(), 5));
  }
}

}  // namespace
}  // namespace cellerate
