// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/binary_dilate.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate {
namespace {

class BinaryDilate : public test::EveryDevice {};
CEL_ON_EVERY_DEVICE(BinaryDilate);

// analytic: a point becomes the footprint and the footprint a point, also where it is not symmetric.
TEST_P(BinaryDilate, TurnsAPointIntoTheFootprintAndBack) {
  const Shape2 shape{7, 9};
  const std::vector<kernel::Offset> footprint{{0, 0}, {0, 1}, {0, 2}, {1, 0}};
  std::vector<std::uint8_t> point(63);
  point[2 * 9 + 3] = 1;
  auto expected = point;
  // scipy.ndimage mirrors the structure when it dilates, so that each pixel looks where the structure points
  // from.
  for (const auto& [dy, dx] : footprint) expected[(2 + dy) * 9 + 3 + dx] = 1;
  Buffer<std::uint8_t> grown(queue(), shape), back(queue(), shape);
  kernel::binary_dilate(queue(), upload(queue(), point).view(shape), footprint, grown.view(shape));
  EXPECT_EQ(download(queue(), grown), expected);
  kernel::binary_erode(queue(), grown.view(shape), footprint, back.view(shape));
  EXPECT_EQ(download(queue(), back), point);
}

// edge: the outside is off, so that a full plane loses its frame to a cross and keeps it when it grows.
TEST_P(BinaryDilate, TakesTheOutsideAsOff) {
  for (const Shape2 shape : test::every_shape()) {
    const std::vector<std::uint8_t> full(shape.size(), 1);
    Buffer<std::uint8_t> out(queue(), shape);
    kernel::binary_dilate(queue(), upload(queue(), full).view(shape), kernel::disk_footprint(1),
                          out.view(shape));
    EXPECT_EQ(download(queue(), out), full);
    kernel::binary_erode(queue(), upload(queue(), full).view(shape), kernel::disk_footprint(1),
                         out.view(shape));
    const auto eroded = download(queue(), out);
    for (int y = 0; y < shape.height; ++y)
      for (int x = 0; x < shape.width; ++x)
        EXPECT_EQ(eroded[y * shape.width + x], y > 0 && x > 0 && y + 1 < shape.height && x + 1 < shape.width);
  }
}

}  // namespace
}  // namespace cellerate
