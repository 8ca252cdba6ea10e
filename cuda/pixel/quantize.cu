// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/quantize.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

constexpr std::int64_t kRun = 1 << 14;  ///< pixels that share one flag or maximum

CEL_FN std::int64_t run_size(std::int64_t run, std::int64_t n) {
  return n - run * kRun < kRun ? n - run * kRun : kRun;
}
std::int64_t run_count(std::int64_t n) { return (n + kRun - 1) / kRun; }

/// What a run holds that scikit-image looks for, the stronger one.
enum Found { kFits = 0, kOutside = 1, kNan = 2 };

template <class T, class Out>
struct Quantize {
  View1<const T> pixels;
  T highest;
  Out* out;
  std::int32_t* found;
  CEL_FN void operator()(Block& block, std::int64_t run) const {
    const T* const from = pixels.data + run * kRun;
    Out* const to = out + run * kRun;
    const T high = highest;
    const std::int64_t n = run_size(run, pixels.size);
    block.each(n, [=](std::int64_t i) {
      T value = from[i] * high;
      value = value > 0 ? value : 0;  // NaN too
      value = value < high ? value : high;
      to[i] = static_cast<Out>(static_cast<std::int32_t>(std::rint(value)));
    });
    const std::int32_t worst = block.max<std::int32_t>(n, kFits, [=](std::int64_t i) {
      const T value = from[i];
      return value != value ? kNan : (value < -1) | (value > 1) ? kOutside : kFits;
    });
    block.each(1, [=, *this](std::int64_t) { found[run] = worst; });
  }
};

template <class T, class Out>
bool quantize_pixels(Queue& queue, View1<const T> pixels, View1<Out> out) {
  const std::int64_t runs = run_count(pixels.size);
  Buffer<std::int32_t> found(queue, runs);
  for_each_group(queue, runs, 0,
                 Quantize<T, Out>{pixels, std::numeric_limits<Out>::max(), out.data, found.data()});
  const std::vector<std::int32_t> each = download(queue, found);
  return each.empty() || *std::max_element(each.begin(), each.end()) != kOutside;
}

template <class Out>
struct QuantizeBinary {
  const std::uint8_t* binary;
  Out* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = static_cast<Out>(binary[i] ? Out(~Out(0)) : 0); }
};

struct RunMaximum {
  View1<const std::int32_t> labels;
  std::int32_t* highest;
  CEL_FN void operator()(Block& block, std::int64_t run) const {
    const std::int32_t* const from = labels.data + run * kRun;
    const std::int32_t most = block.max<std::int32_t>(run_size(run, labels.size), INT32_MIN,
                                                      [=](std::int64_t i) { return from[i]; });
    block.each(1, [=, *this](std::int64_t) { highest[run] = most; });
  }
};

template <class Out>
struct ShiftLabels {
  const std::int32_t* labels;
  int shift;
  Out* out;
  CEL_FN void operator()(std::int64_t i) const {
    const std::int32_t label = labels[i] >> shift;
    out[i] = static_cast<Out>(label > 0 ? label : 0);
  }
};

template <class Out>
void quantize_integers(Queue& queue, View1<const std::int32_t> labels, View1<Out> out) {
  Buffer<std::int32_t> highest(queue, run_count(labels.size));
  for_each_group(queue, highest.size(), 0, RunMaximum{labels, highest.data()});
  const std::vector<std::int32_t> each = download(queue, highest);
  constexpr int kBits = std::numeric_limits<Out>::digits;
  const bool fits = each.empty() || *std::max_element(each.begin(), each.end()) < 1 << kBits;
  for_each_index(queue, labels.size, ShiftLabels<Out>{labels.data, fits ? 0 : 31 - kBits, out.data});
}

struct LabelsToFloat {
  const std::int32_t* labels;
  float* out;
  CEL_FN void operator()(std::int64_t i) const {
    out[i] = (static_cast<float>(labels[i]) + 0.5f) * static_cast<float>(2.0 / 4294967295.0);
  }
};

}  // namespace

bool quantize(Queue& queue, View1<const float> pixels, View1<std::uint8_t> out) {
  return quantize_pixels(queue, pixels, out);
}
bool quantize(Queue& queue, View1<const float> pixels, View1<std::uint16_t> out) {
  return quantize_pixels(queue, pixels, out);
}
bool quantize(Queue& queue, View1<const double> pixels, View1<std::uint8_t> out) {
  return quantize_pixels(queue, pixels, out);
}
bool quantize(Queue& queue, View1<const double> pixels, View1<std::uint16_t> out) {
  return quantize_pixels(queue, pixels, out);
}

void quantize_binary(Queue& queue, View1<const std::uint8_t> binary, View1<std::uint8_t> out) {
  for_each_index(queue, binary.size, QuantizeBinary<std::uint8_t>{binary.data, out.data});
}
void quantize_binary(Queue& queue, View1<const std::uint8_t> binary, View1<std::uint16_t> out) {
  for_each_index(queue, binary.size, QuantizeBinary<std::uint16_t>{binary.data, out.data});
}

void quantize_labels(Queue& queue, View1<const std::int32_t> labels, View1<std::uint8_t> out) {
  quantize_integers(queue, labels, out);
}
void quantize_labels(Queue& queue, View1<const std::int32_t> labels, View1<std::uint16_t> out) {
  quantize_integers(queue, labels, out);
}

void labels_to_float(Queue& queue, View1<const std::int32_t> labels, View1<float> out) {
  for_each_index(queue, labels.size, LabelsToFloat{labels.data, out.data});
}

}  // namespace cellerate::kernel
