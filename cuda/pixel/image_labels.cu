/// Maps over pixels.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/image_labels.hpp"

#include <cmath>
#include <type_traits>

#include "cuda/core/launch.hpp"
#include "cuda/region/pixel_index.hpp"

namespace cellerate::kernel {
namespace {

constexpr std::int32_t kHighest16 = 65535;

template <class T>
struct ToBinary {
  View2<const T> image;
  View2<std::int32_t> labels;
  CEL_FN void operator()(std::int64_t i) const {
    if constexpr (std::is_floating_point_v<T>)
      labels[i] = image[i] > T(0.5);
    else if constexpr (std::is_same_v<T, std::int32_t>)
      labels[i] = image[i] > 0x3fffffff;
    else
      labels[i] = image[i] != 0;
  }
};

template <class T>
struct ToSixteenBits {
  View2<const T> image;
  View2<std::int32_t> labels;
  CEL_FN void operator()(std::int64_t i) const {
    if constexpr (std::is_floating_point_v<T>) {
      const T value = std::rint(image[i] * T(kHighest16));
      labels[i] = value > 0 ? (value < T(kHighest16) ? static_cast<std::int32_t>(value) : kHighest16) : 0;
    } else {
      labels[i] = image[i] ? kHighest16 : 0;
    }
  }
};

struct KeepUpperBits {
  View2<const std::int32_t> image;
  View2<std::int32_t> labels;
  int dropped;
  CEL_FN void operator()(std::int64_t i) const { labels[i] = image[i] > 0 ? image[i] >> dropped : 0; }
};

template <class T>
struct Truncate {
  View2<const T> image;
  View2<std::int32_t> labels;
  CEL_FN void operator()(std::int64_t i) const {
    const double value = static_cast<double>(image[i]);
    labels[i] =
        value > -2147483648.0 && value < 2147483648.0 ? static_cast<std::int32_t>(value) : -0x7fffffff;
  }
};

template <template <class> class Map, class T>
void map(Queue& queue, View2<const T> image, View2<std::int32_t> labels) {
  CEL_REQUIRE(labels.shape == image.shape, "image to labels: the output must have the shape of the image");
  for_each_index(queue, image.size(), Map<T>{image, labels});
}

}  // namespace

void binary_labels(Queue& queue, View2<const float> image, View2<std::int32_t> labels) {
  map<ToBinary>(queue, image, labels);
}
void binary_labels(Queue& queue, View2<const double> image, View2<std::int32_t> labels) {
  map<ToBinary>(queue, image, labels);
}
void binary_labels(Queue& queue, View2<const std::int32_t> image, View2<std::int32_t> labels) {
  map<ToBinary>(queue, image, labels);
}
void binary_labels(Queue& queue, View2<const std::uint8_t> binary, View2<std::int32_t> labels) {
  map<ToBinary>(queue, binary, labels);
}

void sixteen_bit_labels(Queue& queue, View2<const float> image, View2<std::int32_t> labels) {
  map<ToSixteenBits>(queue, image, labels);
}
void sixteen_bit_labels(Queue& queue, View2<const double> image, View2<std::int32_t> labels) {
  map<ToSixteenBits>(queue, image, labels);
}
void sixteen_bit_labels(Queue& queue, View2<const std::int32_t> image, View2<std::int32_t> labels) {
  CEL_REQUIRE(labels.shape == image.shape, "image to labels: the output must have the shape of the image");
  const int dropped = max_label(queue, image) <= kHighest16 ? 0 : 15;
  for_each_index(queue, image.size(), KeepUpperBits{image, labels, dropped});
}
void sixteen_bit_labels(Queue& queue, View2<const std::uint8_t> binary, View2<std::int32_t> labels) {
  map<ToSixteenBits>(queue, binary, labels);
}

void truncated_labels(Queue& queue, View2<const float> image, View2<std::int32_t> labels) {
  map<Truncate>(queue, image, labels);
}
void truncated_labels(Queue& queue, View2<const double> image, View2<std::int32_t> labels) {
  map<Truncate>(queue, image, labels);
}

}  // namespace cellerate::kernel
