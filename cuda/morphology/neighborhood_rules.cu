/// A stencil over two planes in turn.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/neighborhood_rules.hpp"

#include <utility>

#include "cuda/core/atomic.hpp"
#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

bool is_center(int index) { return (index & kCenterBit) != 0; }

/// Two pixels that are on and touch at a corner only: pixel (dy, 0) and pixel (0, dx), with this one off.
bool has_diagonal(int index, int dy, int dx) {
  return is_on(index, dy, 0) && is_on(index, 0, dx) && !is_on(index, dy, dx) && !is_center(index);
}

bool decide(NeighborhoodRule rule, int index) {
  constexpr int kCross = 2 | 8 | 16 | 32 | 128, kAll = 511;
  constexpr int kBarOfH = 1 | 2 | 4 | 16 | 64 | 128 | 256, kBarOfV = 1 | 4 | 8 | 16 | 32 | 64 | 256;
  const auto parts = [](int i, Connectivity connectivity) { return count_components(i, connectivity); };
  switch (rule) {
    case NeighborhoodRule::kBranchpoints:
      return is_center(index) && parts(index & ~kCenterBit, Connectivity::Four) > 2;
    case NeighborhoodRule::kBridge:
      return is_center(index) || parts(index, Connectivity::Eight) > 1;
    case NeighborhoodRule::kClean:
      return is_center(index) && index != kCenterBit;
    case NeighborhoodRule::kDiagonal:
      return is_center(index) || has_diagonal(index, -1, -1) || has_diagonal(index, -1, 1) ||
             has_diagonal(index, 1, 1) || has_diagonal(index, 1, -1);
    case NeighborhoodRule::kEndpoints:
      return is_center(index) && count_on(index) <= 2;
    case NeighborhoodRule::kFill:
      return is_center(index) || index == (kAll & ~kCenterBit);
    case NeighborhoodRule::kHBreak:
      return is_center(index) && index != kBarOfH;
    case NeighborhoodRule::kMajority:
      return count_on(index) > 4;
    case NeighborhoodRule::kRemove:
      return is_center(index) && (index & kCross) != kCross;
    case NeighborhoodRule::kThicken:
      return is_center(index) ||
             parts(index, Connectivity::Eight) == parts(index | kCenterBit, Connectivity::Eight);
    case NeighborhoodRule::kVBreak:
      return is_center(index) && index != kBarOfV;
  }
  return false;
}

struct Prepare {
  const std::uint8_t *mask, *valid;  // valid may be null
  bool outside;
  std::uint8_t* plane;
  CEL_FN void operator()(std::int64_t i) const { plane[i] = valid && !valid[i] ? outside : mask[i] != 0; }
};

struct Step {
  View2<const std::uint8_t> from;
  const std::uint8_t* table;
  bool outside;
  View2<std::uint8_t> to;
  std::int32_t* changes;

  CEL_FN void operator()(Block& block, Box box) const {
    const Step self = *this;
    for (int y = box.y0; y < box.y1; ++y) {
      const std::int32_t changed = block.sum<std::int32_t>(
          box.width(), [=](std::int64_t x) { return self.step(y, static_cast<int>(x)); });
      block.each(1, [=](std::int64_t) {
        if (changed) atomic_add(self.changes, changed);
      });
    }
  }
  CEL_FN std::int32_t step(int y, int x) const {
    int index = 0;
    if (y > 0 && x > 0 && y + 1 < from.shape.height && x + 1 < from.shape.width) {
      for (int dy = 0; dy < 3; ++dy) {
        const std::uint8_t* row = from.row(y + dy - 1) + x - 1;
        index |= (row[0] | row[1] << 1 | row[2] << 2) << (3 * dy);
      }
    } else {
      for (int k = 0; k < 9; ++k) {
        const int v = y + k / 3 - 1, u = x + k % 3 - 1;
        index |= (from.shape.contains(v, u) ? from(v, u) : static_cast<std::uint8_t>(outside)) << k;
      }
    }
    to(y, x) = table[index];
    return table[index] != from(y, x);
  }
};

/// Outside of `valid` the mask as it was.
struct Finish {
  const std::uint8_t *plane, *mask, *valid;
  std::uint8_t* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = valid && !valid[i] ? mask[i] : plane[i]; }
};

}  // namespace

void apply_rule(Queue& queue, View2<const std::uint8_t> mask, View2<const std::uint8_t> valid,
                NeighborhoodRule rule, int rounds, View2<std::uint8_t> out) {
  CEL_REQUIRE(out.shape == mask.shape && (!valid || valid.shape == mask.shape),
              "neighborhood rule: all planes must have one shape");
  if (mask.shape.empty()) return;
  std::vector<std::uint8_t> decisions(512);
  for (int index = 0; index < 512; ++index) decisions[index] = decide(rule, index);
  const auto table = upload(queue, decisions);
  const bool outside = rule == NeighborhoodRule::kFill;
  constexpr int kRows = 16;

  Buffer<std::uint8_t> plane(queue, mask.shape), next(queue, mask.shape);
  for_each_index(queue, mask.size(), Prepare{mask.data, valid.data, outside, plane.data()});
  for (int round = 0; round < rounds; ++round) {
    Buffer<std::int32_t> changes = zeros<std::int32_t>(queue, 1);
    for_each_tile(queue, mask.shape, {kRows, mask.shape.width}, 0,
                  Step{std::as_const(plane).view(mask.shape), table.data(), outside, next.view(mask.shape),
                       changes.data()});
    std::swap(plane, next);
    if (download(queue, changes)[0] == 0) break;
  }
  for_each_index(queue, mask.size(), Finish{plane.data(), mask.data, valid.data, out.data});
}

}  // namespace cellerate::kernel
