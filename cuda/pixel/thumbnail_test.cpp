/// Thumbnails against Pillow 11, byte for byte.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/thumbnail.hpp"

#include "tests/support/kernel_test.hpp"

namespace cellerate::kernel {
namespace {

using Thumbnail = test::EveryDevice;

/// (7 x + 13 y + x y + 50 c) % 256 / 255, and 1/8 more where thumbnails are scaled.
std::vector<float> pattern(Shape2 shape, int channels, bool scale) {
  std::vector<float> pixels;
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x)
      for (int c = 0; c < channels; ++c)
        pixels.push_back(static_cast<float>((7 * x + 13 * y + x * y + 50 * c) % 256) / 255.0f +
                         (scale ? 0.125f : 0.0f));
  return pixels;
}

std::uint32_t fnv1a(const std::vector<std::uint8_t>& bytes) {
  std::uint32_t hash = 2166136261u;
  for (const std::uint8_t byte : bytes) hash = (hash ^ byte) * 16777619u;
  return hash;
}

// Golden: hashes of numpy.asarray(Image.fromarray(...).resize(size)).
TEST_P(Thumbnail, HasPillowsBytes) {
  struct Case {
    Shape2 shape;
    int channels;
    bool scale;
    Shape2 size;
    std::uint32_t hash;
  };
  for (const Case& c :
       {Case{{300, 417}, 1, false, {143, 200}, 0xedc44a16}, Case{{300, 417}, 1, true, {143, 200}, 0xc7b2d0e7},
        Case{{90, 50}, 1, false, {200, 111}, 0x1a71e6d0}, Case{{90, 50}, 3, true, {200, 111}, 0x2a113a99},
        Case{{200, 200}, 1, false, {200, 200}, 0x222bff55}, Case{{1, 1}, 1, false, {200, 200}, 0x45a1ac5},
        Case{{513, 40}, 3, false, {200, 15}, 0x15c66abf}, Case{{513, 40}, 3, true, {200, 15}, 0x9dd478d8}}) {
    const auto pixels = upload(queue(), pattern(c.shape, c.channels, c.scale));
    const Picture picture = thumbnail(queue(), pixels.data(), c.shape, c.channels, c.scale);
    EXPECT_EQ(picture.shape.height, c.size.height);
    EXPECT_EQ(picture.shape.width, c.size.width);
    EXPECT_EQ(fnv1a(picture.samples), c.hash)
        << c.shape.height << " x " << c.shape.width << " x " << c.channels;
  }
}

// Edge: binary images are black and white; NaN (0 / 0 of a black image) is black; no pixel is an error.
TEST_P(Thumbnail, TakesBinaryAndBlackImages) {
  const auto binary = upload(queue(), std::vector<std::uint8_t>{0, 1, 1, 0});
  EXPECT_EQ(thumbnail(queue(), binary.data(), {2, 2}, 1, true).samples.size(), 40000u);
  const auto black = upload(queue(), std::vector<double>(4, 0.0));
  EXPECT_EQ(thumbnail(queue(), black.data(), {2, 2}, 1, true).samples, std::vector<std::uint8_t>(40000, 0));
  EXPECT_THROW(thumbnail(queue(), black.data(), {1, 300}, 1, true), std::invalid_argument);
}

CEL_ON_EVERY_DEVICE(Thumbnail);

}  // namespace
}  // namespace cellerate::kernel
