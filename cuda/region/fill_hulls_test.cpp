// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/fill_hulls.hpp"

#include <utility>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Labels = std::vector<std::int32_t>;

class FillHulls : public test::EveryDevice {
 protected:
  Labels filled(Shape2 shape, const Labels& labels, int count) {
    const Buffer<std::int32_t> plane = upload(queue(), labels);
    Buffer<std::int32_t> out(queue(), shape);
    kernel::fill_hulls(queue(), plane.view(shape), count, out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(FillHulls);

// analytic: pixels whose centres lie in the hull; the higher label where hulls overlap.
TEST_P(FillHulls, FillsBetweenVertices) {
  EXPECT_EQ(filled({3, 5},
                   {1, 0, 0, 0, 2,  //
                    0, 0, 0, 0, 0,  //
                    1, 0, 1, 0, 2},
                   2),
            (Labels{1, 0, 0, 0, 2,  //
                    1, 1, 0, 0, 2,  //
                    1, 1, 1, 0, 2}));
  EXPECT_EQ(filled({1, 4}, {1, 2, 1, 2}, 2), (Labels{1, 2, 2, 2}));
}

// edge: single pixels, numbers without pixels, nothing.
TEST_P(FillHulls, SmallObjects) {
  EXPECT_EQ(filled({1, 3}, {3, 0, 1}, 3), (Labels{3, 0, 1}));
  EXPECT_EQ(filled({1, 2}, {0, 0}, 0), (Labels{0, 0}));
}

}  // namespace
}  // namespace cellerate
