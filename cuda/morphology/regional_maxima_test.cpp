// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/regional_maxima.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Bytes = std::vector<std::uint8_t>;

class RegionalMaxima : public test::EveryDevice {
 protected:
  Bytes maxima(const Bytes& image, Shape2 shape, int side) {
    const auto device_image = upload(queue(), image);
    Buffer<std::uint8_t> out(queue(), shape);
    kernel::regional_maxima(queue(), device_image.view(shape), side, out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(RegionalMaxima);

// golden (mahotas 1.4.18): squares of odd and even sides over plateaus that touch the border.
TEST_P(RegionalMaxima, OfEverySquare) {
  const Shape2 shape{7, 9};
  const Bytes image{0,  0,  20, 10, 10, 20, 20, 20, 20,  //
                    10, 10, 30, 20, 20, 30, 30, 30, 30,  //
                    20, 20, 0,  30, 30, 0,  40, 40, 40,  //
                    30, 0,  10, 0,  0,  10, 20, 50, 20,  //
                    0,  10, 20, 10, 10, 20, 30, 20, 30,  //
                    10, 20, 0,  20, 20, 0,  40, 30, 40,  //
                    20, 30, 10, 0,  0,  10, 50, 40, 50};
  EXPECT_EQ(maxima(image, shape, 1), Bytes(63, 1));
  EXPECT_EQ(maxima(image, shape, 2), (Bytes{1, 1, 1, 0, 0, 1, 1, 1, 1,  //
                                            1, 1, 1, 0, 0, 1, 1, 1, 1,  //
                                            1, 1, 0, 1, 1, 0, 1, 1, 1,  //
                                            1, 0, 0, 0, 0, 0, 0, 1, 0,  //
                                            0, 0, 1, 0, 0, 1, 1, 0, 0,  //
                                            1, 1, 0, 1, 1, 0, 1, 0, 1,  //
                                            1, 1, 0, 0, 0, 0, 1, 0, 1}));
  Bytes peaks(63, 0);
  for (const int peak : {27, 34, 55, 60, 62}) peaks[peak] = 1;
  EXPECT_EQ(maxima(image, shape, 3), peaks);
  EXPECT_EQ(maxima(image, shape, 4), peaks);
}

// analytic: a plateau is a maximum as a whole, or not at all.
TEST_P(RegionalMaxima, Plateaus) {
  EXPECT_EQ(maxima({2, 2, 2, 2, 3, 0, 1, 1, 0}, {1, 9}, 3), (Bytes{0, 0, 0, 0, 1, 0, 1, 1, 0}));
}

// edge: any shape, one value everywhere; squares larger than the plane.
TEST_P(RegionalMaxima, FlatPlanesAreOneMaximum) {
  for (const Shape2 shape : test::every_shape())
    for (const int side : {1, 2, 8, 50})
      EXPECT_EQ(maxima(Bytes(shape.size(), 7), shape, side), Bytes(shape.size(), 1));
}

}  // namespace
}  // namespace cellerate
