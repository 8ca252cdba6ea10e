/// A map over pixels.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/blend_labels.hpp"

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

template <class T>
struct Blend {
  const T* image;
  const std::int32_t* labels;
  const double* colors;
  double opacity;
  T rest;
  double* out;
  CEL_FN void operator()(std::int64_t i) const {
    const double below = image[i] * rest;
    for (int c = 0; c < 3; ++c) out[3 * i + c] = colors[3 * labels[i] + c] * opacity + below;
  }
};

template <class T>
void blend(Queue& queue, View2<const T> image, View2<const std::int32_t> labels, View1<const double> colors,
           double opacity, View1<double> out) {
  CEL_REQUIRE(image.shape == labels.shape && out.size == 3 * labels.size(),
              "blend labels: all planes must have one shape");
  for_each_index(
      queue, labels.size(),
      Blend<T>{image.data, labels.data, colors.data, opacity, static_cast<T>(1 - opacity), out.data});
}

}  // namespace

void blend_labels(Queue& queue, View2<const float> image, View2<const std::int32_t> labels,
                  View1<const double> colors, double opacity, View1<double> out) {
  blend(queue, image, labels, colors, opacity, out);
}

void blend_labels(Queue& queue, View2<const double> image, View2<const std::int32_t> labels,
                  View1<const double> colors, double opacity, View1<double> out) {
  blend(queue, image, labels, colors, opacity, out);
}

}  // namespace cellerate::kernel
