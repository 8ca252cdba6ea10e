// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/EnhanceOrSuppressFeatures/feature_filter.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <utility>
#include <vector>

#include "cuda/filter/grey_morphology.hpp"
#include "cuda/filter/hough_circles.hpp"
#include "cuda/filter/line_integration.hpp"
#include "cuda/filter/reconstruction.hpp"
#include "cuda/filter/texture_variance.hpp"
#include "cuda/filter/tubeness.hpp"
#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/pixel/arithmetic.hpp"
#include "cuda/pixel/gray.hpp"
#include "cuda/pixel/keep_where.hpp"
#include "cuda/pixel/mask.hpp"
#include "cuda/threshold/compact.hpp"

namespace cellerate::modules::enhance {
namespace {

using kernel::Arithmetic;
using kernel::ArithmeticStep;

/// Below this radius speckles are always found in the slow way.
constexpr double kLeastFastRadius = 3;

/// NumPy's arithmetic of images of type T.
template <class T>
ArithmeticStep with_image(Arithmetic op, const T* samples, std::int64_t n) {
  constexpr bool is_single = std::is_same_v<T, float>;
  return {.op = op,
          .operand = ArithmeticStep::Operand::Image,
          .image = {is_single ? kernel::Sample::F32 : kernel::Sample::F64, samples, n},
          .is_single = is_single};
}
template <class T>
ArithmeticStep with_number(Arithmetic op, T number) {
  return {.op = op, .constant = static_cast<double>(number), .is_single = std::is_same_v<T, float>};
}

Buffer<float> to_single(Queue&, Buffer<float>&& plane) { return std::move(plane); }
Buffer<float> to_single(Queue& queue, Buffer<double>&& plane) {
  Buffer<float> rounded(queue, plane.size());
  kernel::narrow(queue, std::as_const(plane).view(), rounded.view());
  return rounded;
}

/// What rescaling the range of the pixels does to each. NaN, which is in no range, makes all pixels NaN; a
/// constant image is only clipped.
template <class T>
std::vector<ArithmeticStep> rescaling(Queue& queue, View1<const T> pixels) {
  if (std::isnan(kernel::numpy_sum(queue, pixels))) return {with_number(Arithmetic::Set, T(NAN))};
  const kernel::Extrema<T> range = kernel::extrema(queue, pixels);
  const T lowest = range.min >= 0 ? 0 : -1;
  const ArithmeticStep set = with_image(Arithmetic::Set, pixels.data, pixels.size);
  if (range.min == range.max)
    return {set, with_number(Arithmetic::Floor, lowest), with_number(Arithmetic::Ceiling, T(1))};
  return {set, with_number(Arithmetic::Subtract, range.min),
          with_number(Arithmetic::Divide, range.max - range.min),
          with_number(Arithmetic::Multiply, 1 - lowest), with_number(Arithmetic::Add, lowest)};
}

/// skimage.exposure.rescale_intensity: the pixels' range becomes 0 to 1, or -1 to 1 if there are negative
/// ones.
template <class T>
Buffer<float> rescaled(Queue& queue, const Buffer<T>& plane) {
  Buffer<float> result(queue, plane.size());
  if (!plane.empty()) kernel::calculate(queue, rescaling(queue, plane.view()), 1, result.view());
  return result;
}

template <class T>
class FeatureFilter {
 public:
  FeatureFilter(Queue& queue, const Settings& settings, View2<const T> pixels, View2<const std::uint8_t> mask)
      : queue_(queue), settings_(settings), pixels_(pixels), mask_(mask), inside_(pixels) {}

  Buffer<float> run() {
    if (settings_.operation == Operation::Suppress) return unmasked(suppress());
    switch (settings_.feature) {
      case Feature::Speckles:
        return unmasked(speckles());
      case Feature::Neurites:
        return settings_.neurite_method == NeuriteMethod::Tubeness ? neurites(tubes()) : neurites(lines());
      case Feature::DarkHoles:
        return to_single(queue_, dark_holes());
      case Feature::Circles:
        return unmasked(circles());
      case Feature::Texture:
        return unmasked(texture());
      default:
        return to_single(queue_, optical_density());
    }
  }

 private:
  double radius() const { return settings_.size / 2.0; }
  Shape2 shape() const { return pixels_.shape; }

  /// The pixels, 0 where masked.
  View2<const T> inside() {
    if (mask_ && cleared_.empty()) {
      cleared_ = Buffer<T>(queue_, shape());
      kernel::keep_where(queue_, pixels_, mask_, cleared_.view(shape()));
      inside_ = std::as_const(cleared_).view(shape());
    }
    return inside_;
  }

  /// Masked pixels keep their value.
  template <class Result>
  void restore_masked(Buffer<Result>& plane) {
    kernel::fill_outside(queue_, mask_, pixels_, plane.view(shape()));
  }
  template <class Result>
  Buffer<float> unmasked(Buffer<Result>&& plane) {
    restore_masked(plane);
    return to_single(queue_, std::move(plane));
  }
  /// Masked pixels have their share in the range that is rescaled.
  template <class Result>
  Buffer<float> neurites(Buffer<Result>&& plane) {
    restore_masked(plane);
    return settings_.rescale ? rescaled(queue_, plane) : to_single(queue_, std::move(plane));
  }

  Buffer<T> suppress() {
    Buffer<T> opened(queue_, shape());
    kernel::opening(queue_, inside(), kernel::disk(radius()), opened.view(shape()));
    return opened;
  }

  Buffer<T> speckles() {
    const kernel::Footprint disk = kernel::disk(radius());
    Buffer<T> result(queue_, shape());
    if (settings_.speed == Speed::Slow || radius() <= kLeastFastRadius) {
      kernel::white_tophat(queue_, inside(), disk, result.view(shape()));
      return result;
    }
    // One footprint for both, so that an even one moves what it opens
    Buffer<T> lowest(queue_, shape()), opened(queue_, shape());
    kernel::minimum_filter(queue_, inside(), disk, kernel::Border::kReflect, lowest.view(shape()));
    kernel::maximum_filter(queue_, std::as_const(lowest).view(shape()), disk, kernel::Border::kReflect,
                           opened.view(shape()));
    calculate(result, {with_image(Arithmetic::Set, inside().data, shape().size()),
                       with_image<T>(Arithmetic::Subtract, opened.data(), shape().size())});
    return result;
  }

  Buffer<T> lines() {
    const kernel::Footprint disk = kernel::disk(radius());
    Buffer<T> white(queue_, shape()), black(queue_, shape()), result(queue_, shape());
    kernel::white_tophat(queue_, inside(), disk, white.view(shape()));
    kernel::black_tophat(queue_, inside(), disk, black.view(shape()));
    calculate(result, {with_image(Arithmetic::Set, inside().data, shape().size()),
                       with_image<T>(Arithmetic::Add, white.data(), shape().size()),
                       with_image<T>(Arithmetic::Subtract, black.data(), shape().size()),
                       with_number(Arithmetic::Ceiling, T(1)), with_number(Arithmetic::Floor, T(0))});
    return result;
  }

  Buffer<double> tubes() {
    Buffer<double> result(queue_, shape());
    kernel::tubeness(queue_, inside(), settings_.smoothing, result.view(shape()));
    return result;
  }

  Buffer<T> dark_holes() {
    const int least = std::max(1, settings_.hole_sizes.min / 2), most = (settings_.hole_sizes.max + 1) / 2;
    Buffer<T> result(queue_, shape());
    kernel::enhance_dark_holes(queue_, pixels_, mask_, least, most, result.view(shape()));
    return result;
  }

  Buffer<double> circles() {
    Buffer<double> result(queue_, shape());
    kernel::hough_circles(queue_, inside(), static_cast<int>(radius()), result.view(shape()));
    return result;
  }

  Buffer<double> texture() {
    Buffer<double> result(queue_, shape());
    kernel::texture_variance(queue_, pixels_, mask_, settings_.smoothing, result.view(shape()));
    return result;
  }

  Buffer<T> optical_density() {
    Buffer<T> result(queue_, shape());
    kernel::line_integration(queue_, pixels_, settings_.angle, settings_.decay, settings_.smoothing,
                             result.view(shape()));
    return result;
  }

  void calculate(Buffer<T>& result, const std::vector<ArithmeticStep>& steps) {
    kernel::calculate(queue_, steps, 1, result.view());
  }

  Queue& queue_;
  const Settings& settings_;
  View2<const T> pixels_;
  View2<const std::uint8_t> mask_;
  Buffer<T> cleared_;
  View2<const T> inside_;
};

}  // namespace

Buffer<float> filter_features(Queue& queue, const Settings& settings, View2<const float> pixels,
                              View2<const std::uint8_t> mask) {
  return FeatureFilter<float>(queue, settings, pixels, mask).run();
}
Buffer<float> filter_features(Queue& queue, const Settings& settings, View2<const double> pixels,
                              View2<const std::uint8_t> mask) {
  return FeatureFilter<double>(queue, settings, pixels, mask).run();
}

}  // namespace cellerate::modules::enhance
