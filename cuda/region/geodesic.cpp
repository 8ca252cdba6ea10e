/// Sweeps down and up the pixels until one changes nothing: two or three for an object without bays.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/geodesic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cellerate::kernel {

bool Geodesic::relax(std::int64_t pixel, const std::int64_t (&steps)[4]) {
  const double diagonal = std::sqrt(2.0);
  double* const at = plane_.data() + places_[pixel];
  // Steps to the two straight neighbours come first
  const double straight = std::min(at[steps[0]], at[steps[1]]) + 1;
  const double best = std::min(straight, std::min(at[steps[2]], at[steps[3]]) + diagonal);
  if (!(best < *at)) return false;
  *at = best;
  return true;
}

const std::vector<double>& Geodesic::lengths(const Box& box, const std::int32_t* pixels, std::int64_t n,
                                             int width, const std::vector<std::int64_t>& seeds) {
  const std::int64_t pitch = box.width() + 2;
  plane_.assign(pitch * (box.height() + 2), std::numeric_limits<double>::infinity());
  places_.resize(n);
  for (std::int64_t i = 0; i < n; ++i) {
    const int y = pixels[i] / width, x = pixels[i] - y * width;
    places_[i] = (y - box.y0 + 1) * pitch + x - box.x0 + 1;
  }
  for (const std::int64_t seed : seeds) plane_[places_[seed]] = 0;

  const std::int64_t from_before[4] = {-1, -pitch, -pitch - 1, -pitch + 1};
  const std::int64_t from_after[4] = {1, pitch, pitch + 1, pitch - 1};
  bool changes = true;
  for (bool first = true; changes; first = false) {
    changes = false;
    for (std::int64_t i = 0; i < n; ++i) changes |= relax(i, from_before);
    if (!changes && !first) break;
    changes = false;
    for (std::int64_t i = n - 1; i >= 0; --i) changes |= relax(i, from_after);
  }
  lengths_.resize(n);
  for (std::int64_t i = 0; i < n; ++i) lengths_[i] = plane_[places_[i]];
  return lengths_;
}

}  // namespace cellerate::kernel
