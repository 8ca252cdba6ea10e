// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/color.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <type_traits>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

template <class T>
struct WeightedSum {
  const T* pixels;
  int channels;
  const ChannelWeight* terms;
  int count;
  float* gray;
  CEL_FN void operator()(std::int64_t i) const {
    const T* const pixel = pixels + i * channels;
    double sum = static_cast<double>(pixel[terms[0].channel]) * terms[0].weight;
    for (int k = 1; k < count; ++k) sum += static_cast<double>(pixel[terms[k].channel]) * terms[k].weight;
    gray[i] = static_cast<float>(sum);
  }
};

struct RgbToHsv {
  const float* rgb;
  float* hsv;
  CEL_FN void operator()(std::int64_t i) const {
    const float r = rgb[3 * i], g = rgb[3 * i + 1], b = rgb[3 * i + 2];
    const float high = r > g ? (r > b ? r : b) : (g > b ? g : b);
    const float low = r < g ? (r < b ? r : b) : (g < b ? g : b);
    const float delta = high - low;
    float hue = 0;
    if (delta > 0) {  // of channels that are equally high the last one decides
      if (b == high)
        hue = 4 + (r - g) / delta;
      else if (g == high)
        hue = 2 + (b - r) / delta;
      else
        hue = (g - b) / delta;
    }
    hue /= 6;
    hsv[3 * i] = hue < 0 ? hue + 1 : hue;
    hsv[3 * i + 1] = high > 0 ? delta / high : 0;
    hsv[3 * i + 2] = high;
  }
};

template <class T, class Out>
struct PutChannel {
  const T* plane;
  int channels, channel;
  Out* interleaved;
  CEL_FN void operator()(std::int64_t i) const {
    interleaved[i * channels + channel] = static_cast<Out>(plane[i]);
  }
};

/// Calls f(std::type_identity<T>()) for the types that images of a pipeline have.
template <class F>
void with_image_type(Sample type, const F& f) {
  switch (type) {
    case Sample::Bool:
      return f(std::type_identity<std::uint8_t>());
    case Sample::F32:
      return f(std::type_identity<float>());
    case Sample::F64:
      return f(std::type_identity<double>());
    default:
      throw std::invalid_argument("the image holds labels, not intensities");
  }
}

constexpr std::int64_t kMaximumRun = 1 << 14;

template <class T>
struct RunMaximum {
  const T* plane;
  std::int64_t size;
  double* greatest;
  CEL_FN void operator()(Block& block, std::int64_t run) const {
    const T* const from = plane + run * kMaximumRun;
    const std::int64_t left = size - run * kMaximumRun, n = left < kMaximumRun ? left : kMaximumRun;
    const double most = block.max<double>(n, -std::numeric_limits<double>::infinity(),
                                          [=](std::int64_t i) { return static_cast<double>(from[i]); });
    const int has_nan = block.max<int>(n, 0, [=](std::int64_t i) { return from[i] != from[i] ? 1 : 0; });
    block.each(1, [=, *this](std::int64_t) {
      greatest[run] = has_nan ? std::numeric_limits<double>::quiet_NaN() : most;
    });
  }
};

/// What the device needs of a layer.
struct Layer {
  Sample type;
  const void* samples;
  double divisor;
  double color[3];
  bool is_single, sum_is_single;
};

constexpr std::int64_t kBlendRun = 1024;  ///< pixels whose sums stay in the cache

struct Blend {
  const Layer* layers;
  int count;
  std::int64_t pixels;
  bool clip;
  float* rgb;

  CEL_FN void operator()(Block& block, std::int64_t run) const {
    const std::int64_t begin = run * kBlendRun;
    const std::int64_t n = pixels - begin < kBlendRun ? pixels - begin : kBlendRun;
    double* const sums = block.scratch<double>(3 * kBlendRun);
    block.each(3 * n, [=](std::int64_t i) { sums[i] = -0.0; });  // x + -0.0 is x, whatever x is
    for (int k = 0; k < count; ++k) {
      if (layers[k].type == Sample::F32)
        add<float>(block, layers[k], begin, n, sums);
      else if (layers[k].type == Sample::F64)
        add<double>(block, layers[k], begin, n, sums);
      else
        add<std::uint8_t>(block, layers[k], begin, n, sums);
    }
    float* const out = rgb + 3 * begin;
    const bool clips = clip;
    block.each(3 * n,
               [=](std::int64_t i) { out[i] = static_cast<float>(clips && sums[i] > 1 ? 1.0 : sums[i]); });
  }

  template <class T>
  CEL_FN static void add(Block& block, const Layer& layer, std::int64_t begin, std::int64_t n, double* sums) {
    using Real = std::conditional_t<std::is_same_v<T, float>, float, double>;
    const T* const from = static_cast<const T*>(layer.samples) + begin;
    const Real divisor = static_cast<Real>(layer.divisor);
    const double red = layer.color[0], green = layer.color[1], blue = layer.color[2];
    const bool single = layer.is_single, sum_single = layer.sum_is_single;
    block.each(n, [=](std::int64_t i) {
      const double sample = static_cast<double>(static_cast<Real>(from[i]) / divisor);
      const double color[3] = {red, green, blue};
      for (int c = 0; c < 3; ++c) {
        double term = sample * color[c];
        if (single) term = static_cast<double>(static_cast<float>(term));
        double sum = sums[3 * i + c] + term;
        if (sum_single) sum = static_cast<double>(static_cast<float>(sum));
        sums[3 * i + c] = sum;
      }
    });
  }
};

template <class Out>
void put(Queue& queue, SampleView plane, int channels, int channel, Out* interleaved) {
  with_image_type(plane.type, [&](auto tag) {
    using T = typename decltype(tag)::type;
    for_each_index(queue, plane.size,
                   PutChannel<T, Out>{static_cast<const T*>(plane.data), channels, channel, interleaved});
  });
}

}  // namespace

void weighted_sum(Queue& queue, SampleView interleaved, int channels, const std::vector<ChannelWeight>& terms,
                  View1<float> gray) {
  CEL_REQUIRE(!terms.empty(), "there are no channels to sum");
  for (const ChannelWeight& term : terms)
    CEL_REQUIRE(term.channel >= 0 && term.channel < channels, "there is no such channel");
  const Buffer<ChannelWeight> device = upload(queue, terms);
  with_image_type(interleaved.type, [&](auto tag) {
    using T = typename decltype(tag)::type;
    for_each_index(queue, interleaved.size / channels,
                   WeightedSum<T>{static_cast<const T*>(interleaved.data), channels, device.data(),
                                  static_cast<int>(terms.size()), gray.data});
  });
}

void rgb_to_hsv(Queue& queue, View1<const float> rgb, View1<float> hsv) {
  for_each_index(queue, rgb.size / 3, RgbToHsv{rgb.data, hsv.data});
}

void put_channel(Queue& queue, SampleView plane, int channels, int channel, float* interleaved) {
  put(queue, plane, channels, channel, interleaved);
}
void put_channel(Queue& queue, SampleView plane, int channels, int channel, double* interleaved) {
  put(queue, plane, channels, channel, interleaved);
}

double greatest(Queue& queue, SampleView plane) {
  const std::int64_t runs = (plane.size + kMaximumRun - 1) / kMaximumRun;
  Buffer<double> each(queue, runs);
  with_image_type(plane.type, [&](auto tag) {
    using T = typename decltype(tag)::type;
    for_each_group(queue, runs, 0, RunMaximum<T>{static_cast<const T*>(plane.data), plane.size, each.data()});
  });
  double most = -std::numeric_limits<double>::infinity();
  for (const double value : download(queue, each))
    if (value > most || value != value) most = value;  // no comparison with NaN holds: it stays
  return most;
}

void blend(Queue& queue, const std::vector<BlendLayer>& layers, bool clip, View1<float> rgb) {
  CEL_REQUIRE(!layers.empty(), "there is nothing to blend");
  std::vector<Layer> all;
  bool sum_is_single = true;
  for (const BlendLayer& layer : layers) {
    sum_is_single = sum_is_single && layer.is_single;
    all.push_back({layer.plane.type,
                   layer.plane.data,
                   layer.divisor,
                   {layer.color[0], layer.color[1], layer.color[2]},
                   layer.is_single,
                   sum_is_single});
  }
  const Buffer<Layer> device = upload(queue, all);
  const std::int64_t pixels = layers.front().plane.size;
  for_each_group(queue, (pixels + kBlendRun - 1) / kBlendRun, 3 * kBlendRun * sizeof(double),
                 Blend{device.data(), static_cast<int>(all.size()), pixels, clip, rgb.data});
}

}  // namespace cellerate::kernel
