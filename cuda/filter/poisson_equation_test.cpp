// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/poisson_equation.hpp"

#include <numeric>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class PoissonEquation : public test::EveryDevice {
 protected:
  std::vector<double> solution(const std::vector<std::uint8_t>& mask, Shape2 shape) {
    const auto plane = upload(queue(), mask);
    Buffer<double> out(queue(), shape);
    kernel::poisson_equation(queue(), plane.view(shape), out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(PoissonEquation);

// golden (centrosome 1.2.3)
TEST_P(PoissonEquation, OfASmallObject) {
  const std::vector<double> expected{0,
                                     2.77510929107666,
                                     3.317317008972168,
                                     2.476125717163086,
                                     1.9518499374389648,
                                     3.836181640625,
                                     4.089097023010254,
                                     2.6286983489990234,
                                     0,
                                     2.612971305847168,
                                     2.662400245666504,
                                     0};
  EXPECT_EQ(solution({0, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 0}, {3, 4}), expected);
}

// golden (centrosome 1.2.3): a plane that is solved at half of its size first, with an object at its border.
TEST_P(PoissonEquation, OfALargePlane) {
  const Shape2 shape{77, 71};
  std::vector<std::uint8_t> mask;
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x)
      mask.push_back((y - 40) * (y - 40) + (x - 33) * (x - 33) < 900 || (x > 60 && y < 20));
  const auto found = solution(mask, shape);
  EXPECT_DOUBLE_EQ(found[40 * 71 + 33], 117.51075282446601);
  EXPECT_DOUBLE_EQ(found[10 * 71 + 65], 37.12105963949774);
  EXPECT_DOUBLE_EQ(found[70], 5.029598818283526);
  EXPECT_NEAR(std::accumulate(found.begin(), found.end(), 0.0), 229075.65055184608, 1e-6);
}

// edge: nothing, a single pixel.
TEST_P(PoissonEquation, OfNextToNothing) {
  EXPECT_TRUE(solution({}, {0, 0}).empty());
  EXPECT_EQ(solution({0, 0}, {1, 2}), (std::vector<double>{0, 0}));
  EXPECT_EQ(solution({0, 1}, {1, 2}), (std::vector<double>{0, 1}));
}

}  // namespace
}  // namespace cellerate
