// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/correlate.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate::kernel {
namespace {

constexpr Shape2 kShape{24, 31};

class Correlate : public test::EveryDevice {
 protected:
  static SquareKernel slope() {
    SquareKernel kernel{1, {}};
    for (int i = 1; i <= 9; ++i) kernel.weights.push_back(i / 45.0);
    return kernel;
  }
};
CEL_ON_EVERY_DEVICE(Correlate);

// golden: scipy.ndimage.correlate 1.9, at the first, a middle and the last pixel.
TEST_P(Correlate, AgreesWithSciPy) {
  const auto in = upload(queue(), test::noise(kShape.size()));
  struct Case {
    Border border;
    float first, middle, last;
  };
  for (const Case& expected : {Case{Border::kConstant, 0x1.b37148p-2f, 0x1.61dc1ap-1f, 0x1.d47586p-4f},
                               Case{Border::kReflect, 0x1.65c394p-1f, 0x1.61dc1ap-1f, 0x1.c71ef2p-2f},
                               Case{Border::kMirror, 0x1.502146p-1f, 0x1.61dc1ap-1f, 0x1.2d3d7cp-1f},
                               Case{Border::kNearest, 0x1.65c394p-1f, 0x1.61dc1ap-1f, 0x1.c71ef2p-2f}}) {
    Buffer<float> out(queue(), kShape);
    correlate(queue(), in.view(kShape), slope(), expected.border, out.view(kShape));
    const std::vector<float> found = download(queue(), out);
    EXPECT_EQ(found.front(), expected.first);
    EXPECT_EQ(found[12 * 31 + 15], expected.middle);
    EXPECT_EQ(found.back(), expected.last);
  }
}

// golden: centrosome 1.2.3, circular_gaussian_kernel and smooth_with_function_and_mask.
TEST_P(Correlate, WithAMask) {
  const SquareKernel kernel = circular_gaussian(2, 6);
  EXPECT_DOUBLE_EQ(kernel.at(0, 0), 0x1.e31f735cece8ep-7);
  EXPECT_DOUBLE_EQ(kernel.at(-6, 0), 0x1.39b1ad78995f9p-8);
  EXPECT_EQ(kernel.at(-6, -6), 0);
  std::vector<std::uint8_t> mask;
  for (int i = 0; i < kShape.size(); ++i) mask.push_back(i % 5 != 0);
  const auto in = upload(queue(), test::noise(kShape.size()));
  const auto bits = upload(queue(), mask);
  Buffer<float> out(queue(), kShape);
  correlate_with_mask(queue(), in.view(kShape), bits.view(kShape), kernel, 0x1p-52, out.view(kShape));
  const std::vector<float> found = download(queue(), out);
  EXPECT_EQ(found.front(), 0x1.0d63b4p-1f);
  EXPECT_EQ(found[12 * 31 + 15], 0x1.0ccd12p-1f);
  EXPECT_EQ(found.back(), 0x1.0b414cp-1f);
}

// invariant: a single weight of 1 copies planes of any shape; a kernel of radius 0 has no weight at all.
TEST_P(Correlate, CopiesAndVanishes) {
  for (const Shape2 shape : test::every_shape()) {
    const std::vector<float> image = test::noise(shape.size());
    const auto in = upload(queue(), image);
    Buffer<float> out(queue(), shape);
    correlate(queue(), in.view(shape), {1, {0, 0, 0, 0, 1, 0, 0, 0, 0}}, Border::kReflect, out.view(shape));
    EXPECT_EQ(download(queue(), out), image);
    correlate_with_mask(queue(), in.view(shape), {}, circular_gaussian(0, 0), 0x1p-52, out.view(shape));
    EXPECT_EQ(download(queue(), out), std::vector<float>(image.size()));
  }
}

}  // namespace
}  // namespace cellerate::kernel
