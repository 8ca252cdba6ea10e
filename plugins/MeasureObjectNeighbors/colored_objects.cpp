/// Source: CellProfiler 4.2.8 MeasureObjectNeighbors.run; matplotlib 3.7.5 ScalarMappable.to_rgba, Normalize.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/MeasureObjectNeighbors/colored_objects.hpp"

#include <algorithm>

#include "cuda/label/label_masks.hpp"
#include "cuda/label/object_table.hpp"
#include "cuda/pixel/paint_labels.hpp"

namespace cellerate::modules {
namespace {

/// Values of the labels that have pixels, the background's among them.
std::vector<double> shown_values(Queue& queue, const Objects& objects, const std::vector<double>& values) {
  Buffer<std::int32_t> areas(queue, objects.count() + 1);
  kernel::label_areas(queue, objects.labels(), areas.view());
  const HostRead<std::int32_t> area(queue, areas.data(), objects.count() + 1);
  std::vector<double> shown;
  if (area[0] > 0) shown.push_back(0);
  for (int label = 1; label <= objects.count(); ++label)
    if (area[label] > 0) shown.push_back(values[label - 1]);
  return shown;
}

std::vector<float> colors_of(const std::vector<double>& values, const std::vector<double>& shown,
                             const Colormap& map) {
  std::vector<float> colors(3, 0.0f);
  if (shown.empty()) return colors;
  const auto [low, high] = std::minmax_element(shown.begin(), shown.end());
  for (const double value : values) {
    const Rgb rgb = map.at(*low == *high ? 0.0 : (value - *low) / (*high - *low));
    colors.insert(colors.end(), rgb.begin(), rgb.end());
  }
  return colors;
}

cel_memory labeled(Queue& queue, const Objects& objects) {
  Buffer<std::uint8_t> mask(queue, objects.shape());
  kernel::labeled_pixels(queue, objects.labels(), mask.view(objects.shape()));
  return hand_over(std::move(mask));
}

}  // namespace

NewImage colored_objects(Queue& queue, const Objects& objects, const std::vector<double>& values,
                         const Colormap& map) {
  const std::vector<float> colors = colors_of(values, shown_values(queue, objects, values), map);
  Buffer<float> pixels(queue, 3 * objects.shape().size());
  kernel::paint_labels(queue, objects.labels(), upload(queue, colors).view(), pixels.view());
  NewImage image = NewImage::of(std::move(pixels), objects.shape(), 3);
  image.mask = labeled(queue, objects);
  image.crop_mask = labeled(queue, objects);
  image.crop_shape = objects.shape();
  return image;
}

}  // namespace cellerate::modules
