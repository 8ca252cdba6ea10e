// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/earth_movers_distance.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "cuda/numeric/kmeans.hpp"
#include "cuda/numeric/transport.hpp"

namespace cellerate::modules {
namespace {

constexpr char kMaxPoints[] = "Maximum # of points", kMaxDistance[] = "Maximum distance";
constexpr double kTolerance = 2;  ///< of k-means
/// A plane whose sides are shorter has its coordinates in 16 bits, and their squares, too.
constexpr int kLongSide = 1 << 16;

using kernel::LabeledPixel;
using kernel::LabelPlanes;
using kernel::Pixel;

/// Points that stand for the pixels of two object sets.
struct Points {
  std::vector<Pixel> from, to;
  std::uint64_t squares_end = 0;  ///< squares of distances begin anew here; 0: never
};

std::vector<Pixel> kmeans_points(const std::vector<LabeledPixel>& pixels, int count) {
  std::vector<std::uint32_t> seeds;
  std::vector<kernel::Point> points;
  for (const LabeledPixel& pixel : pixels) {
    for (const std::int32_t value : {pixel.y, pixel.x, pixel.label})
      seeds.push_back(static_cast<std::uint32_t>(value));
    points.push_back({static_cast<double>(pixel.y), static_cast<double>(pixel.x)});
  }
  kernel::RandomState random(seeds);
  std::vector<Pixel> centers;
  for (const kernel::Point& center : kernel::kmeans(points, count, kTolerance, random))
    centers.push_back({static_cast<std::int32_t>(center.y), static_cast<std::int32_t>(center.x)});
  return centers;
}

/// The same points for both sets.
Points points_of_both(const std::vector<LabeledPixel>& from, const std::vector<LabeledPixel>& to,
                      Shape2 shape, int most) {
  std::vector<LabeledPixel> all = from;
  all.insert(all.end(), to.begin(), to.end());
  Points points;
  if (all.size() <= static_cast<std::size_t>(most)) {
    for (const LabeledPixel& pixel : all) points.from.push_back({pixel.y, pixel.x});
    if (std::max(shape.height, shape.width) < kLongSide) points.squares_end = kLongSide;
  } else {
    points.from = kmeans_points(all, most);
  }
  points.to = points.from;
  return points;
}

std::vector<std::int32_t> costs_between(const Points& points, int max_distance) {
  std::vector<std::int32_t> costs;
  costs.reserve(points.from.size() * points.to.size());
  for (const Pixel& a : points.from)
    for (const Pixel& b : points.to) {
      const std::int64_t y = a.y - b.y, x = a.x - b.x;
      auto squared = static_cast<std::uint64_t>(y * y + x * x);
      if (points.squares_end) squared %= points.squares_end;
      costs.push_back(
          std::min(static_cast<std::int32_t>(std::sqrt(static_cast<double>(squared))), max_distance));
    }
  return costs;
}

std::int64_t total(const std::vector<std::int64_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

}  // namespace

void EarthMoversDistanceSettings::bind(Binder& b) {
  b.binary(is_wanted, "Calculate earth mover's distance?");
  b.integer(max_points, kMaxPoints, {.min = 100});
  b.choice(points, "Point selection method", {"K Means", "Skeleton"});
  b.integer(max_distance, kMaxDistance, {.min = 1});
  b.binary(penalizes_missing, "Penalize missing pixels");
}

bool EarthMoversDistanceSettings::is_hidden(std::string_view text) const {
  return !is_wanted && (text == kMaxPoints || text == kMaxDistance);
}

double earth_movers_distance(Queue& queue, const LabelPlanes& from, const LabelPlanes& to,
                             const EarthMoversDistanceSettings& settings) {
  const std::int64_t penalty = settings.penalizes_missing ? settings.max_distance : 0;
  const std::vector<LabeledPixel> from_pixels = kernel::object_pixels(queue, from),
                                  to_pixels = kernel::object_pixels(queue, to);
  if (from_pixels.empty() || to_pixels.empty())
    return static_cast<double>(static_cast<std::int64_t>(from_pixels.size() + to_pixels.size()) * penalty);

  const int most = settings.max_points;
  const Points points =
      settings.points == EarthMoversDistanceSettings::Points::kKMeans
          ? points_of_both(from_pixels, to_pixels, from.front().shape, most)
          : Points{kernel::skeleton_pixels(queue, from, most), kernel::skeleton_pixels(queue, to, most)};
  const std::vector<std::int64_t> supply = kernel::nearest_counts(queue, points.from, from),
                                  demand = kernel::nearest_counts(queue, points.to, to);
  const std::int64_t moved =
      kernel::transport_cost(supply, demand, costs_between(points, settings.max_distance));
  return static_cast<double>(moved + std::abs(total(supply) - total(demand)) * penalty);
}

}  // namespace cellerate::modules
