// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/connected_components.hpp"

#include <algorithm>
#include <cstdlib>

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

using kernel::Connectivity;

class ConnectedComponents : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(ConnectedComponents);

/// Flood fill from each pixel in raster order: slow, and obviously right.
std::vector<std::int32_t> flood(const std::vector<std::int32_t>& values, std::int32_t background,
                                Shape2 shape, Connectivity connectivity) {
  std::vector<std::int32_t> components(values.size());
  std::int32_t count = 0;
  for (int start = 0; start < shape.size(); ++start) {
    if (values[start] == background || components[start]) continue;
    ++count;
    std::vector<int> open{start};
    components[start] = count;
    while (!open.empty()) {
      const int y = open.back() / shape.width, x = open.back() % shape.width;
      open.pop_back();
      for (int dy = -1; dy <= 1; ++dy)
        for (int dx = -1; dx <= 1; ++dx) {
          if (connectivity == Connectivity::Four && dy != 0 && dx != 0) continue;
          const int other = (y + dy) * shape.width + x + dx;
          if (!shape.contains(y + dy, x + dx) || components[other] || values[other] != values[start])
            continue;
          components[other] = count;
          open.push_back(other);
        }
    }
  }
  return components;
}

// invariant: the components of a flood fill, numbered by their first pixels.
TEST_P(ConnectedComponents, AreThoseOfAFloodFill) {
  for (const Shape2 shape : test::every_shape())
    for (const Connectivity connectivity : {Connectivity::Four, Connectivity::Eight}) {
      const std::vector<std::int32_t> labels = test::blobs(shape, 3);
      std::vector<std::uint8_t> mask(labels.size());
      std::vector<std::int32_t> foreground(labels.size()), hollow(labels.size());
      for (std::size_t i = 0; i < labels.size(); ++i) {
        mask[i] = labels[i] ? 255 : 0;
        foreground[i] = labels[i] != 0;
        hollow[i] = labels[i] == 0;
      }
      Buffer<std::int32_t> out(queue(), shape);
      const auto expect = [&](int count, const std::vector<std::int32_t>& expected) {
        EXPECT_EQ(download(queue(), out), expected);
        EXPECT_EQ(count, expected.empty() ? 0 : *std::max_element(expected.begin(), expected.end()));
      };
      const auto device = upload(queue(), labels);
      const auto device_mask = upload(queue(), mask);
      const auto plane = out.view(shape);
      expect(kernel::connected_components(queue(), device_mask.view(shape), connectivity, plane),
             flood(foreground, 0, shape, connectivity));
      expect(kernel::background_components(queue(), device_mask.view(shape), connectivity, plane),
             flood(hollow, 0, shape, connectivity));
      expect(kernel::background_components(queue(), device.view(shape), connectivity, plane),
             flood(hollow, 0, shape, connectivity));
      for (const std::int32_t background : {0, 2})
        expect(kernel::equal_value_components(queue(), device.view(shape), background, connectivity, plane),
               flood(labels, background, shape, connectivity));
    }
}

// edge: nested brackets that only meet in the last row are one component.
TEST_P(ConnectedComponents, UniteLate) {
  const Shape2 shape{40, 79};
  std::vector<std::uint8_t> mask(shape.size());
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; x += 2) mask[y * shape.width + x] = y + std::abs(x - 39) >= 39;
  for (int x = 0; x < shape.width; ++x) mask[39 * shape.width + x] = 1;
  Buffer<std::int32_t> out(queue(), shape);
  EXPECT_EQ(kernel::connected_components(queue(), upload(queue(), mask).view(shape), Connectivity::Four,
                                         out.view(shape)),
            1);
}

/// Joins pixels in each other's squares until nothing changes, and numbers what is joined by first pixels.
std::vector<std::int32_t> joined_by_squares(const std::vector<std::uint8_t>& mask, Shape2 shape, int side) {
  std::vector<std::int32_t> components(mask.size());
  const int before = side / 2, after = side - 1 - before;
  const auto in_square = [=](int from, int to) { return to - from >= -before && to - from <= after; };
  std::int32_t count = 0;
  for (int start = 0; start < shape.size(); ++start) {
    if (!mask[start] || components[start]) continue;
    std::vector<int> open{start};
    components[start] = ++count;
    while (!open.empty()) {
      const int y = open.back() / shape.width, x = open.back() % shape.width;
      open.pop_back();
      for (int i = 0; i < shape.size(); ++i) {
        const int v = i / shape.width, u = i % shape.width;
        const bool meet = (in_square(y, v) && in_square(x, u)) || (in_square(v, y) && in_square(u, x));
        if (!mask[i] || components[i] || !meet) continue;
        components[i] = count;
        open.push_back(i);
      }
    }
  }
  return components;
}

// invariant: components by squares of any side, as a search through the whole plane finds them.
TEST_P(ConnectedComponents, SquaresJoinWhatDoesNotTouch) {
  for (const Shape2 shape : {Shape2{0, 0}, Shape2{1, 1}, Shape2{1, 40}, Shape2{40, 1}, Shape2{23, 31}})
    for (const int side : {1, 2, 3, 4, 7, 16})
      for (const float density : {.02f, .1f, .6f, 1.0f}) {
        std::vector<std::uint8_t> mask;
        for (const float value : test::noise(shape.size(), 7)) mask.push_back(value < density);
        Buffer<std::int32_t> out(queue(), shape);
        const auto device_mask = upload(queue(), mask);
        const int count = kernel::square_components(queue(), device_mask.view(shape), side, out.view(shape));
        const auto expected = joined_by_squares(mask, shape, side);
        EXPECT_EQ(download(queue(), out), expected);
        EXPECT_EQ(count, expected.empty() ? 0 : *std::max_element(expected.begin(), expected.end()));
      }
}

// analytic: a square of 16 pixels joins pixels up to 8 rows and columns apart, but not from corner to corner
// on one of the diagonals.
TEST_P(ConnectedComponents, AnEvenSquareIsNotSymmetric) {
  const Shape2 shape{9, 9};
  const auto count = [&](int first, int second) {
    std::vector<std::uint8_t> mask(81, 0);
    mask[first] = mask[second] = 1;
    Buffer<std::int32_t> out(queue(), shape);
    const auto device_mask = upload(queue(), mask);
    return kernel::square_components(queue(), device_mask.view(shape), 16, out.view(shape));
  };
  EXPECT_EQ(count(0, 80), 1);
  EXPECT_EQ(count(0, 8), 1);
  EXPECT_EQ(count(0, 72), 1);
  EXPECT_EQ(count(8, 72), 2);
}

}  // namespace
}  // namespace cellerate
