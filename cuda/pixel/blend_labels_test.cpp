// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/blend_labels.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class BlendLabels : public test::EveryDevice {
 protected:
  template <class T>
  std::vector<double> blended(const std::vector<T>& image, const std::vector<std::int32_t>& labels,
                              Shape2 shape, double opacity) {
    const auto plane = upload(queue(), image);
    const auto objects = upload(queue(), labels);
    const auto colors = upload<double>(queue(), {0, 0, 0, 1, 0.5, 0});
    Buffer<double> out(queue(), 3 * shape.size());
    kernel::blend_labels(queue(), plane.view(shape), objects.view(shape), colors.view(), opacity, out.view());
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(BlendLabels);

// analytic: the background becomes darker, too; single precision images are weakened as such.
TEST_P(BlendLabels, WeighsColorsAndImage) {
  EXPECT_EQ(
      blended<double>({0.4, 0.8}, {0, 1}, {1, 2}, 0.25),
      (std::vector<double>{0.4 * .75, 0.4 * .75, 0.4 * .75, .25 + 0.8 * .75, .125 + 0.8 * .75, 0.8 * .75}));
  const double weak = 0.4f * static_cast<float>(1 - 0.3);
  EXPECT_EQ(blended<float>({0.4f}, {0}, {1, 1}, 0.3), (std::vector<double>{weak, weak, weak}));
}

// edge: no pixels.
TEST_P(BlendLabels, OfNothing) { EXPECT_TRUE(blended<float>({}, {}, {0, 0}, 0.5).empty()); }

}  // namespace
}  // namespace cellerate
