// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/label_tuples.hpp"

#include <map>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Labels = std::vector<std::int32_t>;
using Counts = std::map<Labels, std::int64_t>;

class LabelTuples : public test::EveryDevice {
 protected:
  Counts counts(const Labels& first, Shape2 first_shape, const Labels& second, Shape2 second_shape,
                const std::vector<std::uint8_t>& mask = {}) {
    const auto a = upload(queue(), first), b = upload(queue(), second);
    const auto m = upload(queue(), mask);
    Counts found;
    for (const auto& [labels, pixels] :
         kernel::label_tuples(queue(), {a.view(first_shape), b.view(second_shape)},
                              mask.empty() ? View2<const std::uint8_t>() : m.view(first_shape)))
      found[labels] = pixels;
    return found;
  }
};
CEL_ON_EVERY_DEVICE(LabelTuples);

// analytic
TEST_P(LabelTuples, CountsCombinations) {
  EXPECT_EQ(counts({1, 1, 2, 0}, {1, 4}, {0, 3, 3, 3}, {1, 4}),
            (Counts{{{1, 0}, 1}, {{1, 3}, 1}, {{2, 3}, 1}, {{0, 3}, 1}}));
  EXPECT_EQ(counts({1, 1, 2, 0}, {1, 4}, {0, 3, 3, 3}, {1, 4}, {0, 1, 0, 1}),
            (Counts{{{1, 3}, 1}, {{0, 3}, 1}}));
}

// edge: planes of different sizes, of none.
TEST_P(LabelTuples, OtherSizes) {
  EXPECT_EQ(counts({1, 2}, {2, 1}, {5, 6, 7}, {1, 3}),
            (Counts{{{1, 5}, 1}, {{0, 6}, 1}, {{0, 7}, 1}, {{2, 0}, 1}, {{0, 0}, 2}}));
  EXPECT_TRUE(counts({}, {0, 0}, {}, {0, 0}).empty());
}

}  // namespace
}  // namespace cellerate
