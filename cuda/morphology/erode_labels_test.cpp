// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/erode_labels.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Labels = std::vector<std::int32_t>;

class ErodeLabels : public test::EveryDevice {
 protected:
  Labels eroded(const Labels& labels, Shape2 shape, const std::vector<kernel::Offset>& footprint,
                bool restore) {
    const auto plane = upload(queue(), labels);
    Buffer<std::int32_t> out(queue(), shape);
    kernel::erode_labels(queue(), plane.view(shape), footprint, out.view(shape));
    if (restore) kernel::restore_midpoints(queue(), plane.view(shape), out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(ErodeLabels);

// analytic: each object by itself; the border of the plane is no edge.
TEST_P(ErodeLabels, EachForItself) {
  EXPECT_EQ(eroded({1, 1, 1, 2, 2, 2, 2, 0}, {1, 8}, kernel::disk_footprint(1), false),
            (Labels{1, 1, 0, 0, 2, 2, 0, 0}));
}

// analytic: a block keeps its middle; objects that are left are not touched.
TEST_P(ErodeLabels, RestoresMidpoints) {
  EXPECT_EQ(eroded({0, 1, 1, 1, 0,  //
                    0, 1, 1, 1, 0,  //
                    0, 1, 1, 1, 0,  //
                    0, 0, 0, 0, 0},
                   {4, 5}, kernel::disk_footprint(3), true),
            (Labels{0, 0, 1, 0, 0,  //
                    0, 0, 1, 0, 0,  //
                    0, 0, 0, 0, 0,  //
                    0, 0, 0, 0, 0}));
}

// edge: no pixels, no objects.
TEST_P(ErodeLabels, OfNothing) {
  EXPECT_TRUE(eroded({}, {0, 0}, kernel::disk_footprint(1), true).empty());
  EXPECT_EQ(eroded({0, 0}, {1, 2}, kernel::disk_footprint(1), true), Labels(2));
}

}  // namespace
}  // namespace cellerate
