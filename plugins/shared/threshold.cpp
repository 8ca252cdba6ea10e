// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/threshold.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <type_traits>

#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/pixel/gray.hpp"
#include "cuda/threshold/adaptive.hpp"
#include "cuda/threshold/apply_threshold.hpp"
#include "cuda/threshold/compact.hpp"
#include "cuda/threshold/li.hpp"
#include "cuda/threshold/log_transform.hpp"
#include "cuda/threshold/otsu.hpp"
#include "cuda/threshold/quality.hpp"
#include "cuda/threshold/robust_background.hpp"
#include "cuda/threshold/sauvola.hpp"
#include "plugins/shared/classic_threshold.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {
namespace {

/// A threshold for the whole image or, with the strategy Adaptive, for each pixel.
struct ImageThreshold {
  double value = 0;                  ///< corrected and within its bounds; of a surface the mean
  double original = 0;               ///< before that
  bool original_is_single = false;   ///< CellProfiler holds the original in single precision
  std::optional<double> guide;       ///< the global threshold that bounds a surface
  kernel::ThresholdSurface surface;  ///< without values where there is one threshold
};

template <class T>
struct PixelsAndMask {
  View2<const T> pixels;
  View2<const std::uint8_t> mask;
  Shape2 shape() const { return pixels.shape; }
};

kernel::RobustBackground robust_background_of(const ThresholdSettings& settings) {
  using Kernel = kernel::RobustBackground;
  Kernel result;
  result.lower_fraction = settings.lower_fraction;
  result.upper_fraction = settings.upper_fraction;
  result.average = settings.average == BackgroundAverage::kMean     ? Kernel::Average::kMean
                   : settings.average == BackgroundAverage::kMedian ? Kernel::Average::kMedian
                                                                    : Kernel::Average::kMode;
  result.deviation = settings.deviation == BackgroundDeviation::kStandard
                         ? Kernel::Deviation::kStandard
                         : Kernel::Deviation::kMedianAbsolute;
  result.deviations = settings.deviations;
  return result;
}

/// Thresholds of intensities, or of their logarithms, not corrected yet.
template <class T>
class ThresholdFinder {
 public:
  ThresholdFinder(Queue& queue, View2<const T> pixels, View2<const std::uint8_t> mask,
                  const ThresholdSettings& settings)
      : queue_(queue), pixels_(pixels), mask_(mask), settings_(settings) {}

  /// One threshold for the pixels under the mask. Sauvola has none of its own and takes the cross-entropy's.
  double global(bool cross_entropy) const {
    const Buffer<T> masked = mask_ ? kernel::compact(queue_, pixels_, mask_) : Buffer<T>();
    const View1<const T> values = mask_ ? masked.view() : View1<const T>{pixels_.data, pixels_.size()};
    if (values.size == 0) return 0;
    const auto [least, most] = kernel::extrema(queue_, values);
    if (least == most) return least;
    if (cross_entropy) return kernel::li(queue_, values, kernel::li_tolerance(queue_, values));
    if (settings_.is_robust_background())
      return kernel::robust_background(queue_, values, robust_background_of(settings_));
    if (settings_.is_classic()) return classic_threshold(queue_, values, settings_);
    return settings_.classes == OtsuClasses::kTwo
               ? kernel::otsu(kernel::histogram(queue_, values, kernel::kOtsuBins))
               : three_classes(values);
  }

  kernel::ThresholdSurface surface() const {
    const Shape2 window = settings_.window_of(pixels_.shape);
    if (!kernel::adaptive_window_fits(pixels_.shape, window))
      throw std::invalid_argument("Size of adaptive window: " + std::to_string(window.width) +
                                  " is more than half of a side of the image");
    return kernel::adaptive_threshold(queue_, pixels_, mask_, window, block_threshold());
  }

 private:
  bool takes_lower() const { return settings_.middle_class == MiddleClass::kForeground; }

  double three_classes(View1<const T> values) const {
    const kernel::ThreeClasses cuts =
        kernel::multi_otsu(kernel::histogram(queue_, values, kernel::kMultiOtsuBins));
    if (!cuts.found)
      throw std::invalid_argument("the image has too few levels of intensity for three classes");
    return takes_lower() ? cuts.lower : cuts.upper;
  }

  kernel::BlockThreshold<T> block_threshold() const {
    if (settings_.is_cross_entropy()) {
      // Of all pixels of the image, masked ones too.
      const double tolerance = kernel::li_tolerance(queue_, {pixels_.data, pixels_.size()});
      return [tolerance](View1<const T> block) { return kernel::li(block, tolerance); };
    }
    if (settings_.is_otsu()) {
      if (settings_.classes == OtsuClasses::kTwo)
        return [](View1<const T> block) { return kernel::otsu(kernel::histogram(block, kernel::kOtsuBins)); };
      return
          [lower = takes_lower()](View1<const T> block) { return kernel::multi_otsu_of_block(block, lower); };
    }
    return [background = robust_background_of(settings_)](View1<const T> block) {
      return kernel::robust_background(block, background);
    };
  }

  Queue& queue_;
  View2<const T> pixels_;
  View2<const std::uint8_t> mask_;
  const ThresholdSettings& settings_;
};

double correct(double threshold, const ThresholdSettings& settings) {
  return std::min(std::max(threshold * settings.correction_factor, settings.bounds.min), settings.bounds.max);
}

/// numpy.mean of a surface in the precision in which CellProfiler holds it.
double mean(Queue& queue, const kernel::ThresholdSurface& surface) {
  if (!surface.single_precision) return kernel::numpy_mean(queue, surface.values.view());
  Buffer<float> narrowed(queue, surface.values.size());
  kernel::narrow(queue, surface.values.view(), narrowed.view());
  return kernel::numpy_mean(queue, std::as_const(narrowed).view());
}

/// The image on the scale on which the threshold is sought, and the way back.
template <class T>
class Scale {
 public:
  Scale(Queue& queue, const PixelsAndMask<T>& image, bool logarithmic) : queue_(queue), image_(image) {
    if (!logarithmic) return;
    logarithms_ = Buffer<double>(queue, image.shape());
    scale_ = kernel::log_transform(queue, image.pixels, logarithms_.view(image.shape()));
  }

  double global(const ThresholdSettings& settings, bool cross_entropy) const {
    if (!scale_) return ThresholdFinder(queue_, image_.pixels, image_.mask, settings).global(cross_entropy);
    return scale_->intensity(
        ThresholdFinder(queue_, logarithms(), image_.mask, settings).global(cross_entropy));
  }
  kernel::ThresholdSurface surface(const ThresholdSettings& settings) const {
    if (!scale_) return ThresholdFinder(queue_, image_.pixels, image_.mask, settings).surface();
    kernel::ThresholdSurface surface = ThresholdFinder(queue_, logarithms(), image_.mask, settings).surface();
    kernel::inverse_log_transform(queue_, *scale_, surface.values.view(image_.shape()));
    return surface;
  }

 private:
  View2<const double> logarithms() const { return logarithms_.view(image_.shape()); }

  Queue& queue_;
  const PixelsAndMask<T>& image_;
  Buffer<double> logarithms_;
  std::optional<kernel::LogScale> scale_;
};

template <class T>
kernel::ThresholdSurface sauvola_surface(Queue& queue, const PixelsAndMask<T>& image, int window) {
  if (auto plain = kernel::surface_without_structure(queue, image.pixels, image.mask))
    return std::move(*plain);
  kernel::ThresholdSurface surface{Buffer<double>(queue, image.shape())};
  kernel::sauvola(queue, image.pixels, image.mask, window, surface.values.view(image.shape()));
  return surface;
}

/// @param automatic minimum cross-entropy over the whole image, whatever method is set
template <class T>
ImageThreshold computed_threshold(Queue& queue, const PixelsAndMask<T>& image,
                                  const ThresholdSettings& settings, bool automatic) {
  const bool logarithmic =
      !automatic && settings.log_transform && (settings.is_cross_entropy() || settings.is_otsu());
  const Scale<T> scale(queue, image, logarithmic);
  const bool cross_entropy = automatic || settings.is_cross_entropy() || settings.is_sauvola();
  const double global = scale.global(settings, cross_entropy);
  ImageThreshold result;
  if (automatic || !settings.is_adaptive()) {
    result.original = global;
    result.original_is_single =
        std::is_same_v<T, float> && !logarithmic && (cross_entropy || settings.is_otsu());
    result.value = correct(global, settings);
    return result;
  }
  result.guide = correct(global, settings);
  result.surface =
      settings.is_sauvola() ? sauvola_surface(queue, image, settings.window) : scale.surface(settings);
  result.original = mean(queue, result.surface);
  result.original_is_single = result.surface.single_precision;
  kernel::correct_surface(queue, result.surface, settings.correction_factor, settings.bounds.min,
                          settings.bounds.max, *result.guide);
  result.value = mean(queue, result.surface);
  return result;
}

ImageThreshold measured_threshold(ImageSet& images, const ThresholdSettings& settings) {
  const auto values = images.values("Image", settings.measurement);
  if (!values || values->empty())
    throw std::invalid_argument("Select the measurement to threshold with: the image has no '" +
                                settings.measurement + "'");
  return {.value = correct(values->front(), settings), .original = values->front()};
}

void measure_threshold(ImageSet& images, const ThresholdSettings& settings, const ImageThreshold& threshold,
                       const std::string& name) {
  images.measure_image("Threshold_FinalThreshold_" + name, threshold.value);
  images.measure_image("Threshold_OrigThreshold_" + name, threshold.original,
                       threshold.original_is_single ? CEL_VALUE_F32 : CEL_VALUE_F64);
  // Declared and without a value where the strategy is Adaptive but IdentifyPrimaryObjects does not look at
  // it.
  if (settings.is_adaptive())
    images.measure("Image", "Threshold_GuideThreshold_" + name,
                   threshold.guide ? std::vector<double>{*threshold.guide} : std::vector<double>{});
}

template <class T>
ImageThreshold find_threshold(ImageSet& images, const PixelsAndMask<T>& image,
                              const ThresholdSettings& settings, bool automatic) {
  // These two count even where CellProfiler hides them.
  if (settings.is_manual()) return {.value = settings.manual, .original = settings.manual};
  if (settings.is_measured()) return measured_threshold(images, settings);
  return computed_threshold(images.queue(), image, settings, automatic);
}

template <class T>
Buffer<std::uint8_t> apply_threshold(Queue& queue, const PixelsAndMask<T>& image,
                                     const ImageThreshold& threshold, const ThresholdSettings& settings,
                                     bool automatic) {
  const double sigma = automatic ? 1 : kernel::threshold_smoothing_sigma(settings.smoothing_scale);
  const Shape2 shape = image.shape();
  Buffer<std::uint8_t> foreground(queue, shape);
  if (threshold.surface.values.empty())
    kernel::apply_threshold(queue, image.pixels, image.mask, sigma, threshold.value, foreground.view(shape));
  else
    kernel::apply_threshold(queue, image.pixels, image.mask, sigma, threshold.surface.values.view(shape),
                            foreground.view(shape));
  return foreground;
}

template <class T>
Buffer<std::uint8_t> find_foreground(ImageSet& images, const PixelsAndMask<T>& image,
                                     const ThresholdSettings& settings, bool automatic,
                                     const std::string& name) {
  Queue& queue = images.queue();
  const ImageThreshold threshold = find_threshold(images, image, settings, automatic);
  measure_threshold(images, settings, threshold, name);
  Buffer<std::uint8_t> foreground = apply_threshold(queue, image, threshold, settings, automatic);
  const kernel::ThresholdQuality quality = kernel::threshold_quality(
      queue, image.pixels, image.mask, std::as_const(foreground).view(image.shape()));
  images.measure_image("Threshold_WeightedVariance_" + name, quality.weighted_variance);
  images.measure_image("Threshold_SumOfEntropies_" + name, quality.sum_of_entropies);
  return foreground;
}

}  // namespace

Buffer<std::uint8_t> threshold_image(ImageSet& images, const GrayImage& image,
                                     const ThresholdSettings& settings, bool automatic,
                                     const std::string& name) {
  if (!image.is_double())
    return find_foreground<float>(images, {image.pixels(), image.mask()}, settings, automatic, name);
  const Shape2 shape = image.shape();
  Buffer<double> exact(images.queue(), shape);
  kernel::widen(images.queue(), samples_of(image.image()), exact.view());
  return find_foreground<double>(images, {std::as_const(exact).view(shape), image.mask()}, settings,
                                 automatic, name);
}

void declare_threshold_measurements(Declaration& declaration, const ThresholdSettings& settings,
                                    const std::string& name) {
  std::vector<const char*> features = {"FinalThreshold", "OrigThreshold"};
  if (settings.is_adaptive()) features.push_back("GuideThreshold");
  features.insert(features.end(), {"WeightedVariance", "SumOfEntropies"});
  for (const char* feature : features)
    declaration.column("Image", std::string("Threshold_") + feature + "_" + name);
}

}  // namespace cellerate::modules
