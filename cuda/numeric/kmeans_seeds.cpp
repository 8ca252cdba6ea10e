// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/numeric/kmeans_seeds.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "cuda/numeric/pairwise_sum.hpp"

namespace cellerate::kernel {
namespace {

double norm(Point point) { return point.y * point.y + point.x * point.x; }

double sum(const double* values, std::size_t n) {
  return numpy_sum<double>(static_cast<std::int64_t>(n), [=](std::int64_t i) { return values[i]; });
}

/// The point that a number below the sum of the weights falls on.
std::size_t drawn(const std::vector<double>& weights_so_far, double number) {
  const auto found = std::lower_bound(weights_so_far.begin(), weights_so_far.end(), number);
  return std::min<std::size_t>(found - weights_so_far.begin(), weights_so_far.size() - 1);
}

}  // namespace

std::vector<double> squared_distances(const std::vector<Point>& from, const std::vector<Point>& to) {
  std::vector<double> norms(to.size()), distances;
  std::transform(to.begin(), to.end(), norms.begin(), norm);
  distances.reserve(from.size() * to.size());
  // BLAS fuses a product with the sum: of a matrix the second one, of a vector the first.
  const bool is_vector = from.size() == 1;
  for (const Point& a : from) {
    const double a_norm = norm(a);
    for (std::size_t j = 0; j < to.size(); ++j) {
      const Point b = to[j];
      const double product = is_vector ? std::fma(a.y, b.y, a.x * b.x) : std::fma(a.x, b.x, a.y * b.y);
      distances.push_back(std::max(-2 * product + a_norm + norms[j], 0.0));
    }
  }
  return distances;
}

std::vector<Point> kmeans_seeds(const std::vector<Point>& points, int count, RandomState& random) {
  const std::size_t n = points.size();
  const int candidate_count = 2 + static_cast<int>(std::log(count));
  std::vector<Point> centers = {points[random.interval(static_cast<std::uint32_t>(n - 1))]};
  std::vector<double> nearest = squared_distances(centers, points), so_far(n);
  double potential = sum(nearest.data(), n);
  while (centers.size() < static_cast<std::size_t>(count)) {
    std::partial_sum(nearest.begin(), nearest.end(), so_far.begin());
    std::vector<Point> candidates;
    for (int k = 0; k < candidate_count; ++k)
      candidates.push_back(points[drawn(so_far, random.uniform() * potential)]);
    std::vector<double> closer = squared_distances(candidates, points);
    int best = 0;
    for (int k = 0; k < candidate_count; ++k) {
      double* own = closer.data() + k * n;
      for (std::size_t i = 0; i < n; ++i) own[i] = std::min(own[i], nearest[i]);
      const double reached = sum(own, n);
      if (k > 0 && reached >= potential) continue;
      potential = reached;
      best = k;
    }
    centers.push_back(candidates[best]);
    std::copy_n(closer.begin() + static_cast<std::ptrdiff_t>(best * n), n, nearest.begin());
  }
  return centers;
}

}  // namespace cellerate::kernel
