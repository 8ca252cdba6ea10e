// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/propagate.hpp"

#include <algorithm>
#include <cmath>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class Propagate : public test::EveryDevice {
 protected:
  // Few values, so that most pixels tie.
  const Shape2 shape_{7, 9};
  std::vector<float> image_ = std::vector<float>(63);
  std::vector<std::int32_t> seeds_ = std::vector<std::int32_t>(63);
  std::vector<std::uint8_t> mask_ = std::vector<std::uint8_t>(63);
  Propagate() {
    for (int y = 0; y < 7; ++y)
      for (int x = 0; x < 9; ++x) {
        image_[y * 9 + x] = static_cast<float>((y * y * 3 + x * 5 + x * y) % 4) / 4;
        mask_[y * 9 + x] = (y * 5 + x * 3) % 11 != 0;
      }
    std::int32_t label = 0;
    for (const int pixel : {1, 2, 31, 61, 32, 54}) seeds_[pixel] = ++label;
  }

  std::vector<std::int32_t> spread(const std::vector<float>& image, const std::vector<std::int32_t>& seeds,
                                   const std::vector<std::uint8_t>& mask, Shape2 shape, double weight) {
    Buffer<std::int32_t> labels(queue(), shape);
    Buffer<double> distances(queue(), shape);
    const auto device_image = upload(queue(), image);
    kernel::propagate(queue(), image.empty() ? View2<const float>{} : device_image.view(shape),
                      upload(queue(), seeds).view(shape), upload(queue(), mask).view(shape), weight,
                      labels.view(shape), distances.view(shape));
    distances_ = download(queue(), distances);
    return download(queue(), labels);
  }
  std::vector<double> distances_;
};
CEL_ON_EVERY_DEVICE(Propagate);

// golden (centrosome 1.2.3): equal costs follow the heap that starts unsorted.
TEST_P(Propagate, ReplaysTheHeapWhereSeedsTie) {
  const std::vector<std::int32_t> half{0, 1, 2, 2, 2, 5, 5, 5, 5,  //
                                       1, 2, 0, 2, 3, 5, 5, 5, 5,  //
                                       2, 2, 2, 3, 0, 3, 5, 5, 5,  //
                                       3, 3, 3, 3, 3, 5, 0, 5, 5,  //
                                       6, 6, 3, 3, 5, 5, 5, 4, 0,  //
                                       6, 6, 3, 5, 3, 5, 4, 4, 4,  //
                                       6, 0, 6, 3, 3, 4, 4, 4, 4};
  EXPECT_EQ(spread(image_, seeds_, mask_, shape_, 0.5), half);
  const std::vector<double> third_row{
      5.692034557831068, 5.65685424949238,  4.960774516459779, 3.570714214271425, -1.0,
      3.082207001484488, 2.839454172900137, 5.144340287223359, 6.7254791173075485};
  for (int x = 0; x < 9; ++x) EXPECT_DOUBLE_EQ(distances_[18 + x], third_row[x]);
}

// golden (centrosome 1.2.3): without a weight for distance many steps cost nothing.
TEST_P(Propagate, ReplaysTheHeapWithoutAWeight) {
  const std::vector<std::int32_t> expected{0, 1, 2, 2, 2, 5, 5, 5, 5,  //
                                           1, 2, 0, 2, 3, 5, 5, 5, 5,  //
                                           2, 2, 2, 3, 0, 3, 5, 5, 5,  //
                                           3, 3, 3, 3, 3, 5, 0, 5, 5,  //
                                           6, 6, 3, 3, 5, 3, 5, 4, 0,  //
                                           6, 6, 3, 5, 3, 5, 4, 4, 4,  //
                                           6, 0, 6, 3, 3, 4, 4, 4, 4};
  EXPECT_EQ(spread(image_, seeds_, mask_, shape_, 0), expected);
}

// analytic: without change in the image the cost is w for a step, sqrt(2) w across a corner; a seed outside
// the mask stays where it is, and what the mask separates is not reached.
TEST_P(Propagate, MeasuresStepsWhereNothingChanges) {
  const std::vector<std::int32_t> seeds{5, 0, 0, 0, 0, 0, 0, 3};
  const std::vector<std::uint8_t> mask{1, 1, 0, 1, 0, 1, 0, 0};
  const Shape2 shape{2, 4};
  EXPECT_EQ(spread({}, seeds, mask, shape, 1.5), (std::vector<std::int32_t>{5, 5, 0, 0, 0, 5, 0, 3}));
  EXPECT_EQ(distances_, (std::vector<double>{0, 1.5, -1, -1, -1, std::sqrt(2 * 1.5 * 1.5), -1, 0}));
}

// invariant: distances are the shortest paths of a relaxation that goes on until nothing changes.
TEST_P(Propagate, FindsTheShortestPaths) {
  const Shape2 shape{31, 33};
  const std::vector<std::int32_t> seeds = [&] {
    std::vector<std::int32_t> values(shape.size());
    values[40] = 1;
    values[900] = 2;
    return values;
  }();
  const auto image = test::noise(shape.size());
  const std::vector<std::uint8_t> mask(shape.size(), 1);
  const auto labels = spread(image, seeds, mask, shape, 0.1);
  const auto at = [&](int y, int x) {
    return static_cast<double>(image[std::clamp(y, 0, 30) * 33 + std::clamp(x, 0, 32)]);
  };
  for (int y = 0; y < 31; ++y)
    for (int x = 0; x < 33; ++x) {
      if (seeds[y * 33 + x]) continue;
      double best = 1e9;
      bool same_label = false;
      for (int dy = -1; dy <= 1; ++dy)
        for (int dx = -1; dx <= 1; ++dx) {
          if ((dy == 0 && dx == 0) || !shape.contains(y + dy, x + dx)) continue;
          double change = 0;
          for (int v = -1; v <= 1; ++v)
            for (int u = -1; u <= 1; ++u) change += std::fabs(at(y + v, x + u) - at(y + dy + v, x + dx + u));
          const int other = (y + dy) * 33 + x + dx;
          const double cost = std::sqrt(change * change + (dy && dx ? 2 : 1) * 0.1 * 0.1) + distances_[other];
          if (cost < best) same_label = labels[other] == labels[y * 33 + x];
          best = std::min(best, cost);
        }
      ASSERT_EQ(distances_[y * 33 + x], best);
      ASSERT_TRUE(same_label);
    }
}

// edge: any shape, without seeds.
TEST_P(Propagate, TakesEveryShape) {
  for (const Shape2 shape : test::every_shape()) {
    const std::vector<std::int32_t> none(shape.size());
    EXPECT_EQ(
        spread(test::noise(shape.size()), none, std::vector<std::uint8_t>(shape.size(), 1), shape, 0.05),
        none);
  }
}

}  // namespace
}  // namespace cellerate
