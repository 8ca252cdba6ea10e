/// One group an object. The pixel of an object that is nearest to anything outside lies on its 4-neighbour
/// border, so only border pixels look around; what overlaps an object is found in its own pixels.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/neighbors.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

constexpr std::int64_t kTableBytes = std::int64_t{1} << 28;

struct Total : Outline {
  CEL_FN explicit Total(int) : Outline{0, 0} {}
  CEL_FN Total(std::int32_t pixels_, std::int32_t touched_) : Outline{pixels_, touched_} {}
  CEL_FN friend Total operator+(const Total& a, const Total& b) {
    return {a.pixels + b.pixels, a.touched + b.touched};
  }
};

struct FindContacts {
  RegionsView regions;
  View2<const std::int32_t> labels, others;
  const std::int32_t* reach;        // half width of the disk in each of its rows: distance
  const std::int32_t* touch_reach;  // and distance + 1/2
  int distance, other_count;
  bool same;
  std::int64_t first;   // object of the table's first row
  std::uint8_t* table;  // objects x (other_count + 1)
  Outline* outlines;

  CEL_FN void operator()(Block& block, std::int64_t row) const {
    const std::int64_t k = first + row;
    const std::int32_t begin = regions.starts[k], own = static_cast<std::int32_t>(k) + 1;
    const FindContacts self = *this;
    std::uint8_t* found = table + row * (other_count + 1);
    const Total total = block.sum<Total>(regions.starts[k + 1] - begin, [=](std::int64_t i) {
      return self.look(self.regions.pixels[begin + i], own, found);
    });
    block.each(1, [=](std::int64_t) {
      self.outlines[k] = total;
      found[0] = 0;
      if (self.same) found[own] = 0;
    });
  }

  /// Marks what pixel `at` of object `own` sees; threads may mark the same at once.
  CEL_FN Total look(std::int32_t at, std::int32_t own, std::uint8_t* found) const {
    const int y = at / labels.shape.width, x = at - y * labels.shape.width;
    found[others[at]] = 1;
    bool border = false;
    const bool outline = on_outline(y, x, own, &border);
    if (border) mark_disk(y, x, found);
    return {outline ? 1 : 0, outline && touched(y, x, own) ? 1 : 0};
  }

  CEL_FN bool on_outline(int y, int x, std::int32_t own, bool* border) const {
    bool outline = false;
    for (int dy = -1; dy <= 1; ++dy)
      for (int dx = -1; dx <= 1; ++dx) {
        const bool inside = labels.shape.contains(y + dy, x + dx);
        if (inside && labels(y + dy, x + dx) == own) continue;
        outline = true;
        if (inside && (dy == 0 || dx == 0)) *border = true;
      }
    return outline;
  }

  CEL_FN void mark_disk(int y, int x, std::uint8_t* found) const {
    std::int32_t last = 0;
    for (int dy = -distance; dy <= distance; ++dy) {
      if (y + dy < 0 || y + dy >= labels.shape.height) continue;
      const std::int32_t* row = others.row(y + dy);
      const int half = reach[dy + distance];
      const int x1 = x + half < labels.shape.width ? x + half : labels.shape.width - 1;
      for (int at = x > half ? x - half : 0; at <= x1; ++at) {
        if (row[at] == last) continue;
        last = row[at];
        found[last] = 1;
      }
    }
  }

  CEL_FN bool touched(int y, int x, std::int32_t own) const {
    const View2<const std::int32_t> plane = same ? labels : others;
    const std::int32_t self = same ? own : 0;
    for (int dy = -distance; dy <= distance; ++dy) {
      if (y + dy < 0 || y + dy >= plane.shape.height) continue;
      const std::int32_t* row = plane.row(y + dy);
      const int half = touch_reach[dy + distance];
      const int x1 = x + half < plane.shape.width ? x + half : plane.shape.width - 1;
      for (int at = x > half ? x - half : 0; at <= x1; ++at)
        if (row[at] != 0 && row[at] != self) return true;
    }
    return false;
  }
};

/// Half widths of the rows of a disk: dx with dx * dx + dy * dy <= radius * radius.
std::vector<std::int32_t> disk_rows(int distance, double radius) {
  std::vector<std::int32_t> rows;
  for (int dy = -distance; dy <= distance; ++dy) {
    std::int32_t half = 0;
    while (half < distance && (half + 1.0) * (half + 1.0) + static_cast<double>(dy) * dy <= radius * radius)
      ++half;
    rows.push_back(half);
  }
  return rows;
}

struct FindCenters {
  RegionsView regions;
  Center* centers;
  CEL_FN void operator()(Block& block, std::int64_t k) const {
    const std::int32_t begin = regions.starts[k], n = regions.starts[k + 1] - begin;
    const std::int32_t* pixels = regions.pixels + begin;
    const int width = regions.shape.width;
    const auto y =
        block.sum<std::int64_t>(n, [=](std::int64_t i) { return std::int64_t{pixels[i] / width}; });
    const auto x =
        block.sum<std::int64_t>(n, [=](std::int64_t i) { return std::int64_t{pixels[i] % width}; });
    Center* to = centers + k;
    block.each(1, [=](std::int64_t) { *to = {static_cast<double>(y) / n, static_cast<double>(x) / n}; });
  }
};

struct FindNearest {
  const Center* from;
  View1<const Center> to;
  const std::uint8_t* usable;  // may be null
  std::int32_t* nearest;
  double infinity;

  CEL_FN void operator()(std::int64_t i) const {
    double best[kNearest];
    std::int32_t index[kNearest];
    for (int rank = 0; rank < kNearest; ++rank) index[rank] = -1;
    for (std::int32_t j = 0; j < to.size; ++j) {
      const double dy = from[i].y - to[j].y, dx = from[i].x - to[j].x;
      double distance = usable && !usable[j] ? infinity : sqrt(dy * dy + dx * dx);
      std::int32_t candidate = j;
      for (int rank = 0; rank < kNearest; ++rank) {
        if (index[rank] >= 0 && !less(distance, best[rank])) continue;
        const double pushed = best[rank];
        const std::int32_t pushed_index = index[rank];
        best[rank] = distance;
        index[rank] = candidate;
        if (pushed_index < 0) break;
        distance = pushed;
        candidate = pushed_index;
      }
    }
    for (int rank = 0; rank < kNearest; ++rank) nearest[i * kNearest + rank] = index[rank];
  }
  static CEL_FN bool less(double a, double b) { return a < b || (b != b && a == a); }
};

}  // namespace

std::vector<NeighborPair> object_contacts(Queue& queue, const RegionsView& regions,
                                          View2<const std::int32_t> labels, View2<const std::int32_t> others,
                                          int other_count, int distance, bool same, View1<Outline> outlines) {
  CEL_REQUIRE(labels.shape == others.shape, "the planes of objects and neighbours differ in size");
  const Buffer<std::int32_t> reach = upload(queue, disk_rows(distance, distance));
  const Buffer<std::int32_t> touch_reach = upload(queue, disk_rows(distance, distance + 0.5));
  const std::int64_t columns = std::int64_t{other_count} + 1;
  const std::int64_t rows = std::clamp<std::int64_t>(kTableBytes / columns, 1, std::max(regions.count, 1));
  std::vector<NeighborPair> pairs;
  for (std::int64_t first = 0; first < regions.count; first += rows) {
    const std::int64_t n = std::min(rows, regions.count - first);
    Buffer<std::uint8_t> table = zeros<std::uint8_t>(queue, n * columns);
    for_each_group(queue, n, 0,
                   FindContacts{regions, labels, others, reach.data(), touch_reach.data(), distance,
                                other_count, same, first, table.data(), outlines.data});
    const HostRead<std::uint8_t> found(queue, table.data(), table.size());
    for (std::int64_t i = 0; i < n; ++i)
      for (std::int64_t j = 1; j < columns; ++j)
        if (found[i * columns + j])
          pairs.push_back({static_cast<std::int32_t>(first + i) + 1, static_cast<std::int32_t>(j)});
  }
  return pairs;
}

void object_centers(Queue& queue, const RegionsView& regions, View1<Center> centers) {
  for_each_group(queue, regions.count, 0, FindCenters{regions, centers.data});
}

void nearest_centers(Queue& queue, View1<const Center> from, View1<const Center> to,
                     View1<const std::uint8_t> usable, View1<std::int32_t> nearest) {
  for_each_index(
      queue, from.size,
      FindNearest{from.data, to, usable.data, nearest.data, std::numeric_limits<double>::infinity()});
}

}  // namespace cellerate::kernel
