// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/image_resize.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate::kernel {
namespace {

class ImageResize : public test::EveryDevice {
 protected:
  std::vector<float> resized(Shape2 from, Shape2 to, Interpolation interpolation) {
    const auto in = upload(queue(), test::noise(from.size()));
    Buffer<float> out(queue(), to);
    resize_planes(queue(), std::vector<View2<const float>>{in.view(from)}, interpolation, true,
                  {out.view(to)});
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(ImageResize);

// golden: skimage.transform.resize 0.18.3 of 24 x 31 pixels, at the first, a middle and the last pixel.
TEST_P(ImageResize, AgreesWithScikitImage) {
  struct Case {
    Interpolation interpolation;
    Shape2 to;
    float first, middle, last;
  };
  for (const Case& expected :
       {Case{Interpolation::kNearest, {10, 13}, 0x1.3df9bep-1f, 0x1.23afep-2f, 0x1.32f90ap-1f},
        Case{Interpolation::kNearest, {50, 47}, 0x1.ab07dp-2f, 0x1.0e2d3p-4f, 0x1.115fd6p-1f},
        Case{Interpolation::kBilinear, {10, 13}, 0x1.511104p-1f, 0x1.749f8ap-2f, 0x1.228c3cp-1f},
        Case{Interpolation::kBilinear, {50, 47}, 0x1.ab07dp-2f, 0x1.4f916p-2f, 0x1.115fd6p-1f},
        Case{Interpolation::kCubic, {10, 13}, 0x1.535adap-1f, 0x1.550874p-2f, 0x1.24d4c2p-1f},
        Case{Interpolation::kCubic, {50, 47}, 0x1.48a1c4p-2f, 0x1.11bfdcp-2f, 0x1.187ffp-1f}}) {
    const std::vector<float> found = resized({24, 31}, expected.to, expected.interpolation);
    EXPECT_EQ(found.front(), expected.first);
    EXPECT_EQ(found[expected.to.height / 2 * expected.to.width + expected.to.width / 3], expected.middle);
    EXPECT_EQ(found.back(), expected.last);
  }
}

// invariant: to its own size an image is copied; planes without pixels are left alone.
TEST_P(ImageResize, ToItsOwnSize) {
  for (const Shape2 shape : test::every_shape())
    for (const Interpolation interpolation :
         {Interpolation::kNearest, Interpolation::kBilinear, Interpolation::kCubic})
      EXPECT_EQ(resized(shape, shape, interpolation), test::noise(shape.size()));
}

// analytic: in the middle between two pixels of a mask the second one is nearer.
TEST_P(ImageResize, NearestPixelsOfAMask) {
  const auto mask = upload(queue(), std::vector<std::uint8_t>{1, 0, 0, 1});
  Buffer<std::uint8_t> out(queue(), 2);
  resize_mask(queue(), mask.view({1, 4}), out.view({1, 2}));
  EXPECT_EQ(download(queue(), out), (std::vector<std::uint8_t>{0, 1}));
}

}  // namespace
}  // namespace cellerate::kernel
