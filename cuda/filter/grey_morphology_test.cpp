// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/grey_morphology.hpp"

#include <algorithm>

#include "cuda/filter/tubeness.hpp"
#include "tests/support/test_images.hpp"

namespace cellerate {
namespace {

class GreyMorphology : public test::EveryDevice {
 protected:
  using Operation = void (*)(Queue&, View2<const float>, const kernel::Footprint&, View2<float>);
  std::vector<float> run(Operation operation, const std::vector<float>& image, Shape2 shape, double radius) {
    const auto device = upload(queue(), image);
    Buffer<float> out(queue(), shape);
    operation(queue(), device.view(shape), kernel::disk(radius), out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(GreyMorphology);

// golden: skimage.morphology of the same image, at a corner, inside and at an edge, for an odd and an even
// footprint.
TEST_P(GreyMorphology, IsScikitImages) {
  const Shape2 shape{64, 64};
  const std::vector<float> image = test::checkered_noise(shape);
  const struct {
    Operation operation;
    double radius;
    float corner, inside, edge;
  } cases[] = {{kernel::opening, 3, 0x1.de40c6p-3f, 0x1.31f85ap-3f, 0x1.a5d858p-5f},
               {kernel::closing, 3, 0x1.c27f82p-1f, 0x1.99a65cp-1f, 0x1.0ccd1p+0f},
               {kernel::white_tophat, 3, 0x1.3a17p-2f, 0x1.1f6b94p-4f, 0x1.ff3c9ap-1f},
               {kernel::black_tophat, 3, 0x1.5bc7ap-2f, 0x1.293ad4p-1f, 0},
               {kernel::opening, 2.5, 0x1.149bb2p-1f, 0x1.5110fp-3f, 0x1.1273f8p-2f},
               {kernel::closing, 2.5, 0x1.149bb2p-1f, 0x1.75896ap-1f, 0x1.0ccd1p+0f},
               {kernel::white_tophat, 2.5, 0x1.b1a6fp-4f, 0x1.c274dp-5f, 0x1.ff3c9ap-1f},
               {kernel::black_tophat, 2.5, 0, 0x1.051dep-1f, 0}};
  for (const auto& expected : cases) {
    const std::vector<float> out = run(expected.operation, image, shape, expected.radius);
    EXPECT_EQ(out[0], expected.corner);
    EXPECT_EQ(out[20 * 64 + 33], expected.inside);
    EXPECT_EQ(out[63 * 64 + 50], expected.edge);
  }
}

// golden: skimage.morphology and centrosome.filter.hessian of an image of double precision.
TEST_P(GreyMorphology, KeepsDoublePrecision) {
  const Shape2 shape{64, 64};
  std::vector<double> image;
  for (const float v : test::checkered_noise(shape)) image.push_back(v / 3.0);
  const auto device = upload(queue(), image);
  Buffer<double> out(queue(), shape);
  const auto inside = [&] { return download(queue(), out)[20 * 64 + 33]; };
  kernel::opening(queue(), device.view(shape), kernel::disk(2.5), out.view(shape));
  EXPECT_EQ(inside(), 0x1.c16beaaaaaaabp-5);
  kernel::closing(queue(), device.view(shape), kernel::disk(2.5), out.view(shape));
  EXPECT_EQ(inside(), 0x1.f20c8d5555555p-3);
  kernel::white_tophat(queue(), device.view(shape), kernel::disk(2.5), out.view(shape));
  EXPECT_EQ(inside(), 0x1.2c4ddfffffffep-6);
  kernel::black_tophat(queue(), device.view(shape), kernel::disk(2.5), out.view(shape));
  EXPECT_EQ(inside(), 0x1.5c27d6aaaaaaap-3);
  kernel::tubeness(queue(), device.view(shape), 2, out.view(shape));
  EXPECT_NEAR(inside(), 0x1.9c3d59a60a22dp-6, 1e-15);  // the Gaussian has the C library's exponential
}

// invariant: an extremum over the footprint is that of its pixels one by one.
TEST_P(GreyMorphology, MinimumLooksAtEveryPixelOfTheFootprint) {
  const kernel::Footprint footprint = kernel::disk(4.5);
  for (const Shape2 shape : test::every_shape()) {
    const std::vector<float> image = test::noise(shape.size());
    const auto device = upload(queue(), image);
    Buffer<float> out(queue(), shape);
    kernel::minimum_filter(queue(), device.view(shape), footprint, kernel::Border::kReflect, out.view(shape));
    const std::vector<float> found = download(queue(), out);
    for (std::int64_t i = 0; i < shape.size(); i += 7) {
      const int y = static_cast<int>(i / shape.width), x = static_cast<int>(i % shape.width);
      float expected = 2;
      for (const auto& r : footprint.runs)
        for (int dx = r.left; dx <= r.right; ++dx) {
          const int from_y = kernel::fold_index(y + r.dy, shape.height, kernel::Border::kReflect);
          const int from_x = kernel::fold_index(x + dx, shape.width, kernel::Border::kReflect);
          expected = std::min(expected, image[static_cast<std::int64_t>(from_y) * shape.width + from_x]);
        }
      EXPECT_EQ(found[i], expected);
    }
  }
}

// golden: centrosome.filter.hessian after a Gaussian of 2 pixels; scipy.ndimage.sobel.
TEST_P(GreyMorphology, TubenessAndSobelHaveTheirBits) {
  const Shape2 shape{64, 64};
  const auto image = upload(queue(), test::checkered_noise(shape));
  Buffer<double> ridges(queue(), shape);
  kernel::tubeness(queue(), image.view(shape), 2, ridges.view(shape));
  const std::vector<double> found = download(queue(), ridges);
  EXPECT_EQ(found[5], 0x1.3f1bp-6);
  EXPECT_EQ(found[20 * 64 + 34], 0x1.b1c8ed2189b0fp-4);
  EXPECT_EQ(found[35 * 64 + 12], 0);
  Buffer<float> gradient(queue(), shape);
  kernel::sobel_magnitude(queue(), image.view(shape), gradient.view(shape));
  const std::vector<float> steps = download(queue(), gradient);
  EXPECT_EQ(steps[0], 0x1.c2d958p-2f);
  EXPECT_EQ(steps[20 * 64 + 33], 0x1.59025ap-2f);
  EXPECT_EQ(steps[63 * 64 + 63], 0x1.5f30b8p-1f);
}

// analytic: pixels of scikit-image's disks.
TEST(Disk, HasScikitImagesPixels) {
  const auto pixels = [](double radius) {
    int count = 0;
    for (const auto& run : kernel::disk(radius).runs) count += run.right - run.left + 1;
    return count;
  };
  EXPECT_EQ(pixels(0), 1);
  EXPECT_EQ(pixels(1), 5);
  EXPECT_EQ(pixels(2.5), 16);
  EXPECT_EQ(pixels(3), 29);
  EXPECT_EQ(kernel::disk(2.5).size, 6);
}

}  // namespace
}  // namespace cellerate
