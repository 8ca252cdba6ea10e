// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/Watershed/segment.hpp"

#include <stdexcept>

#include "cuda/distance/euclidean_transform.hpp"
#include "cuda/filter/resize.hpp"
#include "cuda/label/connected_components.hpp"
#include "cuda/label/flat_watershed.hpp"
#include "cuda/label/renumber.hpp"
#include "cuda/label/watershed.hpp"
#include "cuda/morphology/regional_maxima.hpp"
#include "cuda/pixel/image_labels.hpp"
#include "cuda/pixel/mask.hpp"
#include "cuda/pixel/stretch.hpp"
#include "cuda/threshold/compact.hpp"
#include "cuda/threshold/otsu.hpp"
#include "plugins/Watershed/plane.hpp"

namespace cellerate::modules {
namespace {

/// Maxima are one marker where one lies in the square of this side around the other.
constexpr int kMarkerSquare = 16;

template <class T>
kernel::SampleView samples(View2<const T> plane) {
  const auto type = std::is_same_v<T, float> ? kernel::Sample::F32 : kernel::Sample::F64;
  return {type, plane.data, plane.size()};
}

/// skimage.filters.threshold_otsu; of labels each has a bin of its own.
template <class T>
double otsu_threshold(Queue& queue, View2<const T> plane, bool holds_labels) {
  const View1<const T> values{plane.data, plane.size()};
  const auto [lowest, highest] = kernel::extrema(queue, values);
  if (lowest == highest) return lowest;
  if (!holds_labels)
    return kernel::otsu(kernel::histogram(queue, values, kernel::kOtsuBins, lowest, highest));
  const int bins = static_cast<int>(highest - lowest) + 1;
  return kernel::otsu(kernel::histogram(queue, values, bins, lowest - T(0.5), highest + T(0.5)));
}

template <class T>
Buffer<std::uint8_t> pixels_above(Queue& queue, View2<const T> plane, double threshold) {
  Buffer<std::uint8_t> mask(queue, plane.shape);
  kernel::above(queue, samples(plane), threshold, mask.view());
  return mask;
}

/// Floods the foreground from where it is widest.
Buffer<std::int32_t> flood_distance(Queue& queue, View2<const std::uint8_t> foreground, int footprint) {
  const Shape2 shape = foreground.shape;
  Buffer<double> distance(queue, shape);
  kernel::euclidean_distance(queue, foreground, distance.view(shape));
  Buffer<std::uint8_t> heights(queue, shape), maxima(queue, shape);
  kernel::stretch_to_bytes(queue, std::as_const(distance).view(shape), heights.view(shape));
  kernel::regional_maxima(queue, std::as_const(heights).view(shape), footprint, maxima.view(shape));
  Buffer<std::int32_t> labels(queue, shape);
  kernel::square_components(queue, std::as_const(maxima).view(shape), kMarkerSquare, labels.view(shape));
  kernel::complement(queue, std::as_const(heights).view(shape), heights.view(shape));
  kernel::flat_watershed(queue, std::as_const(heights).view(shape), labels.view(shape), foreground,
                         labels.view(shape));
  return labels;
}

template <class T>
Segmentation segment(Queue& queue, View2<const T> plane, bool holds_labels,
                     const WatershedSettings& settings) {
  const Shape2 shape = plane.shape;
  if (settings.downsample == 1) {
    Buffer<std::uint8_t> foreground = pixels_above(queue, plane, otsu_threshold(queue, plane, holds_labels));
    Buffer<std::int32_t> labels =
        flood_distance(queue, std::as_const(foreground).view(shape), settings.footprint);
    return {shape, std::move(labels), std::move(foreground)};
  }
  const Shape2 small = kernel::block_shape(shape, settings.downsample);
  Buffer<T> means(queue, small);
  kernel::block_means(queue, plane, settings.downsample, means.view(small));
  const double threshold = otsu_threshold(queue, std::as_const(means).view(small), false);
  const Buffer<std::uint8_t> coarse = pixels_above(queue, std::as_const(means).view(small), threshold);
  const Buffer<std::int32_t> flooded = flood_distance(queue, coarse.view(small), settings.footprint);
  Buffer<std::int32_t> labels(queue, shape);
  kernel::nearest_resize(queue, flooded.view(small), labels.view(shape));
  kernel::wrap_to_sixteen_bits(queue, labels.view(shape), labels.view(shape));
  return {shape, std::move(labels), pixels_above(queue, plane, threshold)};
}

Buffer<std::uint8_t> flooded_area(ImageSet& images, Shape2 shape, const WatershedSettings& settings) {
  Queue& queue = images.queue();
  if (!settings.uses_mask()) return upload(queue, std::vector<std::uint8_t>(shape.size(), 1));
  const Plane mask = plane_of(images, settings.mask);
  require_one_size(shape, settings.image, mask.shape(), settings.mask);
  return mask.nonzero(queue);
}

}  // namespace

void require_one_size(Shape2 shape, const std::string& name, Shape2 other, const std::string& other_name) {
  if (shape != other)
    throw std::invalid_argument("images '" + name + "' and '" + other_name + "' must have one size");
}

Segmentation segment_by_distance(ImageSet& images, const WatershedSettings& settings) {
  const bool holds_labels = images.image(settings.image).type() == CEL_I32;
  const Plane plane = plane_of(images, settings.image);
  return plane.visit([&](auto pixels) { return segment(images.queue(), pixels, holds_labels, settings); });
}

Segmentation segment_by_markers(ImageSet& images, const WatershedSettings& settings) {
  Queue& queue = images.queue();
  const Plane plane = gray_plane_of(images, settings.image);
  const Plane markers = gray_plane_of(images, settings.markers);
  const Shape2 shape = plane.shape();
  require_one_size(shape, settings.image, markers.shape(), settings.markers);
  const Buffer<std::uint8_t> area = flooded_area(images, shape, settings);
  Buffer<std::int32_t> seeds(queue, shape), labels(queue, shape);
  markers.visit([&](auto pixels) { kernel::truncated_labels(queue, pixels, seeds.view(shape)); });
  plane.visit([&](auto pixels) {
    kernel::watershed(queue, pixels, std::as_const(seeds).view(shape), area.view(shape),
                      {settings.neighbors(), settings.compactness, settings.lines}, labels.view(shape));
  });
  return {shape, std::move(labels), plane.nonzero(queue)};
}

}  // namespace cellerate::modules
