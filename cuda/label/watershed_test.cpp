// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/watershed.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using kernel::Connectivity;
using kernel::FloodOptions;

class Watershed : public test::EveryDevice {
 protected:
  // Few values, so that most pixels tie.
  const Shape2 shape_{7, 9};
  std::vector<float> image_ = std::vector<float>(63);
  std::vector<std::int32_t> seeds_ = std::vector<std::int32_t>(63);
  std::vector<std::uint8_t> mask_ = std::vector<std::uint8_t>(63);
  Watershed() {
    for (int y = 0; y < 7; ++y)
      for (int x = 0; x < 9; ++x) {
        image_[y * 9 + x] = static_cast<float>((y * y * 3 + x * 5 + x * y) % 4);
        mask_[y * 9 + x] = (y * 5 + x * 3) % 11 != 0;
      }
    std::int32_t label = 0;
    for (const int pixel : {1, 2, 31, 61, 32, 54}) seeds_[pixel] = ++label;
  }

  template <class T>
  std::vector<std::int32_t> flood(const std::vector<T>& image, const std::vector<std::int32_t>& markers,
                                  const std::vector<std::uint8_t>& mask, Shape2 shape,
                                  const FloodOptions& options) {
    Buffer<std::int32_t> labels(queue(), shape);
    kernel::watershed(queue(), upload(queue(), image).view(shape), upload(queue(), markers).view(shape),
                      upload(queue(), mask).view(shape), options, labels.view(shape));
    return download(queue(), labels);
  }
};
CEL_ON_EVERY_DEVICE(Watershed);

// golden (scikit-image 0.18.3): markers of one value tie, the heap decides; floats and doubles agree.
TEST_P(Watershed, ReplaysTheHeapWhereMarkersTie) {
  const std::vector<double> doubles(image_.begin(), image_.end());
  const std::vector<std::int32_t> four{0, 1, 2, 2, 2, 2, 2, 2, 2,  //
                                       1, 1, 0, 1, 1, 2, 2, 5, 5,  //
                                       1, 1, 1, 1, 0, 5, 5, 5, 5,  //
                                       6, 6, 6, 3, 3, 5, 0, 4, 5,  //
                                       6, 6, 6, 5, 5, 5, 5, 4, 0,  //
                                       6, 6, 6, 4, 5, 5, 4, 4, 4,  //
                                       6, 0, 4, 4, 4, 4, 4, 4, 4};
  const std::vector<std::int32_t> eight{0, 1, 2, 2, 2, 2, 2, 2, 2,  //
                                        1, 1, 0, 2, 2, 2, 2, 2, 2,  //
                                        1, 1, 1, 2, 0, 2, 2, 2, 2,  //
                                        6, 6, 6, 2, 3, 5, 0, 4, 2,  //
                                        6, 6, 6, 4, 4, 4, 4, 4, 0,  //
                                        6, 6, 6, 4, 4, 4, 4, 4, 4,  //
                                        6, 0, 6, 4, 4, 4, 4, 4, 4};
  EXPECT_EQ(flood(image_, seeds_, mask_, shape_, {Connectivity::Four}), four);
  EXPECT_EQ(flood(doubles, seeds_, mask_, shape_, {Connectivity::Four}), four);
  EXPECT_EQ(flood(image_, seeds_, mask_, shape_, {Connectivity::Eight}), eight);
  EXPECT_EQ(flood(doubles, seeds_, mask_, shape_, {Connectivity::Eight}), eight);
}

// golden (scikit-image 0.18.3): with markers of different values each component is flooded alone.
TEST_P(Watershed, FloodsInOrderOfArrival) {
  for (std::size_t i = 0; i < seeds_.size(); ++i) image_[i] += static_cast<float>(seeds_[i]) / 16.0f;
  const std::vector<std::int32_t> expected{0, 1, 2, 1, 1, 1, 1, 1, 1,  //
                                           1, 1, 0, 1, 1, 1, 1, 1, 1,  //
                                           1, 1, 1, 1, 0, 1, 1, 1, 1,  //
                                           6, 6, 6, 6, 3, 5, 0, 4, 1,  //
                                           6, 6, 6, 6, 6, 6, 4, 4, 0,  //
                                           6, 6, 6, 6, 6, 6, 4, 4, 4,  //
                                           6, 0, 6, 6, 6, 6, 4, 4, 4};
  EXPECT_EQ(flood(image_, seeds_, mask_, shape_, {Connectivity::Eight}), expected);
}

// golden (scikit-image 0.18.3): distances count, lines stay free, and labels may be negative.
TEST_P(Watershed, CompactSegmentsAndLines) {
  const std::vector<double> doubles(image_.begin(), image_.end());
  const std::vector<std::int32_t> compact{0, 1, 2, 2, 2, 2, 2, 5, 5,  //
                                          1, 1, 0, 2, 2, 2, 5, 5, 5,  //
                                          1, 1, 2, 2, 0, 5, 5, 5, 5,  //
                                          6, 1, 3, 3, 3, 5, 0, 5, 5,  //
                                          6, 6, 6, 3, 5, 5, 5, 4, 0,  //
                                          6, 6, 6, 3, 3, 5, 4, 4, 4,  //
                                          6, 0, 3, 3, 3, 4, 4, 4, 4};
  const std::vector<std::int32_t> lined{0, 1, 2, 0, 5, 5, 5, 5, 5,  //
                                        1, 1, 0, 1, 0, 5, 5, 5, 5,  //
                                        1, 1, 1, 1, 0, 5, 5, 5, 5,  //
                                        0, 0, 0, 0, 3, 5, 0, 5, 5,  //
                                        6, 6, 6, 0, 0, 5, 5, 0, 0,  //
                                        6, 6, 0, 5, 5, 5, 0, 4, 4,  //
                                        6, 0, 5, 5, 5, 0, 4, 4, 4};
  const std::vector<std::int32_t> both{0,  -1, -2, -2, -2, -2, -2, -2, -2,  //
                                       -1, 0,  0,  -2, -2, -2, -2, -2, -2,  //
                                       -1, 0,  -2, 0,  0,  0,  0,  -2, -2,  //
                                       0,  0,  0,  0,  -3, -5, 0,  0,  0,   //
                                       -6, -6, -6, 0,  0,  0,  0,  -4, 0,   //
                                       -6, -6, -6, 0,  -4, -4, -4, -4, -4,  //
                                       -6, 0,  -6, 0,  -4, -4, -4, -4, -4};
  std::vector<std::int32_t> negative = seeds_;
  for (std::int32_t& seed : negative) seed = -seed;
  EXPECT_EQ(flood(image_, seeds_, mask_, shape_, {.compactness = .5}), compact);
  EXPECT_EQ(flood(doubles, seeds_, mask_, shape_, {.compactness = .5}), compact);
  EXPECT_EQ(flood(image_, seeds_, mask_, shape_, {.lines = true}), lined);
  EXPECT_EQ(flood(image_, negative, mask_, shape_, {Connectivity::Eight, .5, true}), both);
}

// analytic: a component with one label is that label, one without is background, markers outside the mask
// count for nothing.
TEST_P(Watershed, FillsComponentsWithOneLabel) {
  const std::vector<float> image{3, 1, 2, 9, 1, 5, 4, 8};
  const std::vector<std::uint8_t> mask{1, 1, 1, 0, 1, 1, 0, 1};
  const std::vector<std::int32_t> markers{7, 0, 7, 6, 0, 0, 0, 4};
  EXPECT_EQ(flood(image, markers, mask, {1, 8}, {Connectivity::Four}),
            (std::vector<std::int32_t>{7, 7, 7, 0, 0, 0, 0, 4}));
}

// edge: any shape, without markers and with one.
TEST_P(Watershed, TakesEveryShape) {
  for (const Shape2 shape : test::every_shape()) {
    std::vector<std::int32_t> markers(shape.size());
    const std::vector<std::uint8_t> mask(shape.size(), 1);
    const auto image = test::noise(shape.size());
    EXPECT_EQ(flood(image, markers, mask, shape, {Connectivity::Eight}), markers);
    if (shape.empty()) continue;
    markers.back() = 2;
    EXPECT_EQ(flood(image, markers, mask, shape, {Connectivity::Four}),
              std::vector<std::int32_t>(shape.size(), 2));
    EXPECT_EQ(flood(image, markers, mask, shape, {Connectivity::Four, 1, true}),
              std::vector<std::int32_t>(shape.size(), 2));
  }
}

}  // namespace
}  // namespace cellerate
