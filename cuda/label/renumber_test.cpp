// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/renumber.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Labels = std::vector<std::int32_t>;

class Renumber : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(Renumber);

// analytic: every entry counts, that of the background too; labels without an entry vanish.
TEST_P(Renumber, AppliesTheWholeTable) {
  const Shape2 shape{2, 3};
  Buffer<std::int32_t> out(queue(), shape);
  kernel::renumber(queue(), upload(queue(), Labels{0, 1, 2, 3, 2, 0}).view(shape),
                   upload(queue(), Labels{5, 0, 1}).view(), out.view(shape));
  EXPECT_EQ(download(queue(), out), (Labels{5, 0, 1, 0, 1, 5}));
}

// edge: a plane without pixels.
TEST_P(Renumber, EmptyPlane) {
  Buffer<std::int32_t> none(queue(), 0);
  kernel::renumber(queue(), none.view(Shape2{0, 4}), upload(queue(), Labels{0}).view(),
                   none.view(Shape2{0, 4}));
}

// analytic: the upper bits are lost.
TEST_P(Renumber, WrapsToSixteenBits) {
  const Shape2 shape{1, 5};
  const auto labels = upload(queue(), Labels{0, 1, 65535, 65536, 65538});
  Buffer<std::int32_t> out(queue(), shape);
  kernel::wrap_to_sixteen_bits(queue(), labels.view(shape), out.view(shape));
  EXPECT_EQ(download(queue(), out), (Labels{0, 1, 65535, 0, 2}));
}

// analytic: pixels that never had a label stay as they are.
TEST_P(Renumber, ClearsOnlyWhatWasRemoved) {
  const Shape2 shape{1, 4};
  Buffer<std::int32_t> out(queue(), shape);
  kernel::clear_removed(queue(), upload(queue(), Labels{7, 8, 9, 9}).view(shape),
                        upload(queue(), Labels{0, 1, 2, 2}).view(shape),
                        upload(queue(), Labels{0, 0, 1, 1}).view(shape), out.view(shape));
  EXPECT_EQ(download(queue(), out), (Labels{7, 0, 9, 9}));
}

}  // namespace
}  // namespace cellerate
