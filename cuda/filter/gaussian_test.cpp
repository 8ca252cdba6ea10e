// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/gaussian.hpp"

#include "cuda/filter/smooth_with_mask.hpp"
#include "tests/support/test_images.hpp"

namespace cellerate {
namespace {

using kernel::Border;

class Gaussian : public test::EveryDevice {
 protected:
  std::vector<float> gaussian(const std::vector<float>& image, Shape2 shape, double sigma, Border border) {
    const auto device = upload(queue(), image);
    Buffer<float> out(queue(), shape);
    kernel::gaussian(queue(), device.view(shape), sigma, border, out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(Gaussian);

// golden: scipy.ndimage.gaussian_filter of the same image, at two corners, inside and at an edge.
TEST_P(Gaussian, HasScipysBitsWithEveryBorder) {
  const Shape2 shape{64, 64};
  const std::vector<float> image = test::checkered_noise(shape);
  const struct {
    Border border;
    float corner, other_corner, inside, edge;
  } cases[] = {{Border::kConstant, 0x1.a3536ap-3f, 0x1.87d5dp-3f, 0x1.1bdbc2p-3f, 0x1.0cff4ep-4f},
               {Border::kReflect, 0x1.37b3aep-1f, 0x1.25daa4p-1f, 0x1.1faadep-3f, 0x1.cd804cp-4f},
               {Border::kMirror, 0x1.3b579p-1f, 0x1.1c0a7cp-1f, 0x1.1f4adp-3f, 0x1.d7ad56p-4f},
               {Border::kNearest, 0x1.2bda96p-1f, 0x1.345c8p-1f, 0x1.1fdaecp-3f, 0x1.bba00cp-4f}};
  for (const auto& expected : cases) {
    const std::vector<float> out = gaussian(image, shape, 2.5, expected.border);
    EXPECT_EQ(out[0], expected.corner);
    EXPECT_EQ(out[63], expected.other_corner);
    EXPECT_EQ(out[31 * 64 + 5], expected.inside);
    EXPECT_EQ(out[63 * 64 + 40], expected.edge);
  }
}

// golden: scipy.ndimage.gaussian_filter1d of the rows; without a width they stay as they are.
TEST_P(Gaussian, AlongRows) {
  const Shape2 shape{64, 64};
  const std::vector<float> image = test::checkered_noise(shape);
  const auto device = upload(queue(), image);
  Buffer<float> out(queue(), shape);
  kernel::gaussian_along_rows(queue(), device.view(shape), 2, Border::kReflect, out.view(shape));
  const std::vector<float> found = download(queue(), out);
  EXPECT_EQ(found[0], 0x1.04b4d6p-1f);
  EXPECT_EQ(found[20 * 64 + 33], 0x1.1bc474p-2f);
  kernel::gaussian_along_rows(queue(), device.view(shape), 0, Border::kReflect, out.view(shape));
  EXPECT_EQ(download(queue(), out), image);
}

// golden: a plane smaller than the kernel is folded back more than once.
TEST_P(Gaussian, FoldsSmallPlanesRepeatedly) {
  const std::vector<float> wide = test::checkered_noise({64, 64});
  std::vector<float> image;
  for (int y = 0; y < 3; ++y) image.insert(image.end(), wide.begin() + 64 * y, wide.begin() + 64 * y + 5);
  const std::vector<float> reflected = gaussian(image, {3, 5}, 2.5, Border::kReflect);
  EXPECT_EQ(reflected[0], 0x1.30e838p-1f);
  EXPECT_EQ(reflected[14], 0x1.3c17eap-1f);
  const std::vector<float> mirrored = gaussian(image, {3, 5}, 2.5, Border::kMirror);
  EXPECT_EQ(mirrored[0], 0x1.486a68p-1f);
  EXPECT_EQ(mirrored[14], 0x1.4ee2bp-1f);
}

// edge: no sigma copies; an empty plane is left alone; one pixel stays what it is where the border repeats
// it.
TEST_P(Gaussian, OfNothingAndOfOnePixel) {
  const std::vector<float> image = {0.25f, 0.5f};
  EXPECT_EQ(gaussian(image, {1, 2}, 0, Border::kConstant), image);
  EXPECT_TRUE(gaussian({}, {0, 0}, 1, Border::kReflect).empty());
  EXPECT_FLOAT_EQ(gaussian({0.75f}, {1, 1}, 3, Border::kNearest)[0], 0.75f);
}

// invariant: tiles do not show: a part of a wide plane, cut out with its surroundings, gives the same bits.
TEST_P(Gaussian, IsTheSameInEveryTile) {
  const Shape2 shape{70, 1300}, part{70, 101};
  const std::vector<float> image = test::noise(shape.size());
  std::vector<float> cut(part.size());
  for (int y = 0; y < 70; ++y) std::copy_n(&image[y * 1300 + 460], 101, &cut[y * 101]);
  const std::vector<float> whole = gaussian(image, shape, 3, Border::kReflect);
  const std::vector<float> alone = gaussian(cut, part, 3, Border::kReflect);
  for (int y = 0; y < 70; ++y)
    for (int x = 12; x < 89; ++x) EXPECT_EQ(whole[y * 1300 + 460 + x], alone[y * 101 + x]);
}

// invariant: no mask is the same as a mask of all pixels, whatever the height.
TEST_P(Gaussian, WithoutAMaskSmoothsAsWithAFullOne) {
  for (const Shape2 shape : test::every_shape()) {
    const auto image = upload(queue(), test::noise(shape.size()));
    const auto mask = upload(queue(), std::vector<std::uint8_t>(shape.size(), 1));
    const std::vector<double> weights = kernel::gaussian_weights(1.5);
    Buffer<double> with(queue(), shape), without(queue(), shape);
    kernel::smooth_with_mask(queue(), image.view(shape), mask.view(shape), weights, kernel::kMaskEpsilon,
                             with.view(shape));
    kernel::smooth_with_mask(queue(), image.view(shape), {}, weights, kernel::kMaskEpsilon,
                             without.view(shape));
    EXPECT_EQ(download(queue(), with), download(queue(), without));
  }
}

}  // namespace
}  // namespace cellerate
