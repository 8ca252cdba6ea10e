// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/numeric/kmeans.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "cuda/numeric/kmeans_seeds.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kRuns = 10, kMaxRounds = 300;

double squared(Point a, Point b) {
  const double y = a.y - b.y, x = a.x - b.x;
  return y * y + x * x;
}
double distance(Point a, Point b) { return std::sqrt(squared(a, b)); }

/// One run from given centers. Bounds of the distances spare most of them: of each point to its center, from
/// above, and to all centers, from below.
class ElkanRun {
 public:
  ElkanRun(const std::vector<Point>& points, std::vector<Point> centers)
      : points_(points),
        centers_(std::move(centers)),
        labels_(points.size(), 0),
        upper_(points.size()),
        lower_(points.size() * centers_.size(), 0) {
    halve_distances();
    for (std::size_t i = 0; i < points_.size(); ++i) begin(i);
  }

  void run(double tolerance) {
    std::vector<int> before(points_.size(), -1);
    for (int round = 0; round < kMaxRounds; ++round) {
      for (std::size_t i = 0; i < points_.size(); ++i) assign(i);
      const double moved = move_centers();
      halve_distances();
      if (labels_ == before) return;
      if (moved <= tolerance) break;
      before = labels_;
    }
    for (std::size_t i = 0; i < points_.size(); ++i) assign(i);
  }

  const std::vector<Point>& centers() const { return centers_; }
  double inertia() const {
    double sum = 0;
    for (std::size_t i = 0; i < points_.size(); ++i) sum += squared(points_[i], centers_[labels_[i]]);
    return sum;
  }

 private:
  double& lower(std::size_t i, std::size_t j) { return lower_[i * centers_.size() + j]; }
  double half(std::size_t a, std::size_t b) const { return half_[a * centers_.size() + b]; }

  void halve_distances() {
    const std::size_t n = centers_.size();
    half_ = squared_distances(centers_, centers_);
    next_.assign(n, std::numeric_limits<double>::infinity());
    for (std::size_t a = 0; a < n; ++a)
      for (std::size_t b = 0; b < n; ++b) {
        half_[a * n + b] = a == b ? 0 : std::sqrt(half_[a * n + b]) / 2;
        if (a != b) next_[b] = std::min(next_[b], half_[a * n + b]);
      }
  }

  void begin(std::size_t i) {
    int& best = labels_[i];
    double nearest = distance(points_[i], centers_[0]);
    lower(i, 0) = nearest;
    for (std::size_t j = 1; j < centers_.size(); ++j) {
      if (nearest <= half(best, j)) continue;
      const double here = distance(points_[i], centers_[j]);
      lower(i, j) = here;
      if (here >= nearest) continue;
      nearest = here;
      best = static_cast<int>(j);
    }
    upper_[i] = nearest;
  }

  void assign(std::size_t i) {
    int& label = labels_[i];
    double& upper = upper_[i];
    if (next_[label] >= upper) return;
    bool is_tight = false;
    for (std::size_t j = 0; j < centers_.size(); ++j) {
      if (static_cast<int>(j) == label || upper <= lower(i, j) || upper <= half(label, j)) continue;
      if (!is_tight) {
        upper = distance(points_[i], centers_[label]);
        lower(i, label) = upper;
        is_tight = true;
      }
      if (upper <= lower(i, j) && upper <= half(label, j)) continue;
      const double here = distance(points_[i], centers_[j]);
      lower(i, j) = here;
      if (here >= upper) continue;
      label = static_cast<int>(j);
      upper = here;
    }
  }

  /// To the means of their points; the bounds follow. @return the sum of the squares of their ways
  double move_centers() {
    std::vector<Point> sums(centers_.size(), Point{0, 0});
    std::vector<double> counts(centers_.size(), 0);
    for (std::size_t i = 0; i < points_.size(); ++i) {
      sums[labels_[i]].y += points_[i].y;
      sums[labels_[i]].x += points_[i].x;
      ++counts[labels_[i]];
    }
    fill_empty(sums, counts);
    std::vector<double> ways(centers_.size());
    double moved = 0;
    for (std::size_t j = 0; j < centers_.size(); ++j) {
      const double share = 1 / counts[j];
      const Point mean = {sums[j].y * share, sums[j].x * share};
      ways[j] = distance(mean, centers_[j]);
      moved += ways[j] * ways[j];
      centers_[j] = mean;
    }
    for (std::size_t i = 0; i < points_.size(); ++i) {
      upper_[i] += ways[labels_[i]];
      for (std::size_t j = 0; j < centers_.size(); ++j) lower(i, j) = std::max(lower(i, j) - ways[j], 0.0);
    }
    return moved;
  }

  /// A center without points takes one of those that are farthest from theirs.
  void fill_empty(std::vector<Point>& sums, std::vector<double>& counts) const {
    if (std::find(counts.begin(), counts.end(), 0.0) == counts.end()) return;
    std::vector<std::size_t> far(points_.size());
    std::iota(far.begin(), far.end(), std::size_t{0});
    std::stable_sort(far.begin(), far.end(), [&](std::size_t a, std::size_t b) {
      return squared(points_[a], centers_[labels_[a]]) > squared(points_[b], centers_[labels_[b]]);
    });
    std::size_t next = 0;
    for (std::size_t j = 0; j < counts.size(); ++j) {
      if (counts[j] > 0) continue;
      const std::size_t i = far[next++];
      sums[labels_[i]].y -= points_[i].y;
      sums[labels_[i]].x -= points_[i].x;
      --counts[labels_[i]];
      sums[j] = points_[i];
      counts[j] = 1;
    }
  }

  const std::vector<Point>& points_;
  std::vector<Point> centers_;
  std::vector<int> labels_;
  std::vector<double> upper_, lower_, half_, next_;
};

}  // namespace

std::vector<Point> kmeans(const std::vector<Point>& points, int count, double tolerance,
                          RandomState& random) {
  const auto n = static_cast<double>(points.size());
  Point mean{0, 0}, variance{0, 0};
  for (const Point& point : points) mean = {mean.y + point.y, mean.x + point.x};
  mean = {mean.y / n, mean.x / n};
  std::vector<Point> centered;
  for (const Point& point : points) {
    const Point& own = centered.emplace_back(Point{point.y - mean.y, point.x - mean.x});
    variance = {variance.y + own.y * own.y, variance.x + own.x * own.x};
  }
  const double least_move = (variance.y / n + variance.x / n) / 2 * tolerance;

  std::vector<Point> best;
  double least = std::numeric_limits<double>::infinity();
  for (int run = 0; run < kRuns; ++run) {
    ElkanRun clusters(centered, kmeans_seeds(centered, count, random));
    clusters.run(least_move);
    const double inertia = clusters.inertia();
    if (inertia >= least) continue;
    least = inertia;
    best = clusters.centers();
  }
  for (Point& center : best) center = {center.y + mean.y, center.x + mean.x};
  return best;
}

}  // namespace cellerate::kernel
