// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/radial_map.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "cuda/core/error.hpp"
#include "cuda/label/label_masks.hpp"
#include "cuda/label/propagate.hpp"
#include "cuda/numeric/argsort.hpp"
#include "cuda/region/geodesic.hpp"
#include "cuda/region/radii.hpp"
#include "cuda/region/regions.hpp"

namespace cellerate::kernel {
namespace {

struct Point {
  int y = 0, x = 0;
};

/// A pixel index in host memory.
class HostRegions {
 public:
  HostRegions(Queue& queue, const RegionsView& regions)
      : boxes_(queue, regions.boxes, regions.count),
        starts_(queue, regions.starts, regions.count + 1),
        pixels_(queue, regions.pixels, pixel_count(queue, regions)),
        width_(regions.shape.width) {}

  int count() const { return static_cast<int>(boxes_.size()); }
  std::int64_t size() const { return pixels_.size(); }
  std::int64_t begin(int k) const { return starts_[k]; }
  std::int64_t end(int k) const { return starts_[k + 1]; }
  const Box& box(int k) const { return boxes_[k]; }
  const std::int32_t* pixels() const { return pixels_.data(); }
  Point point(std::int64_t i) const { return {pixels_[i] / width_, pixels_[i] % width_}; }

  /// Means of the coordinates of each object's pixels.
  struct Center {
    double y, x;
  };
  Center center(int k) const {
    std::int64_t y = 0, x = 0;
    for (std::int64_t i = begin(k); i < end(k); ++i) {
      const Point at = point(i);
      y += at.y;
      x += at.x;
    }
    const auto n = static_cast<double>(end(k) - begin(k));
    return {static_cast<double>(y) / n, static_cast<double>(x) / n};
  }

 private:
  HostRead<Box> boxes_;
  HostRead<std::int32_t> starts_, pixels_;
  int width_;
};

std::uint8_t wedge(Point pixel, Point center) {
  const int dy = pixel.y - center.y, dx = pixel.x - center.x;
  return static_cast<std::uint8_t>((dy > 0) + 2 * (dx > 0) + 4 * (std::abs(dy) > std::abs(dx)));
}

/// Distances of all object pixels from the outside of their object. For an object that is all of the plane
/// SciPy takes a pixel left of none, above the first one, as the outside.
std::vector<double> edge_distances(Queue& queue, const RegionsView& regions, const HostRegions& host,
                                   View2<const std::int32_t> labels) {
  Buffer<std::uint32_t> buffer(queue, host.size());
  squared_distances(queue, regions, labels, PlaneBorder::IsNothing, buffer.view());
  const HostRead<std::uint32_t> squared(queue, buffer.data(), buffer.size());
  std::vector<double> distances(host.size());
  for (std::int64_t i = 0; i < host.size(); ++i) {
    double square = squared[i];
    if (squared[i] == kNoOutside) {
      const Point at = host.point(i);
      square = (at.y + 1.0) * (at.y + 1.0) + static_cast<double>(at.x) * at.x;
    }
    distances[i] = std::sqrt(square);
  }
  return distances;
}

/// Writes the map of the pixels whose way from a centre is known.
class MapWriter {
 public:
  MapWriter(const HostRegions& regions, const std::vector<double>& to_edge, RadialScale scale)
      : regions_(regions), to_edge_(to_edge), scale_(scale) {
    map_.distances.assign(regions.size(), -1.0);
    map_.wedges.assign(regions.size(), 0);
  }
  void set(std::int64_t i, double from_center, Point center) {
    map_.distances[i] =
        scale_.to_edge ? from_center / (from_center + to_edge_[i] + 0.001) : from_center / scale_.radius;
    map_.wedges[i] = wedge(regions_.point(i), center);
  }
  RadialMap take() { return std::move(map_); }

 private:
  const HostRegions& regions_;
  const std::vector<double>& to_edge_;
  RadialScale scale_;
  RadialMap map_;
};

/// The pixel of each object that is farthest from its edge, as a place in the pixel index; -1 for no pixels.
std::vector<std::int64_t> farthest_pixels(const HostRegions& regions, const std::vector<double>& to_edge,
                                          Shape2 shape, Ties ties) {
  std::vector<std::int64_t> farthest(regions.count(), -1);
  std::vector<double> contested;
  for (int k = 0; k < regions.count(); ++k) {
    bool is_tied = false;
    for (std::int64_t i = regions.begin(k); i < regions.end(k); ++i) {
      if (farthest[k] < 0 || to_edge[i] > to_edge[farthest[k]]) {
        farthest[k] = i;
        is_tied = false;
      } else {
        is_tied |= to_edge[i] == to_edge[farthest[k]];
      }
    }
    if (is_tied) contested.push_back(to_edge[farthest[k]]);
  }
  if (contested.empty() || ties == Ties::Fast) return farthest;

  std::vector<double> plane(shape.size(), 0.0);
  std::vector<std::int64_t> place(shape.size(), -1);  // of the pixel in the index
  std::vector<std::int32_t> object(regions.size());
  for (int k = 0; k < regions.count(); ++k)
    for (std::int64_t i = regions.begin(k); i < regions.end(k); ++i) {
      plane[regions.pixels()[i]] = to_edge[i];
      place[regions.pixels()[i]] = i;
      object[i] = k;
    }
  for (const std::int64_t at : numpy_argsort_where(plane, std::move(contested))) {
    const std::int64_t i = place[at];
    if (i >= 0 && to_edge[i] == to_edge[farthest[object[i]]]) farthest[object[i]] = i;
  }
  return farthest;
}

/// Seeds in the middle of each other object that has pixels.
struct OtherCenters {
  std::vector<Point> centers;  ///< of each label - 1
  std::vector<std::int32_t> present;
};

OtherCenters centers_of(const HostRead<std::int32_t>& labels, Shape2 shape) {
  struct Sums {
    std::int64_t n = 0, y = 0, x = 0;
  };
  std::vector<Sums> sums;
  for (std::int64_t i = 0; i < labels.size(); ++i) {
    if (labels[i] <= 0) continue;
    if (labels[i] > static_cast<std::int64_t>(sums.size())) sums.resize(labels[i]);
    Sums& sum = sums[labels[i] - 1];
    ++sum.n;
    sum.y += i / shape.width;
    sum.x += i % shape.width;
  }
  OtherCenters others;
  for (std::size_t k = 0; k < sums.size(); ++k) {
    const auto n = static_cast<double>(sums[k].n);
    others.centers.push_back({});
    if (sums[k].n == 0) continue;
    others.centers.back() = {static_cast<int>(static_cast<double>(sums[k].y) / n + 0.5),
                             static_cast<int>(static_cast<double>(sums[k].x) / n + 0.5)};
    others.present.push_back(static_cast<std::int32_t>(k + 1));
  }
  return others;
}

/// The other object whose centre is nearest to a point; of equally near ones the first in NumPy's sorting.
std::int32_t nearest_center(const OtherCenters& others, HostRegions::Center from) {
  if (others.present.empty()) throw std::invalid_argument("there are no objects to take the centers of");
  std::vector<double> squares;
  for (const std::int32_t label : others.present) {
    const double dy = from.y - others.centers[label - 1].y, dx = from.x - others.centers[label - 1].x;
    squares.push_back(dy * dy + dx * dx);
  }
  return others.present[numpy_argsort(squares.data(), static_cast<std::int64_t>(squares.size()))[0]];
}

}  // namespace

RadialMap radial_map(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                     RadialScale scale, Ties ties) {
  const HostRegions host(queue, regions);
  const std::vector<double> to_edge = edge_distances(queue, regions, host, labels);
  const std::vector<std::int64_t> centers = farthest_pixels(host, to_edge, labels.shape, ties);
  // The centre of a number without pixels is the plane's first pixel, which then is one more of its own
  // object.
  const bool first_pixel_counts = std::count(centers.begin(), centers.end(), -1) > 0;
  MapWriter map(host, to_edge, scale);
  Geodesic geodesic;
  for (int k = 0; k < host.count(); ++k) {
    if (centers[k] < 0) continue;
    const std::int64_t begin = host.begin(k), n = host.end(k) - begin;
    std::vector<std::int64_t> seeds = {centers[k] - begin};
    if (first_pixel_counts && host.pixels()[begin] == 0) seeds.push_back(0);
    const auto& lengths = geodesic.lengths(host.box(k), host.pixels() + begin, n, labels.shape.width, seeds);
    const Point center = host.point(centers[k]);
    for (std::int64_t i = 0; i < n; ++i)
      if (std::isfinite(lengths[i])) map.set(begin + i, lengths[i], center);
  }
  return map.take();
}

RadialMap radial_map(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                     View2<const std::int32_t> others, OtherObjects from, RadialScale scale) {
  CEL_REQUIRE(others.shape == labels.shape, "radial map: both object sets must have one shape");
  const Shape2 shape = labels.shape;
  const HostRegions host(queue, regions);
  const std::vector<double> to_edge = edge_distances(queue, regions, host, labels);
  const HostRead<std::int32_t> other_labels(queue, others.data, others.size());
  const OtherCenters centers = centers_of(other_labels, shape);

  Buffer<std::int32_t> seeds = zeros<std::int32_t>(queue, shape.size());
  std::vector<std::int32_t> middles;
  if (from == OtherObjects::Centers) {
    middles.assign(shape.size(), 0);
    for (const std::int32_t label : centers.present) {
      const Point at = centers.centers[label - 1];
      middles[static_cast<std::int64_t>(at.y) * shape.width + at.x] = label;
    }
    queue.copy_in(seeds.data(), middles.data(), shape.size() * sizeof(std::int32_t));
  } else {
    queue.copy(seeds.data(), others.data, shape.size() * sizeof(std::int32_t));
  }
  Buffer<std::uint8_t> mask(queue, shape);
  Buffer<std::int32_t> reached(queue, shape);
  Buffer<double> ways(queue, shape);
  labeled_pixels(queue, labels, mask.view(shape));
  propagate(queue, {}, std::as_const(seeds).view(shape), std::as_const(mask).view(shape), 1,
            reached.view(shape), ways.view(shape));
  const HostRead<std::int32_t> center_of(queue, reached.data(), shape.size());
  const HostRead<double> way(queue, ways.data(), shape.size());

  MapWriter map(host, to_edge, scale);
  for (int k = 0; k < host.count(); ++k) {
    std::int32_t nearest = 0;  // to the object, as soon as a pixel needs it
    for (std::int64_t i = host.begin(k); i < host.end(k); ++i) {
      const std::int32_t at = host.pixels()[i];
      if (from == OtherObjects::Edges && other_labels[at] != 0) continue;
      if (center_of[at] > 0) {
        map.set(i, way[at], centers.centers[center_of[at] - 1]);
        continue;
      }
      if (nearest == 0) nearest = nearest_center(centers, host.center(k));
      const Point center = centers.centers[nearest - 1], pixel = host.point(i);
      const double dy = pixel.y - center.y, dx = pixel.x - center.x;
      map.set(i, std::sqrt(dy * dy + dx * dx), center);
    }
  }
  return map.take();
}

}  // namespace cellerate::kernel
