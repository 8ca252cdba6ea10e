/// Cheap maps over the samples, one instantiation for each type that files have.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/convert.hpp"

#include <limits>
#include <stdexcept>
#include <type_traits>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

template <class T>
struct Divide {
  const T* samples;
  float divisor;
  float* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = static_cast<float>(samples[i]) / divisor; }
};

/// (float(sample) - shift) / divisor, clipped to 0 ... 1.
template <class T>
struct ShiftDivideClip {
  const T* samples;
  float shift, divisor;
  float* out;
  CEL_FN void operator()(std::int64_t i) const {
    const float value = (static_cast<float>(samples[i]) - shift) / divisor;
    out[i] = value < 0 ? 0 : value > 1 ? 1 : value;
  }
};

struct ChangeChannels {
  const float* pixels;
  int channels, new_channels;
  float* out;
  CEL_FN void operator()(std::int64_t i) const {
    const std::int64_t pixel = i / new_channels;
    const int channel = channels == 1 ? 0 : static_cast<int>(i % new_channels);
    out[i] = channel < channels ? pixels[pixel * channels + channel] : 0;
  }
};

struct RgbToGray {
  const float* pixels;
  int channels;
  float* out;
  CEL_FN void operator()(std::int64_t i) const {
    const float* rgb = pixels + i * channels;
    out[i] = rgb[0] * 0.2125f + rgb[1] * 0.7154f + rgb[2] * 0.0721f;
  }
};

template <class T>
struct Widen {
  const T* samples;
  double* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = static_cast<double>(samples[i]); }
};

template <class T>
struct NonZero {
  const T* pixels;
  std::uint8_t* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = pixels[i] != 0; }
};

/// Calls f(std::type_identity<T>()) with the C++ type of the samples.
template <class F>
void with_type(Sample type, const F& f) {
  switch (type) {
    case Sample::Bool:
    case Sample::U8:
      return f(std::type_identity<std::uint8_t>());
    case Sample::I8:
      return f(std::type_identity<std::int8_t>());
    case Sample::U16:
      return f(std::type_identity<std::uint16_t>());
    case Sample::I16:
      return f(std::type_identity<std::int16_t>());
    case Sample::U32:
      return f(std::type_identity<std::uint32_t>());
    case Sample::I32:
      return f(std::type_identity<std::int32_t>());
    case Sample::U64:
      return f(std::type_identity<std::uint64_t>());
    case Sample::I64:
      return f(std::type_identity<std::int64_t>());
    case Sample::F32:
      return f(std::type_identity<float>());
    case Sample::F64:
      return f(std::type_identity<double>());
  }
  throw std::invalid_argument("unknown type of samples");
}

}  // namespace

int sample_size(Sample type) {
  int size = 0;
  with_type(type, [&](auto tag) { size = sizeof(typename decltype(tag)::type); });
  return size;
}

void divide_samples(Queue& queue, SampleView samples, float divisor, View1<float> out) {
  with_type(samples.type, [&](auto tag) {
    using T = typename decltype(tag)::type;
    for_each_index(queue, samples.size, Divide<T>{static_cast<const T*>(samples.data), divisor, out.data});
  });
}

void full_range(Queue& queue, SampleView samples, View1<float> out) {
  with_type(samples.type, [&](auto tag) {
    using T = typename decltype(tag)::type;
    const T* data = static_cast<const T*>(samples.data);
    if constexpr (std::is_floating_point_v<T>) {
      for_each_index(queue, samples.size, Divide<T>{data, 1, out.data});
    } else if constexpr (std::is_unsigned_v<T>) {
      for_each_index(queue, samples.size,
                     Divide<T>{data, static_cast<float>(std::numeric_limits<T>::max()), out.data});
    } else {
      const auto range = static_cast<float>(std::numeric_limits<std::make_unsigned_t<T>>::max());
      for_each_index(
          queue, samples.size,
          ShiftDivideClip<T>{data, static_cast<float>(std::numeric_limits<T>::min()), range, out.data});
    }
  });
}

void change_channels(Queue& queue, View1<const float> pixels, int channels, int new_channels,
                     View1<float> out) {
  for_each_index(queue, pixels.size / channels * new_channels,
                 ChangeChannels{pixels.data, channels, new_channels, out.data});
}

void rgb_to_gray(Queue& queue, View1<const float> pixels, int channels, View1<float> out) {
  for_each_index(queue, pixels.size / channels, RgbToGray{pixels.data, channels, out.data});
}

void widen(Queue& queue, SampleView samples, View1<double> out) {
  with_type(samples.type, [&](auto tag) {
    using T = typename decltype(tag)::type;
    for_each_index(queue, samples.size, Widen<T>{static_cast<const T*>(samples.data), out.data});
  });
}

void nonzero(Queue& queue, View1<const float> pixels, View1<std::uint8_t> out) {
  for_each_index(queue, pixels.size, NonZero<float>{pixels.data, out.data});
}
void nonzero(Queue& queue, View1<const double> pixels, View1<std::uint8_t> out) {
  for_each_index(queue, pixels.size, NonZero<double>{pixels.data, out.data});
}

}  // namespace cellerate::kernel
