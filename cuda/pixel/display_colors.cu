// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/display_colors.hpp"

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kColors = 3;

/// NaN becomes 0.
template <class T>
CEL_FN std::uint8_t byte_of(T sample) {
  const T scaled = sample * T(255);
  return static_cast<std::uint8_t>(scaled > 0 ? (scaled < 255 ? scaled : T(255)) : T(0));
}

template <class T>
struct Bytes {
  const T* samples;
  std::uint8_t* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = byte_of(samples[i]); }
};

struct Tint {
  const double* gray;
  const std::int32_t* labels;
  const double* colors;
  std::uint8_t* out;
  CEL_FN void operator()(std::int64_t i) const {
    const double* color = colors + std::int64_t{kColors} * labels[i];
    for (int c = 0; c < kColors; ++c) out[i * kColors + c] = byte_of(color[c] * gray[i]);
  }
};

struct ColorBytes {
  const std::uint8_t *bytes, *colors;
  std::uint8_t* out;
  CEL_FN void operator()(std::int64_t i) const {
    for (int c = 0; c < kColors; ++c) out[i * kColors + c] = colors[bytes[i] * kColors + c];
  }
};

}  // namespace

void display_bytes(Queue& queue, View1<const float> samples, View1<std::uint8_t> out) {
  for_each_index(queue, samples.size, Bytes<float>{samples.data, out.data});
}

void display_bytes(Queue& queue, View1<const double> samples, View1<std::uint8_t> out) {
  for_each_index(queue, samples.size, Bytes<double>{samples.data, out.data});
}

void tint_labels(Queue& queue, View1<const double> gray, View1<const std::int32_t> labels,
                 View1<const double> colors, View1<std::uint8_t> out) {
  for_each_index(queue, gray.size, Tint{gray.data, labels.data, colors.data, out.data});
}

void color_bytes(Queue& queue, View1<const std::uint8_t> bytes, View1<const std::uint8_t> colors,
                 View1<std::uint8_t> out) {
  for_each_index(queue, bytes.size, ColorBytes{bytes.data, colors.data, out.data});
}

}  // namespace cellerate::kernel
