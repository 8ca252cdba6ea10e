// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/zoom_labels.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Labels = std::vector<std::int32_t>;

class ZoomLabels : public test::EveryDevice {
 protected:
  Labels zoomed(const Labels& labels, Shape2 from, Shape2 to) {
    const auto plane = upload(queue(), labels);
    Buffer<std::int32_t> out(queue(), to);
    kernel::zoom_labels(queue(), plane.view(from), out.view(to));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(ZoomLabels);

// golden (scipy 1.9 zoom, order 0)
TEST_P(ZoomLabels, AgreesWithScipy) {
  EXPECT_EQ(zoomed({1, 2, 3, 4, 5, 6}, {2, 3}, {5, 4}),
            (Labels{1, 2, 2, 3, 1, 2, 2, 3, 4, 5, 5, 6, 4, 5, 5, 6, 4, 5, 5, 6}));
  EXPECT_EQ(zoomed({1, 2, 3, 4, 5, 6}, {2, 3}, {2, 2}), (Labels{1, 3, 4, 6}));
}

// analytic: halves go to the even number.
TEST_P(ZoomLabels, RoundsShapes) {
  EXPECT_EQ(kernel::zoomed_shape({5, 7}, 0.5, 0.5), (Shape2{2, 4}));
  EXPECT_EQ(kernel::zoomed_shape({3, 3}, 0.1, 2), (Shape2{0, 6}));
}

// edge: to one pixel, to none.
TEST_P(ZoomLabels, ToNextToNothing) {
  EXPECT_EQ(zoomed({7, 8}, {1, 2}, {1, 1}), Labels{7});
  EXPECT_TRUE(zoomed({7}, {1, 1}, {0, 3}).empty());
}

}  // namespace
}  // namespace cellerate
