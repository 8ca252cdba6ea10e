/// Source: CellProfiler 4.2.8 MeasureObjectIntensityDistribution.run; matplotlib 3.7.5
/// ScalarMappable.to_rgba.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/MeasureObjectIntensityDistribution/heatmap.hpp"

#include <algorithm>
#include <cmath>

#include "cuda/pixel/paint_labels.hpp"
#include "plugins/shared/colormap.hpp"

namespace cellerate::modules::distribution {
namespace {

/// Lowest and highest value of a picture; NaN if there is one.
struct Span {
  double low = 0, high = 0;
};

Span span_of(Queue& queue, const kernel::RadialRings& rings, int shown, const double* values,
             std::int64_t plane_size) {
  const HostRead<std::int32_t> starts(queue, rings.starts.data(), rings.starts.size());
  std::vector<double> visible;
  std::int64_t pixels = 0;
  for (int k = 0; k < rings.count; ++k)
    for (int ring = 0; ring < shown; ++ring) {
      const std::int64_t i = std::int64_t{k} * rings.rings + ring;
      if (starts[i + 1] == starts[i]) continue;
      pixels += starts[i + 1] - starts[i];
      visible.push_back(values[std::int64_t{ring} * rings.count + k]);
    }
  if (pixels < plane_size || visible.empty()) visible.push_back(0);
  if (std::any_of(visible.begin(), visible.end(), [](double v) { return std::isnan(v); }))
    return {std::nan(""), std::nan("")};
  const auto [low, high] = std::minmax_element(visible.begin(), visible.end());
  return {*low, *high};
}

/// The color of a value in a picture; black where a value of the picture is NaN.
class Scale {
 public:
  Scale(Colormap map, Span span) : map_(std::move(map)), span_(span) {}
  Rgb at(double value) const {
    if (std::isnan(span_.low)) return {0, 0, 0};
    return map_.at(span_.low == span_.high ? 0.0 : (value - span_.low) / (span_.high - span_.low));
  }

 private:
  Colormap map_;
  Span span_;
};

void append(std::vector<float>& colors, const Rgb& color) {
  for (const double channel : color) colors.push_back(static_cast<float>(channel));
}

NewImage gray_map(Queue& queue, Shape2 shape, const kernel::RadialRings& rings, int shown,
                  const double* values) {
  std::vector<float> shades(std::int64_t{rings.rings} * rings.count, 0.0f);
  std::copy_n(values, std::int64_t{shown} * rings.count, shades.begin());
  Buffer<float> plane = zeros<float>(queue, shape.size());
  kernel::paint_rings_gray(queue, rings, upload(queue, shades).view(), plane.view(shape));
  return NewImage::of(std::move(plane), shape);
}

}  // namespace

NewImage heatmap(Queue& queue, View2<const std::int32_t> labels, const kernel::RadialRings& rings, int shown,
                 const double* values, const std::string& colormap) {
  const Shape2 shape = labels.shape;
  if (colormap == kGray) return gray_map(queue, shape, rings, shown, values);
  const Scale scale(Colormap::named(colormap), span_of(queue, rings, shown, values, shape.size()));
  std::vector<float> of_labels(3, 0.0f), of_rings;
  for (int k = 0; k < rings.count; ++k) append(of_labels, scale.at(0));
  for (int ring = 0; ring < rings.rings; ++ring)
    for (int k = 0; k < rings.count; ++k)
      append(of_rings, scale.at(ring < shown ? values[std::int64_t{ring} * rings.count + k] : 0));
  Buffer<float> plane(queue, 3 * shape.size());
  kernel::paint_labels(queue, labels, upload(queue, of_labels).view(), plane.view());
  kernel::paint_rings(queue, rings, upload(queue, of_rings).view(), plane.view());
  return NewImage::of(std::move(plane), shape, 3);
}

}  // namespace cellerate::modules::distribution
