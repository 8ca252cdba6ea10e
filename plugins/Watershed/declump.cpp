// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/Watershed/declump.hpp"

#include <algorithm>
#include <vector>

#include "cuda/distance/euclidean_transform.hpp"
#include "cuda/filter/gaussian.hpp"
#include "cuda/label/basins.hpp"
#include "cuda/label/connected_components.hpp"
#include "cuda/label/label_masks.hpp"
#include "cuda/label/renumber.hpp"
#include "cuda/label/watershed.hpp"
#include "cuda/morphology/binary_dilate.hpp"
#include "cuda/morphology/peaks.hpp"
#include "plugins/Watershed/plane.hpp"
#include "plugins/shared/structuring_element.hpp"

namespace cellerate::modules {
namespace {

Buffer<double> distance_in_segments(Queue& queue, const Segmentation& segments) {
  const Shape2 shape = segments.shape;
  Buffer<std::uint8_t> inside(queue, shape);
  kernel::positive_labels(queue, segments.labels.view(shape), inside.view(shape));
  Buffer<double> distance(queue, shape);
  kernel::euclidean_distance(queue, std::as_const(inside).view(shape), distance.view(shape));
  return distance;
}

/// Of a negative number that many peaks are left out, the lowest ones: it is the end of a Python slice.
void keep_highest(std::vector<std::int64_t>& peaks, int most) {
  if (most == WatershedSettings::kAnyNumber) return;
  const auto found = static_cast<std::int64_t>(peaks.size());
  peaks.resize(most < 0 ? std::max<std::int64_t>(found + most, 0) : std::min<std::int64_t>(found, most));
}

Buffer<std::uint8_t> seed_pixels(Queue& queue, View2<const double> distance,
                                 const WatershedSettings& settings) {
  const auto range = kernel::value_range(queue, distance);
  const double threshold = std::max(range.lowest, settings.least_distance * range.highest);
  std::vector<std::int64_t> peaks = kernel::peak_local_max(
      queue, distance, threshold, {.distance = settings.seed_distance, .border = settings.border});
  keep_highest(peaks, settings.most_seeds);
  std::vector<std::uint8_t> marks(distance.size(), 0);
  for (const std::int64_t peak : peaks) marks[peak] = 1;
  Buffer<std::uint8_t> dilated(queue, distance.shape);
  kernel::binary_dilate(queue, upload(queue, marks).view(distance.shape),
                        parse_structuring_element(settings.element), dilated.view(distance.shape));
  return dilated;
}

/// Numbers of the seeds, in 16 bits where there are few segments: CellProfiler chooses the type by the
/// segments.
Buffer<std::int32_t> seed_labels(Queue& queue, const Segmentation& segments,
                                 View2<const std::uint8_t> seeds) {
  constexpr int kSixteenBits = 65535;
  Buffer<std::int32_t> labels(queue, segments.shape);
  const View2<std::int32_t> view = labels.view(segments.shape);
  const int count = kernel::equal_value_components(queue, segments.labels.view(segments.shape), 0,
                                                   kernel::Connectivity::Eight, view);
  kernel::connected_components(queue, seeds, kernel::Connectivity::Four, view);
  if (count < kSixteenBits) kernel::wrap_to_sixteen_bits(queue, view, view);
  return labels;
}

Plane landscape(ImageSet& images, View2<const double> distance, const WatershedSettings& settings) {
  if (settings.method == DeclumpMethod::kIntensity) {
    Plane reference = inverted_plane_of(images, settings.reference);
    require_one_size(distance.shape, settings.image, reference.shape(), settings.reference);
    return reference;
  }
  Buffer<double> basins(images.queue(), distance.shape);
  kernel::distance_basins(images.queue(), distance, basins.view(distance.shape));
  return Plane(std::move(basins), distance.shape);
}

template <class T>
void flood_smoothed(Queue& queue, View2<const T> plane, double sigma, View2<const std::int32_t> seeds,
                    View2<const std::uint8_t> mask, kernel::Connectivity connectivity,
                    View2<std::int32_t> labels) {
  Buffer<T> smooth(queue, plane.shape);
  kernel::gaussian(queue, plane, sigma, kernel::Border::kNearest, smooth.view(plane.shape));
  kernel::watershed(queue, std::as_const(smooth).view(plane.shape), seeds, mask, {connectivity}, labels);
}

}  // namespace

Buffer<std::int32_t> declump(ImageSet& images, const Segmentation& segments,
                             const WatershedSettings& settings) {
  Queue& queue = images.queue();
  const Shape2 shape = segments.shape;
  const Buffer<double> distance = distance_in_segments(queue, segments);
  const Plane plane = landscape(images, distance.view(shape), settings);
  const Buffer<std::uint8_t> seeds = seed_pixels(queue, distance.view(shape), settings);
  const Buffer<std::int32_t> markers = seed_labels(queue, segments, seeds.view(shape));
  Buffer<std::int32_t> labels(queue, shape);
  plane.visit([&](auto pixels) {
    flood_smoothed(queue, pixels, settings.sigma, markers.view(shape), segments.foreground.view(shape),
                   settings.neighbors(), labels.view(shape));
  });
  return labels;
}

}  // namespace cellerate::modules
