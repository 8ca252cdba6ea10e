/// The four passes of a round of shrinking.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/binary_shrink.hpp"

#include <algorithm>

#include "cuda/core/error.hpp"

namespace cellerate::kernel {
namespace {

/// The neighbour at (dy, dx) turned k quarter turns clockwise about the pixel.
constexpr bool turned(int index, int dy, int dx, int quarter_turns) {
  for (int k = 0; k < quarter_turns; ++k) {
    const int before = dy;
    dy = dx;
    dx = -before;
  }
  return is_on(index, dy, dx);
}

/// Removable without a change of topology, and on the side of the pass: behind an edge (west on, east off) or
/// a corner (north-west on, everything from east to south off), the first pass; the others are turned by
/// quarters.
constexpr NeighborhoodTable shrink_table(int turns) {
  return make_table([turns](int index) {
    const auto on = [&](int dy, int dx) { return turned(index, dy, dx, turns); };
    const bool simple = index != 511 && count_components(index & ~kCenterBit, Connectivity::Four) == 1;
    const bool edge = on(0, -1) && !on(0, 1);
    const bool corner = on(-1, -1) && !on(0, 1) && !on(1, 1) && !on(1, 0);
    return (index & kCenterBit) != 0 && simple && (edge || corner);
  });
}

const NeighborhoodTable kShrinkTables[4] = {shrink_table(0), shrink_table(1), shrink_table(2),
                                            shrink_table(3)};

template <class T>
void shrink(Queue& queue, View2<const T> in, int rounds, View2<T> out) {
  CEL_REQUIRE(out.shape == in.shape, "shrink: the output must have the shape of the input");
  const HostRead<T> before(queue, in.data, in.size());
  HostWrite<T> after(queue, out.data, out.size());
  if (after.data() != before.data()) std::copy(before.data(), before.data() + in.size(), after.data());
  remove_in_passes(after.view(out.shape),
                   {&kShrinkTables[0], &kShrinkTables[1], &kShrinkTables[2], &kShrinkTables[3]}, rounds);
  after.commit();
}

}  // namespace

void binary_shrink(Queue& queue, View2<const std::uint8_t> mask, int rounds, View2<std::uint8_t> out) {
  shrink(queue, mask, rounds, out);
}

void binary_shrink(Queue& queue, View2<const std::int32_t> labels, int rounds, View2<std::int32_t> out) {
  shrink(queue, labels, rounds, out);
}

}  // namespace cellerate::kernel
