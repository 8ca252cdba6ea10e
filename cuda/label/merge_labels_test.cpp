// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/merge_labels.hpp"

#include <utility>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Labels = std::vector<std::int32_t>;
using Bits = std::vector<std::uint8_t>;

class MergeLabels : public test::EveryDevice {
 protected:
  Bits reach(Shape2 shape, const Labels& labels, int distance) {
    const Buffer<std::int32_t> plane = upload(queue(), labels);
    Buffer<std::uint8_t> out(queue(), shape);
    kernel::merging_reach(queue(), plane.view(shape), distance, out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(MergeLabels);

// analytic: half the distance and one more, which is not reached itself.
TEST_P(MergeLabels, Reach) {
  EXPECT_EQ(reach({1, 5}, {1, 0, 0, 0, 0}, 0), (Bits{1, 0, 0, 0, 0}));
  EXPECT_EQ(reach({1, 5}, {1, 0, 0, 0, 0}, 2), (Bits{1, 1, 0, 0, 0}));
  EXPECT_EQ(reach({1, 5}, {1, 0, 0, 0, 0}, 3), (Bits{1, 1, 1, 0, 0}));
}

// analytic: a product that single precision rounds to the pixel itself connects.
TEST_P(MergeLabels, RoundsLikeTheImage) {
  const Shape2 shape{1, 3};
  const Buffer<std::int32_t> labels = upload<std::int32_t>(queue(), {1, 0, 2});
  const Buffer<std::uint8_t> all = upload<std::uint8_t>(queue(), {1, 1, 1});
  const double dark = static_cast<float>(0.1f * 0.9f);
  const Buffer<double> pixels = upload<double>(queue(), {0.1f, dark, 0.1f});
  Buffer<std::int32_t> merged(queue(), shape);
  for (const bool is_single : {true, false}) {
    kernel::merge_by_image(queue(), labels.view(shape), all.view(shape),
                           {pixels.view(shape), is_single, 0.9, kernel::MergeGuide::kCentroids},
                           merged.view(shape));
    const bool connects = is_single || static_cast<double>(0.1f) * 0.9 <= dark;
    EXPECT_EQ(download(queue(), merged), (connects ? Labels{1, 0, 1} : Labels{1, 0, 2}));
  }
}

}  // namespace
}  // namespace cellerate
