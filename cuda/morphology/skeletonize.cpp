/// Skeletons by ordered removal, thinning and spurs by passes.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/skeletonize.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

#include "cuda/core/error.hpp"
#include "cuda/distance/label_depth.hpp"
#include "cuda/numeric/random_state.hpp"

namespace cellerate::kernel {
namespace {

/// Stays: an end of a line, or what holds its neighbourhood together.
const NeighborhoodTable kSkeletonKeeps = make_table([](int index) {
  return count_on(index) < 3 || count_components(index, Connectivity::Eight) !=
                                    count_components(index & ~kCenterBit, Connectivity::Eight);
});

/// Guo and Hall's conditions for the first pass; the second is the first turned by half.
bool thins(int index, bool half_turn) {
  const int sign = half_turn ? -1 : 1;
  const auto p = [&](int dy, int dx) { return is_on(index, sign * dy, sign * dx); };
  if (count_components(index & ~kCenterBit, Connectivity::Eight) != 1) return false;
  const int n1 =
      (p(-1, -1) || p(-1, 0)) + (p(-1, 1) || p(0, 1)) + (p(1, 1) || p(1, 0)) + (p(1, -1) || p(0, -1));
  const int n2 =
      (p(-1, 0) || p(-1, 1)) + (p(0, 1) || p(1, 1)) + (p(1, 0) || p(1, -1)) + (p(0, -1) || p(-1, -1));
  const int least = n1 < n2 ? n1 : n2;
  if (least != 2 && least != 3) return false;
  return !((p(-1, 0) || p(-1, 1) || !p(1, 1)) && p(0, 1));
}
const NeighborhoodTable kThinTables[2] = {make_table([](int index) { return thins(index, false); }),
                                          make_table([](int index) { return thins(index, true); })};

/// scikit-image's table: which pass removes a pixel, 3 for both, by its neighbours. Bit 0 is the one above
/// and to the left, the others follow clockwise. Where Zhang and Suen would take both pixels of a pair it
/// takes one.
constexpr char kZhangPasses[] =
    "0001001300311013000000002020303300000000300000000000000020003022"
    "0000000000000000000000000000000020000000200020003000000030003020"
    "0031001300000001000000000000000131000000000000002000000000000000"
    "2313001300000001000000000000000023010001000000003301000022002000";

bool is_removed(int index, int pass) {
  constexpr int kDy[8] = {-1, -1, -1, 0, 1, 1, 1, 0}, kDx[8] = {-1, 0, 1, 1, 1, 0, -1, -1};
  int neighbors = 0;
  for (int k = 0; k < 8; ++k) neighbors |= is_on(index, kDy[k], kDx[k]) << k;
  return (index & kCenterBit) && ((kZhangPasses[neighbors] - '0') & pass);
}
const NeighborhoodTable kZhangTables[2] = {make_table([](int index) { return is_removed(index, 1); }),
                                           make_table([](int index) { return is_removed(index, 2); })};

/// One neighbour: in the row above or to the left for the first pass, elsewhere for the second.
constexpr int kAboveOrLeft = 1 | 2 | 4 | 8;
const NeighborhoodTable kSpurTables[2] = {
    make_table([](int index) { return count_on(index) == 2 && (index & kAboveOrLeft) != 0; }),
    make_table([](int index) { return count_on(index) == 2 && (index & kAboveOrLeft) == 0; })};

template <class T>
void remove_with(Queue& queue, View2<const T> in, const std::vector<const NeighborhoodTable*>& tables,
                 int rounds, View2<T> out) {
  CEL_REQUIRE(out.shape == in.shape, "thinning: the output must have the shape of the input");
  const HostRead<T> before(queue, in.data, in.size());
  HostWrite<T> after(queue, out.data, out.size());
  if (after.data() != before.data()) std::copy(before.data(), before.data() + in.size(), after.data());
  remove_in_passes(after.view(out.shape), tables, rounds);
  after.commit();
}

int own_neighborhood(View2<const std::int32_t> labels, std::int32_t label, int y, int x) {
  int index = kCenterBit;
  for (int k = 0; k < 9; ++k) {
    const int v = y + k / 3 - 1, u = x + k % 3 - 1;
    if (labels.shape.contains(v, u) && labels(v, u) == label) index |= 1 << k;
  }
  return index;
}

template <class Depth>
struct Removal {
  Depth depth;
  std::int32_t cornerness, tie_breaker, pixel;
  friend bool operator<(const Removal& a, const Removal& b) {
    return std::tie(a.depth, a.cornerness, a.tie_breaker) < std::tie(b.depth, b.cornerness, b.tie_breaker);
  }
};

/// Removes what lies least deep first.
template <class Depth>
void skeletonize_on_host(View2<std::int32_t> labels, const Depth* depth) {
  const auto tie_breakers = RandomState(0).permutation(static_cast<std::int32_t>(labels.size()));
  const int width = labels.shape.width;
  std::vector<Removal<Depth>> order;
  // centrosome never removes pixels of the first row.
  for (std::int32_t pixel = width; pixel < labels.size(); ++pixel)
    if (labels[pixel] > 0)
      order.push_back({depth[pixel],
                       9 - count_on(own_neighborhood(labels, labels[pixel], pixel / width, pixel % width)),
                       tie_breakers[pixel], pixel});
  std::sort(order.begin(), order.end());
  for (const Removal<Depth>& next : order) {
    const int index = own_neighborhood(labels, labels[next.pixel], next.pixel / width, next.pixel % width);
    if (!kSkeletonKeeps[index]) labels[next.pixel] = 0;
  }
}

}  // namespace

void skeletonize(Queue& queue, View2<const std::int32_t> labels, View2<std::int32_t> skeletons) {
  CEL_REQUIRE(skeletons.shape == labels.shape, "skeletonize: the output must have the shape of the labels");
  if (labels.shape.empty()) return;
  const HostRead<std::int32_t> before(queue, labels.data, labels.size());
  HostWrite<std::int32_t> after(queue, skeletons.data, labels.size());
  if (after.data() != before.data()) std::copy(before.data(), before.data() + labels.size(), after.data());
  skeletonize_on_host(after.view(labels.shape), label_depths(after.view(labels.shape)).data());
  after.commit();
}

void skeletonize(Queue& queue, View2<const std::uint8_t> mask, View2<const double> depth,
                 View2<std::uint8_t> skeleton) {
  CEL_REQUIRE(depth.shape == mask.shape && skeleton.shape == mask.shape,
              "skeletonize: all planes must have one shape");
  if (mask.shape.empty()) return;
  const HostRead<std::uint8_t> before(queue, mask.data, mask.size());
  const HostRead<double> depth_on_host(queue, depth.data, depth.size());
  std::vector<std::int32_t> labels(before.data(), before.data() + mask.size());
  skeletonize_on_host({labels.data(), mask.shape}, depth_on_host.data());
  HostWrite<std::uint8_t> after(queue, skeleton.data, skeleton.size());
  std::copy(labels.begin(), labels.end(), after.data());
  after.commit();
}

void skeletonize_mask(Queue& queue, View2<const std::uint8_t> mask, View2<std::uint8_t> out) {
  remove_with(queue, mask, {&kZhangTables[0], &kZhangTables[1]}, kUntilStable, out);
}

void thin(Queue& queue, View2<const std::uint8_t> mask, int rounds, View2<std::uint8_t> out) {
  remove_with(queue, mask, {&kThinTables[0], &kThinTables[1]}, rounds, out);
}

void despur(Queue& queue, View2<const std::uint8_t> mask, int rounds, View2<std::uint8_t> out) {
  remove_with(queue, mask, {&kSpurTables[0], &kSpurTables[1]}, rounds, out);
}

void despur(Queue& queue, View2<const std::int32_t> labels, int rounds, View2<std::int32_t> out) {
  remove_with(queue, labels, {&kSpurTables[0], &kSpurTables[1]}, rounds, out);
}

}  // namespace cellerate::kernel
