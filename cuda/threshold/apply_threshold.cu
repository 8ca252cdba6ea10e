// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/threshold/apply_threshold.hpp"

#include "cuda/core/launch.hpp"
#include "cuda/filter/gaussian.hpp"
#include "cuda/filter/smooth_with_mask.hpp"

namespace cellerate::kernel {
namespace {

/// Thresholds as a body sees them: the same everywhere, or a surface.
struct Scalar {
  double value;
  CEL_FN double operator()(int, int) const { return value; }
};
struct Surface {
  View2<const double> values;
  CEL_FN double operator()(int y, int x) const { return values(y, x); }
};

template <class Pixels, class Thresholds>
struct Compare {
  Pixels pixels;
  Thresholds thresholds;
  View2<std::uint8_t> out;
  CEL_FN void operator()(int y, int x) const { out(y, x) = pixels(y, x) >= thresholds(y, x); }
};

template <class T>
struct Raw {
  View2<const T> image;
  CEL_FN double operator()(int y, int x) const { return image(y, x); }
};

struct Smoothed {
  View2<const float> image;
  MaskWeights::View weights;
  CEL_FN double operator()(int y, int x) const {
    return static_cast<double>(image(y, x)) / (weights.row(y)[x] + kMaskEpsilon);
  }
};

struct ClearMasked {
  const std::uint8_t* mask;
  std::uint8_t* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = out[i] & (mask[i] != 0); }
};

template <class Thresholds>
void apply_smoothed(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, double sigma,
                    const Thresholds& thresholds, View2<std::uint8_t> out) {
  const std::vector<double> kernel = gaussian_weights(sigma);
  const MaskWeights weights(queue, image.shape, mask, kernel);
  Buffer<float> smoothed(queue, image.shape);
  smooth_masked_image(queue, image, mask, kernel, smoothed.view(image.shape));
  const Smoothed pixels{smoothed.view(image.shape), weights.view()};
  for_each_pixel(queue, image.shape, Compare<Smoothed, Thresholds>{pixels, thresholds, out});
}

template <class Thresholds>
void apply_smoothed(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, double sigma,
                    const Thresholds& thresholds, View2<std::uint8_t> out) {
  Buffer<double> smoothed(queue, image.shape);
  smooth_with_mask(queue, image, mask, gaussian_weights(sigma), kMaskEpsilon, smoothed.view(image.shape));
  const Raw<double> pixels{smoothed.view(image.shape)};
  for_each_pixel(queue, image.shape, Compare<Raw<double>, Thresholds>{pixels, thresholds, out});
}

template <class T, class Thresholds>
void apply(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask, double sigma,
           const Thresholds& thresholds, View2<std::uint8_t> out) {
  if (sigma > 0)
    apply_smoothed(queue, image, mask, sigma, thresholds, out);
  else
    for_each_pixel(queue, image.shape, Compare<Raw<T>, Thresholds>{{image}, thresholds, out});
  if (mask) for_each_index(queue, image.size(), ClearMasked{mask.data, out.data});
}

}  // namespace

void apply_threshold(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, double sigma,
                     double threshold, View2<std::uint8_t> out) {
  const double compared = sigma > 0 ? threshold : static_cast<double>(static_cast<float>(threshold));
  apply(queue, image, mask, sigma, Scalar{compared}, out);
}
void apply_threshold(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, double sigma,
                     double threshold, View2<std::uint8_t> out) {
  apply(queue, image, mask, sigma, Scalar{threshold}, out);
}

void apply_threshold(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, double sigma,
                     View2<const double> thresholds, View2<std::uint8_t> out) {
  apply(queue, image, mask, sigma, Surface{thresholds}, out);
}
void apply_threshold(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, double sigma,
                     View2<const double> thresholds, View2<std::uint8_t> out) {
  apply(queue, image, mask, sigma, Surface{thresholds}, out);
}

}  // namespace cellerate::kernel
