// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/line_integration.hpp"

#include <algorithm>

#include "tests/support/test_images.hpp"

namespace cellerate {
namespace {

constexpr Shape2 kShape{64, 64};

class LineIntegration : public test::EveryDevice {
 protected:
  template <class T>
  std::vector<T> integrated(const std::vector<T>& image, Shape2 shape, double degrees, double decay,
                            double sigma) {
    const auto device = upload(queue(), image);
    Buffer<T> out(queue(), shape);
    kernel::line_integration(queue(), device.view(shape), degrees, decay, sigma, out.view(shape));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(LineIntegration);

// golden: centrosome.filter.line_integration of the same image in single and in double precision. The
// Gaussian has the C library's exponential, hence the tolerance.
TEST_P(LineIntegration, HasTheBitsOfCentrosome) {
  const std::vector<float> image = test::checkered_noise(kShape);
  const std::vector<double> doubles(image.begin(), image.end());
  const struct {
    double degrees, decay, sigma;
    float corner, inside, edge;
    double inside_of_doubles;
  } cases[] = {{0, .95, 2, 0x1.ec4b14p-2f, 0x1.dd84dp-2f, 0x1.82fcfp-1f, 0x1.dd84ccd516a2dp-2},
               {45, .9, 1.5, 0x1.32cdeep-1f, 0x1.ba6776p-3f, 0x1.0674cp-1f, 0x1.ba676f88f1338p-3},
               {-120, .5, 0, 0x1.2c6124p-1f, 0x1.710054p-1f, 0x1.1a3d7ep-1f, 0x1.7100550618726p-1}};
  for (const auto& c : cases) {
    const std::vector<float> found = integrated(image, kShape, c.degrees, c.decay, c.sigma);
    EXPECT_EQ(found[0], c.corner);
    EXPECT_EQ(found[20 * 64 + 33], c.inside);
    EXPECT_EQ(found[63 * 64 + 50], c.edge);
    const std::vector<double> more = integrated(doubles, kShape, c.degrees, c.decay, c.sigma);
    EXPECT_NEAR(more[20 * 64 + 33], c.inside_of_doubles, 1e-13);
  }
}

// invariant: the result has the image's own range.
TEST_P(LineIntegration, KeepsTheRange) {
  for (const Shape2 shape : {Shape2{31, 33}, Shape2{9, 2}, Shape2{40, 1031}}) {
    const std::vector<float> image = test::noise(shape.size());
    const std::vector<float> found = integrated(image, shape, 20, .9, 1);
    const auto [low, high] = std::minmax_element(image.begin(), image.end());
    const auto [lowest, highest] = std::minmax_element(found.begin(), found.end());
    EXPECT_EQ(*lowest, *low);
    EXPECT_NEAR(*highest, *high, 1e-6);
  }
}

// edge: a constant image has no relief; nothing, and one pixel.
TEST_P(LineIntegration, OfWhatIsConstant) {
  EXPECT_EQ(integrated(std::vector<float>(20, .5f), {4, 5}, 30, .9, 2), std::vector<float>(20));
  EXPECT_EQ(integrated(std::vector<float>{.5f}, {1, 1}, 30, .9, 2), std::vector<float>{0});
  EXPECT_TRUE(integrated(std::vector<float>{}, {0, 0}, 30, .9, 2).empty());
}

}  // namespace
}  // namespace cellerate
