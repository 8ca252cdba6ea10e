/// A map over the pixels of the part.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/paste.hpp"

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

struct Paste {
  const float* image;
  int width, channels, y0, x0, out_width, out_channels;
  float* out;
  CEL_FN void operator()(int y, int x) const {
    const float* const from = image + (static_cast<std::int64_t>(y) * width + x) * channels;
    float* const to = out + (static_cast<std::int64_t>(y + y0) * out_width + x + x0) * out_channels;
    for (int c = 0; c < out_channels; ++c) to[c] = from[channels == 1 ? 0 : c];
  }
};

}  // namespace

void paste(Queue& queue, View1<const float> image, Shape2 shape, int channels, Shape2 part, int y0, int x0,
           View1<float> out, Shape2 out_shape, int out_channels) {
  CEL_REQUIRE(channels == 1 || channels == out_channels, "paste: the images must have the same channels");
  CEL_REQUIRE(part.height <= shape.height && part.width <= shape.width && y0 >= 0 && x0 >= 0 &&
                  y0 + part.height <= out_shape.height && x0 + part.width <= out_shape.width &&
                  image.size == shape.size() * channels && out.size == out_shape.size() * out_channels,
              "paste: the part must lie in both images");
  for_each_pixel(queue, part,
                 Paste{image.data, shape.width, channels, y0, x0, out_shape.width, out_channels, out.data});
}

}  // namespace cellerate::kernel
