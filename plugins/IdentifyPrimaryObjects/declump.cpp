// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/IdentifyPrimaryObjects/declump.hpp"

#include <algorithm>
#include <cmath>

#include "cuda/distance/euclidean_transform.hpp"
#include "cuda/filter/smooth_with_mask.hpp"
#include "cuda/label/basins.hpp"
#include "cuda/label/connected_components.hpp"
#include "cuda/label/fill_holes.hpp"
#include "cuda/label/label_masks.hpp"
#include "cuda/label/propagate.hpp"
#include "cuda/label/watershed.hpp"
#include "cuda/morphology/local_maxima.hpp"
#include "cuda/pixel/mask.hpp"

namespace cellerate::modules {
namespace {

/// Half of a Gaussian that is cut at its radius and not normalised: the division by the smoothed mask cancels
/// its sum.
std::vector<double> smoothing_weights(double diameter) {
  const double sigma = diameter / 2.35, pi = std::acos(-1.0);
  const int radius = std::max(static_cast<int>(diameter / 2), 1);
  std::vector<double> weights;
  for (int k = 0; k <= radius; ++k)
    weights.push_back(1 / std::sqrt(2.0 * pi) / sigma * std::exp(-0.5 * (k * k) / (sigma * sigma)));
  return weights;
}

class Declumper {
 public:
  Declumper(Queue& queue, const GrayImage& image, const LabelPlane& clumps,
            const IdentifyPrimarySettings& settings)
      : queue_(queue),
        image_(image),
        shape_(image.shape()),
        clumps_(clumps.labels.view(shape_)),
        count_(clumps.count),
        settings_(settings) {}

  LabelPlane run() {
    const Buffer<std::uint8_t> maxima =
        settings_.clump_method() == ClumpMethod::kShape ? maxima_of_shape() : maxima_of_intensity();
    Buffer<std::int32_t> seeds(queue_, shape_);
    LabelPlane objects{Buffer<std::int32_t>(queue_, shape_)};
    objects.count = kernel::connected_components(queue_, maxima.view(shape_), kernel::Connectivity::Eight,
                                                 seeds.view(shape_));
    grow(std::as_const(seeds).view(shape_), objects.labels.view(shape_));
    return objects;
  }

 private:
  template <class T>
  Buffer<std::uint8_t> seeds_in(View2<const T> plane) {
    const auto footprint = kernel::disk_footprint(std::max(1.0, settings_.maxima_distance() - 0.5));
    Buffer<std::uint8_t> seeds(queue_, shape_);
    kernel::object_seeds(queue_, plane, clumps_, footprint, settings_.resolution(), seeds.view(shape_));
    return seeds;
  }

  Buffer<std::uint8_t> maxima_of_intensity() {
    if (settings_.smoothing_diameter() == 0) return seeds_in(image_.pixels());
    Buffer<float> smoothed(queue_, shape_);
    kernel::smooth_with_mask(queue_, image_.pixels(), image_.mask(),
                             smoothing_weights(settings_.smoothing_diameter()), 0, smoothed.view(shape_));
    kernel::clear_outside(queue_, image_.mask(), smoothed.view(shape_));
    return seeds_in(std::as_const(smoothed).view(shape_));
  }

  Buffer<std::uint8_t> maxima_of_shape() {
    distance_ = Buffer<double>(queue_, shape_);
    kernel::distance_without_ties(queue_, solid_foreground().view(shape_), distance_.view(shape_));
    return seeds_in(std::as_const(distance_).view(shape_));
  }

  Buffer<std::uint8_t> foreground() {
    Buffer<std::uint8_t> mask(queue_, shape_);
    kernel::labeled_pixels(queue_, clumps_, mask.view(shape_));
    return mask;
  }

  /// A pixel far from the edge may be near to a hole: holes are filled here even where they shall stay.
  Buffer<std::uint8_t> solid_foreground() {
    if (settings_.hole_filling() != HoleFilling::kNever) return foreground();
    Buffer<std::int32_t> filled(queue_, shape_);
    kernel::fill_labeled_holes(queue_, clumps_, count_, kernel::FillOver::Everything, filled.view(shape_));
    Buffer<std::uint8_t> mask(queue_, shape_);
    kernel::labeled_pixels(queue_, std::as_const(filled).view(shape_), mask.view(shape_));
    return mask;
  }

  void grow(View2<const std::int32_t> seeds, View2<std::int32_t> objects) {
    const Buffer<std::uint8_t> mask = foreground();
    switch (settings_.dividing_method()) {
      case DividingMethod::kPropagate:
        return kernel::propagate(queue_, {}, seeds, mask.view(shape_), 1.0, objects, {});
      case DividingMethod::kShape:
        return flood_shape(seeds, mask.view(shape_), objects);
      default:
        return flood_intensity(seeds, mask.view(shape_), objects);
    }
  }

  void flood_intensity(View2<const std::int32_t> seeds, View2<const std::uint8_t> mask,
                       View2<std::int32_t> objects) {
    Buffer<float> basins(queue_, shape_);
    kernel::intensity_basins(queue_, image_.pixels(), basins.view(shape_));
    kernel::watershed(queue_, std::as_const(basins).view(shape_), seeds, mask, {kernel::Connectivity::Eight},
                      objects);
  }

  void flood_shape(View2<const std::int32_t> seeds, View2<const std::uint8_t> mask,
                   View2<std::int32_t> objects) {
    if (distance_.empty()) {
      distance_ = Buffer<double>(queue_, shape_);
      kernel::euclidean_distance(queue_, mask, distance_.view(shape_));
    }
    Buffer<double> basins(queue_, shape_);
    kernel::distance_basins(queue_, std::as_const(distance_).view(shape_), basins.view(shape_));
    kernel::watershed(queue_, std::as_const(basins).view(shape_), seeds, mask, {kernel::Connectivity::Eight},
                      objects);
  }

  Queue& queue_;
  const GrayImage& image_;
  const Shape2 shape_;
  const View2<const std::int32_t> clumps_;
  const int count_;
  const IdentifyPrimarySettings& settings_;
  Buffer<double> distance_;  ///< of the foreground from the background, where a step has needed it
};

}  // namespace

LabelPlane declump(Queue& queue, const GrayImage& image, const LabelPlane& clumps,
                   const IdentifyPrimarySettings& settings) {
  return Declumper(queue, image, clumps, settings).run();
}

}  // namespace cellerate::modules
