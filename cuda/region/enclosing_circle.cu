/// Chrystal's algorithm: from an edge of the hull towards the pair or triple of vertices that spans the
/// circle.
// SPDX-License-Identifier: BSD-3-Clause
#include <cmath>

#include "cuda/core/launch.hpp"
#include "cuda/region/convex_hull.hpp"

namespace cellerate::kernel {
namespace {

constexpr double kPi = 3.14159265358979323846;

/// Angles of the triangle s0, s1, v.
struct Angles {
  double at_s0, at_s1, at_v;
};

CEL_FN Angles angles(Vertex s0, Vertex s1, Vertex v) {
  const double uy = s0.y - s1.y, ux = s0.x - s1.x;
  const double ay = v.y - s0.y, ax = v.x - s0.x, by = v.y - s1.y, bx = v.x - s1.x;
  const double uu = uy * uy + ux * ux;
  Angles found;
  found.at_s1 = fabs(acos((uy * by + ux * bx) / sqrt(uu * (by * by + bx * bx))));
  found.at_s0 = fabs(acos((-uy * ay + -ux * ax) / sqrt(uu * (ay * ay + ax * ax))));
  found.at_v = kPi - found.at_s1 - found.at_s0;
  return found;
}

CEL_FN Circle circumcircle(Vertex s0, Vertex s1, Vertex v) {
  const double y0 = s0.y, x0 = s0.x, y1 = s1.y, x1 = s1.x, y2 = v.y, x2 = v.x;
  const double q0 = y0 * y0 + x0 * x0, q1 = y1 * y1 + x1 * x1, q2 = y2 * y2 + x2 * x2;
  const double d = 2 * (x0 * (y1 - y2) + x1 * (y2 - y0) + x2 * (y0 - y1));
  const double x = (q0 * (y1 - y2) + q1 * (y2 - y0) + q2 * (y0 - y1)) / d;
  const double y = (q0 * (x2 - x1) + q1 * (x0 - x2) + q2 * (x1 - x0)) / d;
  return {y, x, sqrt((y0 - y) * (y0 - y) + (x0 - x) * (x0 - x))};
}

CEL_FN Circle around_pair(Vertex a, Vertex b) {
  const double dy = a.y - b.y, dx = a.x - b.x;
  return {(a.y + b.y) / 2.0, (a.x + b.x) / 2.0, sqrt(dy * dy + dx * dx) / 2};
}

struct Enclose {
  HullsView hulls;
  Circle* circles;

  CEL_FN void operator()(std::int64_t k) const { circles[k] = enclose(hulls.of(k), hulls.sizes[k]); }

  static CEL_FN Circle enclose(const Vertex* hull, std::int32_t n) {
    if (n == 0) return {nan(""), nan(""), 0};
    if (n == 1) return {static_cast<double>(hull[0].y), static_cast<double>(hull[0].x), 0};
    std::int32_t s0 = 0, s1 = 1;
    for (;;) {
      Angles least{0, 0, 4};  // above any angle
      std::int32_t apex = -1;
      for (std::int32_t i = 0; i < n; ++i) {
        if (i == s0 || i == s1) continue;
        const Angles seen = angles(hull[s0], hull[s1], hull[i]);
        if (seen.at_v < least.at_v) {
          least = seen;
          apex = i;
        }
      }
      if (apex < 0 || least.at_v >= kPi / 2) return around_pair(hull[s0], hull[s1]);
      if (least.at_s0 <= kPi / 2 && least.at_s1 <= kPi / 2)
        return circumcircle(hull[s0], hull[s1], hull[apex]);
      if (least.at_s0 > kPi / 2)
        s0 = apex;
      else
        s1 = apex;
    }
  }
};

}  // namespace

void enclosing_circles(Queue& queue, HullsView hulls, View1<Circle> circles) {
  for_each_index(queue, circles.size, Enclose{hulls, circles.data});
}

}  // namespace cellerate::kernel
