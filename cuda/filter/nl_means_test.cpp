// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/nl_means.hpp"

#include <algorithm>

#include "tests/support/kernel_test.hpp"

namespace cellerate::kernel {
namespace {

class NlMeans : public test::EveryDevice {
 protected:
  std::vector<float> denoised(const std::vector<double>& image, Shape2 shape, int channels, int patch_size,
                              int reach, double cutoff) {
    const auto in = upload(queue(), image);
    Buffer<float> out(queue(), in.size());
    nl_means(queue(), in.view(), shape, channels, patch_size, reach, cutoff, out.view());
    return download(queue(), out);
  }
  std::vector<double> noise(std::int64_t n) {
    const std::vector<float> values = test::noise(n);
    return {values.begin(), values.end()};
  }
};
CEL_ON_EVERY_DEVICE(NlMeans);

// golden: skimage 0.18.3, bit for bit; the second image is smaller than what is mirrored, of an even patch
// size, and in three colors.
TEST_P(NlMeans, TheSameBits) {
  EXPECT_EQ(denoised({0, .625, .25, .875, .875, .5, .125, .75, .75, .375, 0, .625}, {3, 4}, 1, 3, 2, .5),
            (std::vector<float>{0x1.4e8892p-2f, 0x1.0a2bb4p-1f, 0x1.600d78p-2f, 0x1.d39460p-2f,
                                0x1.c577fap-2f, 0x1.1229bep-1f, 0x1.6fd9f8p-2f, 0x1.df6d28p-2f,
                                0x1.ac1912p-2f, 0x1.0776b2p-1f, 0x1.555324p-2f, 0x1.f11784p-2f}));
  EXPECT_EQ(
      denoised({0, .625, .25, .625, .25, .875, .25, .875, .5, .875, .5, .125, .5, .125, .75, .125, .75, .375},
               {2, 3}, 3, 4, 7, .4),
      (std::vector<float>{0x1.8433c8p-2f, 0x1.085d9ap-1f, 0x1.f91c12p-2f, 0x1.eb0996p-2f, 0x1.727156p-2f,
                          0x1.45083cp-1f, 0x1.acb570p-2f, 0x1.01b2dep-1f, 0x1.ebc69ap-2f, 0x1.a2a72ep-2f,
                          0x1.0a1cb2p-1f, 0x1.fc9a44p-2f, 0x1.e0c5fcp-2f, 0x1.75ef88p-2f, 0x1.46c756p-1f,
                          0x1.94d076p-2f, 0x1.0371f8p-1f, 0x1.ef44ccp-2f}));
}

// invariant: without a reach, and without a cutoff where no two patches are equal, every pixel stays.
TEST_P(NlMeans, NothingToTakeTheMeanWith) {
  for (const Shape2 shape : test::every_shape()) {
    const std::vector<double> image = noise(shape.size());
    const std::vector<float> same(image.begin(), image.end());
    EXPECT_EQ(denoised(image, shape, 1, 3, 0, .1), same);
    if (shape.height > 9 && shape.width > 9) {
      EXPECT_EQ(denoised(image, shape, 1, 3, 1, 0), same);
    }
  }
}

// invariant: the result of a plane turned over its diagonal is the same up to rounding; each pixel lies
// among those around it.
TEST_P(NlMeans, BothAxesAreAlike) {
  const Shape2 shape{23, 17}, turned_shape{17, 23};
  const std::vector<double> image = noise(shape.size());
  std::vector<double> turned(image.size());
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x) turned[x * shape.height + y] = image[y * shape.width + x];
  const std::vector<float> found = denoised(image, shape, 1, 5, 4, .3),
                           turned_found = denoised(turned, turned_shape, 1, 5, 4, .3);
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x)
      EXPECT_NEAR(found[y * shape.width + x], turned_found[x * shape.height + y], 1e-6);
  EXPECT_GE(*std::min_element(found.begin(), found.end()), 0);
  EXPECT_LT(*std::max_element(found.begin(), found.end()), 1);
}

}  // namespace
}  // namespace cellerate::kernel
