/// Maps over pixels.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/paint_labels.hpp"

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

struct Paint {
  View2<const std::int32_t> labels;
  View1<const float> values;
  int channels;
  float* out;
  CEL_FN void operator()(std::int64_t i) const {
    const std::int64_t from = static_cast<std::int64_t>(labels[i]) * channels;
    for (int c = 0; c < channels; ++c)
      out[i * channels + c] = from + c < values.size ? values[from + c] : 0.0f;
  }
};

}  // namespace

void paint_labels(Queue& queue, View2<const std::int32_t> labels, View1<const float> colors,
                  View1<float> out) {
  CEL_REQUIRE(out.size == 3 * labels.size(), "paint labels: three values a pixel");
  for_each_index(queue, labels.size(), Paint{labels, colors, 3, out.data});
}

void paint_labels_gray(Queue& queue, View2<const std::int32_t> labels, View1<const float> values,
                       View2<float> out) {
  CEL_REQUIRE(out.shape == labels.shape, "paint labels: one value a pixel");
  for_each_index(queue, labels.size(), Paint{labels, values, 1, out.data});
}

}  // namespace cellerate::kernel
