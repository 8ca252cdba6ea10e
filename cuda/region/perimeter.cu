/// A byte a pixel says which of its 8 neighbours share its label; outline pixels are then few and read few
/// bytes.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/perimeter.hpp"

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

// Bits of the neighbours in raster order: NW N NE W E SW S SE.
constexpr int kN = 2, kW = 8, kE = 16, kSW = 32, kS = 64, kSE = 128;
constexpr int kFour = kN | kW | kE | kS, kDiagonals = 255 & ~kFour;

struct CompareNeighbours {
  View2<const std::int32_t> labels;
  View2<std::uint8_t> same;

  CEL_FN void operator()(Block& block, Box box) const {
    for (int y = box.y0; y < box.y1; ++y) {
      const bool inner = y > 0 && y + 1 < labels.shape.height && labels.shape.width > 2;
      if (inner) inner_row(block, y);
      const CompareNeighbours self = *this;
      const int width = labels.shape.width;
      block.each(inner ? 2 : width, [=](std::int64_t i) {
        self.checked(y, inner ? static_cast<int>(i) * (width - 1) : static_cast<int>(i));
      });
    }
  }

  /// Pixels with all neighbours in the plane: nothing to check, so that the compiler vectorises.
  CEL_FN void inner_row(Block& block, int y) const {
    const std::int32_t *row = labels.row(y) + 1, *up = labels.row(y - 1) + 1, *down = labels.row(y + 1) + 1;
    std::uint8_t* to = same.row(y) + 1;
    block.each(labels.shape.width - 2, [=](std::int64_t x) {
      const std::int32_t own = row[x];
      to[x] = static_cast<std::uint8_t>((up[x - 1] == own) | (up[x] == own) << 1 | (up[x + 1] == own) << 2 |
                                        (row[x - 1] == own) << 3 | (row[x + 1] == own) << 4 |
                                        (down[x - 1] == own) << 5 | (down[x] == own) << 6 |
                                        (down[x + 1] == own) << 7);
    });
  }

  CEL_FN void checked(int y, int x) const {
    const std::int32_t own = labels(y, x);
    int bits = 0, bit = 1;
    for (int dy = -1; dy <= 1; ++dy)
      for (int dx = -1; dx <= 1; ++dx) {
        if (dy == 0 && dx == 0) continue;
        if (labels.shape.contains(y + dy, x + dx) && labels(y + dy, x + dx) == own) bits |= bit;
        bit <<= 1;
      }
    same(y, x) = static_cast<std::uint8_t>(bits);
  }
};

struct CountOutline {
  RegionsView regions;
  const std::uint8_t* same;
  OutlineCounts* outlines;

  CEL_FN void operator()(Block& block, std::int64_t k) const {
    const std::int32_t begin = regions.starts[k];
    const std::int32_t* pixels = regions.pixels + begin;
    const std::uint8_t* plane = same;
    const int width = regions.shape.width;
    const OutlineCounts counts = block.sum<OutlineCounts>(
        regions.starts[k + 1] - begin, [=](std::int64_t i) { return count(plane, pixels[i], width); });
    OutlineCounts* to = outlines + k;
    block.each(1, [=](std::int64_t) { *to = counts; });
  }

  static CEL_FN bool on_outline(int bits) { return (bits & kFour) != kFour; }

  static CEL_FN OutlineCounts count(const std::uint8_t* plane, std::int32_t at, int width) {
    OutlineCounts one;
    const int bits = plane[at];
    if (bits == 255) return one;
    one.euler = euler(bits);
    if (!on_outline(bits)) return one;
    const std::int32_t steps[8] = {-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1};
    int adjacent = 0, diagonal = 0;
    for (int d = 0; d < 8; ++d) {
      if (!(bits >> d & 1) || !on_outline(plane[at + steps[d]])) continue;
      if (kDiagonals >> d & 1)
        ++diagonal;
      else
        ++adjacent;
    }
    switch (1 + 2 * adjacent + 10 * diagonal) {
      case 5:
      case 7:
      case 15:
      case 17:
      case 25:
      case 27:
        one.straight = 1;
        break;
      case 21:
      case 33:
        one.diagonal = 1;
        break;
      case 13:
      case 23:
        one.corner = 1;
        break;
      default:
        break;
    }
    return one;
  }

  /// The part of the Euler number of the two 2 x 2 windows in which this pixel is the first in raster order.
  static CEL_FN int euler(int bits) {
    int change = 0;
    if (!(bits & (kE | kS | kSE))) ++change;
    if ((bits & kE) && (bits & kS) && !(bits & kSE)) --change;
    if (!(bits & kW) && (bits & kSW) && !(bits & kS)) --change;
    return change;
  }
};

}  // namespace

void object_outlines(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                     View1<OutlineCounts> outlines) {
  Buffer<std::uint8_t> same(queue, labels.shape);
  for_each_tile(queue, labels.shape, {8, labels.shape.width}, 0,
                CompareNeighbours{labels, same.view(labels.shape)});
  for_each_group(queue, regions.count, 0, CountOutline{regions, same.data(), outlines.data});
}

}  // namespace cellerate::kernel
