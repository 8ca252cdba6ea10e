// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/resize.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using Labels = std::vector<std::int32_t>;

class Resize : public test::EveryDevice {
 protected:
  template <class T>
  std::vector<T> means(const std::vector<T>& image, Shape2 shape, int factor) {
    const Shape2 blocks = kernel::block_shape(shape, factor);
    const auto device_image = upload(queue(), image);
    Buffer<T> out(queue(), blocks);
    kernel::block_means(queue(), device_image.view(shape), factor, out.view(blocks));
    return download(queue(), out);
  }
  Labels resized(const Labels& labels, Shape2 from, Shape2 to) {
    const auto device_labels = upload(queue(), labels);
    Buffer<std::int32_t> out(queue(), to);
    kernel::nearest_resize(queue(), device_labels.view(from), out.view(to));
    return download(queue(), out);
  }
};
CEL_ON_EVERY_DEVICE(Resize);

// golden (scikit-image 0.18.3): blocks at the right and lower border are filled up with zeros.
TEST_P(Resize, MeansOfBlocks) {
  std::vector<float> image;
  for (int i = 0; i < 35; ++i) image.push_back(static_cast<float>(i / 7.0));
  EXPECT_EQ(means(image, {5, 7}, 3),
            (std::vector<float>{1.1428570747375488f, 1.571428656578064f, 0.6190475821495056f,
                                2.4285714626312256f, 2.7142858505249023f, 0.9682539701461792f}));
}

// golden (scikit-image 0.18.3): a single column of blocks is summed up in another order; doubles.
TEST_P(Resize, OrderOfSummation) {
  std::vector<float> image;
  for (int i = 0; i < 9; ++i) image.push_back(1.0f / static_cast<float>(i + 1));
  std::vector<float> twice;
  for (int y = 0; y < 3; ++y)
    for (int x = 0; x < 6; ++x) twice.push_back(image[y * 3 + x % 3]);
  EXPECT_EQ(means(image, {3, 3}, 3), (std::vector<float>{0.3143298327922821f}));
  EXPECT_EQ(means(twice, {3, 6}, 3), (std::vector<float>{0.3143298029899597f, 0.3143298029899597f}));
  EXPECT_EQ(means(std::vector<double>{.1, .2, .3, .4}, {2, 2}, 2), (std::vector<double>{.25}));
}

// analytic: each pixel is repeated, or as often as fits; from the middle on it is the next one.
TEST_P(Resize, NearestLabel) {
  EXPECT_EQ(resized({1, 2, 3, 4}, {2, 2}, {4, 6}), (Labels{1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2,  //
                                                           3, 3, 3, 4, 4, 4, 3, 3, 3, 4, 4, 4}));
  EXPECT_EQ(resized({1, 2, 3, 4, 5}, {1, 5}, {1, 9}), (Labels{1, 1, 2, 2, 3, 4, 4, 5, 5}));
  EXPECT_EQ(resized({1, 2}, {1, 2}, {1, 3}), (Labels{1, 2, 2}));
}

// edge: any shape; a factor of 1 copies.
TEST_P(Resize, TakesEveryShape) {
  for (const Shape2 shape : test::every_shape()) {
    const std::vector<float> image = test::noise(shape.size());
    EXPECT_EQ(means(image, shape, 1), image);
    EXPECT_EQ(static_cast<std::int64_t>(means(image, shape, 50).size()),
              kernel::block_shape(shape, 50).size());
    const Labels labels = test::blobs(shape, 5);
    EXPECT_EQ(resized(labels, shape, shape), labels);
  }
}

}  // namespace
}  // namespace cellerate
