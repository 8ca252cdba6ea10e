// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/flat_watershed.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class FlatWatershed : public test::EveryDevice {
 protected:
  std::vector<std::int32_t> flood(const std::vector<std::uint8_t>& surface,
                                  const std::vector<std::int32_t>& markers, Shape2 shape,
                                  std::vector<std::uint8_t> mask = {}) {
    mask.resize(shape.size(), 1);
    auto labels = upload(queue(), markers);
    kernel::flat_watershed(queue(), upload(queue(), surface).view(shape), labels.view(shape),
                           upload(queue(), mask).view(shape), labels.view(shape));
    return download(queue(), labels);
  }
};
CEL_ON_EVERY_DEVICE(FlatWatershed);

// golden (mahotas 1.4.18 cwatershed): few levels, so that most pixels tie.
TEST_P(FlatWatershed, FloodsInOrderOfArrival) {
  std::vector<std::uint8_t> surface(63);
  std::vector<std::int32_t> markers(63);
  for (int y = 0; y < 7; ++y)
    for (int x = 0; x < 9; ++x)
      surface[y * 9 + x] = static_cast<std::uint8_t>((y * y * 3 + x * 5 + x * y) % 4 * 80);
  std::int32_t label = 0;
  for (const int pixel : {1, 2, 31, 61, 32, 54}) markers[pixel] = ++label;
  const std::vector<std::int32_t> expected{1, 1, 2, 2, 2, 2, 2, 2, 2,  //
                                           1, 1, 1, 3, 3, 2, 2, 3, 3,  //
                                           1, 1, 3, 3, 3, 3, 3, 3, 3,  //
                                           6, 6, 3, 3, 3, 5, 3, 4, 4,  //
                                           6, 6, 6, 3, 3, 3, 3, 4, 4,  //
                                           6, 6, 6, 6, 3, 3, 4, 4, 4,  //
                                           6, 6, 6, 6, 6, 4, 4, 4, 4};
  EXPECT_EQ(flood(surface, markers, {7, 9}), expected);
}

// analytic: what is masked is flooded through, but has no label.
TEST_P(FlatWatershed, MasksTheResult) {
  EXPECT_EQ(flood({3, 1, 9, 9, 2}, {0, 4, 0, 0, 0}, {1, 5}, {1, 0, 0, 0, 1}),
            (std::vector<std::int32_t>{4, 0, 0, 0, 4}));
  EXPECT_EQ(flood({3, 1, 9, 9, 2}, {0, 4, 0, 0, 5}, {1, 5}, {0, 0, 0, 0, 0}), std::vector<std::int32_t>(5));
}

// edge: any shape, without markers (where mahotas returns memory it never wrote) and with one.
TEST_P(FlatWatershed, TakesEveryShape) {
  for (const Shape2 shape : test::every_shape()) {
    const std::vector<std::uint8_t> surface(shape.size(), 255);
    std::vector<std::int32_t> markers(shape.size());
    EXPECT_EQ(flood(surface, markers, shape), markers);
    if (shape.empty()) continue;
    markers.back() = 2;
    EXPECT_EQ(flood(surface, markers, shape), std::vector<std::int32_t>(shape.size(), 2));
  }
}

}  // namespace
}  // namespace cellerate
