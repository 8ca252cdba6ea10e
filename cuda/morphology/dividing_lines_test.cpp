// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/dividing_lines.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Labels = std::vector<std::int32_t>;

class DividingLines : public test::EveryDevice {
 protected:
  Labels divided(const Labels& labels, Shape2 shape) {
    const auto plane = upload(queue(), labels);
    Buffer<std::int32_t> out(queue(), shape);
    kernel::add_dividing_lines(queue(), plane.view(shape), out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(DividingLines);

// analytic: two blocks side by side lose the columns where they touch.
TEST_P(DividingLines, SeparatesBlocks) {
  EXPECT_EQ(divided({1, 1, 1, 2, 2, 2,  //
                     1, 1, 1, 2, 2, 2,  //
                     1, 1, 1, 2, 2, 2},
                    {3, 6}),
            (Labels{1, 1, 0, 0, 2, 2,  //
                    1, 1, 0, 0, 2, 2,  //
                    1, 1, 0, 0, 2, 2}));
}

// golden (CellProfiler 4.2.8): of lines one pixel wide that touch the ends go, single pixels stay.
TEST_P(DividingLines, KeepsWhatHoldsTogether) {
  EXPECT_EQ(divided({1, 2, 1, 2, 1, 2}, {3, 2}), (Labels{0, 0, 1, 2, 0, 0}));
  EXPECT_EQ(divided({1, 2, 0}, {1, 3}), (Labels{1, 2, 0}));
}

// edge: no pixels, no objects, objects that do not touch.
TEST_P(DividingLines, NothingToDivide) {
  EXPECT_TRUE(divided({}, {0, 0}).empty());
  EXPECT_EQ(divided({0}, {1, 1}), Labels{0});
  EXPECT_EQ(divided({1, 1, 0, 2, 2}, {1, 5}), (Labels{1, 1, 0, 2, 2}));
}

}  // namespace
}  // namespace cellerate
