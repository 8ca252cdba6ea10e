// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/mask.hpp"

#include <stdexcept>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

struct ClearOutside {
  const std::uint8_t* mask;
  float* plane;
  CEL_FN void operator()(std::int64_t i) const { plane[i] = mask[i] ? plane[i] : 0.0f; }
};

template <class Other, class T>
struct FillOutside {
  const std::uint8_t* mask;
  const Other* other;
  T* plane;
  CEL_FN void operator()(std::int64_t i) const { plane[i] = mask[i] ? plane[i] : static_cast<T>(other[i]); }
};

template <class Other, class T>
void fill(Queue& queue, View2<const std::uint8_t> mask, View2<const Other> other, View2<T> plane) {
  if (!mask) return;
  CEL_REQUIRE(mask.shape == plane.shape && other.shape == plane.shape, "mask and planes must have one shape");
  for_each_index(queue, plane.size(), FillOutside<Other, T>{mask.data, other.data, plane.data});
}

template <class T>
struct KeepInside {
  const std::uint8_t* mask;
  const T* pixels;
  int channels;
  T* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = mask[i / channels] ? pixels[i] : T(0); }
};

/// Gray images without the division.
template <class T>
struct KeepGrayInside {
  const std::uint8_t* mask;
  const T* pixels;
  T* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = mask[i] ? pixels[i] : T(0); }
};

template <class T>
void keep_samples(Queue& queue, const std::uint8_t* mask, SampleView pixels, int channels, void* out) {
  const T* const from = static_cast<const T*>(pixels.data);
  T* const to = static_cast<T*>(out);
  if (channels == 1)
    for_each_index(queue, pixels.size, KeepGrayInside<T>{mask, from, to});
  else
    for_each_index(queue, pixels.size, KeepInside<T>{mask, from, channels, to});
}

template <class T>
struct Above {
  const T* plane;
  double threshold;
  std::uint8_t* mask;
  CEL_FN void operator()(std::int64_t i) const { mask[i] = static_cast<double>(plane[i]) > threshold; }
};

struct Invert {
  std::uint8_t* mask;
  CEL_FN void operator()(std::int64_t i) const { mask[i] = mask[i] == 0; }
};

struct Intersect {
  std::uint8_t* mask;
  const std::uint8_t* other;
  CEL_FN void operator()(std::int64_t i) const { mask[i] = mask[i] & other[i]; }
};

}  // namespace

void clear_outside(Queue& queue, View2<const std::uint8_t> mask, View2<float> plane) {
  if (!mask) return;
  CEL_REQUIRE(mask.shape == plane.shape, "mask and plane must have one shape");
  for_each_index(queue, plane.size(), ClearOutside{mask.data, plane.data});
}

void fill_outside(Queue& queue, View2<const std::uint8_t> mask, View2<const float> other,
                  View2<float> plane) {
  fill(queue, mask, other, plane);
}
void fill_outside(Queue& queue, View2<const std::uint8_t> mask, View2<const float> other,
                  View2<double> plane) {
  fill(queue, mask, other, plane);
}
void fill_outside(Queue& queue, View2<const std::uint8_t> mask, View2<const double> other,
                  View2<double> plane) {
  fill(queue, mask, other, plane);
}

void keep_inside(Queue& queue, View2<const std::uint8_t> mask, SampleView pixels, int channels, void* out) {
  CEL_REQUIRE(mask.size() * channels == pixels.size, "mask and image must have one shape");
  switch (sample_size(pixels.type)) {
    case 1:
      return keep_samples<std::uint8_t>(queue, mask.data, pixels, channels, out);
    case 4:  // bits of floats and of labels alike
      return keep_samples<std::uint32_t>(queue, mask.data, pixels, channels, out);
    case 8:
      return keep_samples<std::uint64_t>(queue, mask.data, pixels, channels, out);
    default:
      throw std::invalid_argument("no image of a pipeline has samples of 16 bits");
  }
}

void above(Queue& queue, SampleView plane, double threshold, View1<std::uint8_t> mask) {
  switch (plane.type) {
    case Sample::Bool:
      return for_each_index(
          queue, plane.size,
          Above<std::uint8_t>{static_cast<const std::uint8_t*>(plane.data), threshold, mask.data});
    case Sample::F32:
      return for_each_index(queue, plane.size,
                            Above<float>{static_cast<const float*>(plane.data), threshold, mask.data});
    case Sample::F64:
      return for_each_index(queue, plane.size,
                            Above<double>{static_cast<const double*>(plane.data), threshold, mask.data});
    default:
      throw std::invalid_argument("the image holds labels, not intensities");
  }
}

void invert(Queue& queue, View1<std::uint8_t> mask) { for_each_index(queue, mask.size, Invert{mask.data}); }

void intersect(Queue& queue, View1<std::uint8_t> mask, View1<const std::uint8_t> other) {
  CEL_REQUIRE(mask.size == other.size, "masks must have one shape");
  for_each_index(queue, mask.size, Intersect{mask.data, other.data});
}

}  // namespace cellerate::kernel
