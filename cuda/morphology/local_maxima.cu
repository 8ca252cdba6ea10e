/// A stencil with an early exit.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/local_maxima.hpp"

#include "cuda/core/launch.hpp"
#include "cuda/filter/cubic_resample.hpp"
#include "cuda/morphology/binary_shrink.hpp"

namespace cellerate::kernel {
namespace {

template <class T>
struct LocalMaxima {
  View2<const T> image;
  View2<const std::int32_t> labels;
  const Offset* offsets;
  int count;
  View2<std::uint8_t> maxima;
  CEL_FN void operator()(int y, int x) const { maxima(y, x) = labels(y, x) != 0 && is_maximum(y, x); }
  CEL_FN bool is_maximum(int y, int x) const {
    const T value = image(y, x);
    if (value <= 0) return false;
    const std::int32_t label = labels(y, x);
    for (int k = 0; k < count; ++k) {
      const int v = y + offsets[k].dy, u = x + offsets[k].dx;
      if (labels.shape.contains(v, u) && labels(v, u) == label && value < image(v, u)) return false;
    }
    return true;
  }
};

template <class T>
void find_maxima(Queue& queue, View2<const T> image, View2<const std::int32_t> labels,
                 const std::vector<Offset>& footprint, View2<std::uint8_t> maxima) {
  CEL_REQUIRE(labels.shape == image.shape && maxima.shape == image.shape,
              "local maxima: all planes must have one shape");
  const auto offsets = upload(queue, footprint);
  for_each_pixel(queue, image.shape,
                 LocalMaxima<T>{image, labels, offsets.data(), static_cast<int>(footprint.size()), maxima});
}

template <class T>
void find_seeds(Queue& queue, View2<const T> image, View2<const std::int32_t> labels,
                const std::vector<Offset>& footprint, double factor, View2<std::uint8_t> seeds) {
  const Shape2 shape = image.shape;
  Buffer<std::uint8_t> maxima(queue, shape);
  if (factor < 1) {
    const Shape2 small = scaled_shape(shape, factor);
    Buffer<std::int32_t> small_labels(queue, small);
    Buffer<T> small_image(queue, small);
    Buffer<std::uint8_t> small_maxima(queue, small);
    nearest_resample(queue, labels, factor, small_labels.view(small));
    cubic_resample(queue, image, factor, small_labels.view(small), small_image.view(small));
    find_maxima<T>(queue, small_image.view(small), small_labels.view(small), footprint,
                   small_maxima.view(small));
    // CellProfiler takes the ratio of the heights for both axes.
    const double ratio = static_cast<double>(shape.height) / static_cast<double>(small.height);
    cubic_resample(queue, small_maxima.view(small), ratio, maxima.view(shape));
  } else {
    find_maxima(queue, image, labels, footprint, maxima.view(shape));
  }
  binary_shrink(queue, maxima.view(shape), kUntilStable, seeds);
}

}  // namespace

void local_maxima(Queue& queue, View2<const float> image, View2<const std::int32_t> labels,
                  const std::vector<Offset>& footprint, View2<std::uint8_t> maxima) {
  find_maxima(queue, image, labels, footprint, maxima);
}

void local_maxima(Queue& queue, View2<const double> image, View2<const std::int32_t> labels,
                  const std::vector<Offset>& footprint, View2<std::uint8_t> maxima) {
  find_maxima(queue, image, labels, footprint, maxima);
}

void object_seeds(Queue& queue, View2<const float> image, View2<const std::int32_t> labels,
                  const std::vector<Offset>& footprint, double factor, View2<std::uint8_t> seeds) {
  find_seeds(queue, image, labels, footprint, factor, seeds);
}

void object_seeds(Queue& queue, View2<const double> image, View2<const std::int32_t> labels,
                  const std::vector<Offset>& footprint, double factor, View2<std::uint8_t> seeds) {
  find_seeds(queue, image, labels, footprint, factor, seeds);
}

}  // namespace cellerate::kernel
