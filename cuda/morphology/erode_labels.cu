/// A stencil, and a look at what is lost.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/erode_labels.hpp"

#include <algorithm>

#include "cuda/core/launch.hpp"
#include "cuda/distance/label_depth.hpp"

namespace cellerate::kernel {
namespace {

struct Erode {
  View2<const std::int32_t> labels;
  const Offset* offsets;
  int count;
  View2<std::int32_t> eroded;
  CEL_FN void operator()(int y, int x) const {
    const std::int32_t label = labels(y, x);
    bool stays = label != 0;
    for (int k = 0; stays && k < count; ++k) {
      const int v = y + offsets[k].dy, u = x + offsets[k].dx;
      stays = !labels.shape.contains(v, u) || labels(v, u) == label;
    }
    eroded(y, x) = stays ? label : 0;
  }
};

}  // namespace

void erode_labels(Queue& queue, View2<const std::int32_t> labels, const std::vector<Offset>& footprint,
                  View2<std::int32_t> eroded) {
  CEL_REQUIRE(eroded.shape == labels.shape, "erode labels: the output must have the shape of the labels");
  const auto offsets = upload(queue, footprint);
  for_each_pixel(queue, labels.shape,
                 Erode{labels, offsets.data(), static_cast<int>(footprint.size()), eroded});
}

void restore_midpoints(Queue& queue, View2<const std::int32_t> labels, View2<std::int32_t> eroded) {
  const std::int64_t n = labels.size();
  if (n == 0) return;
  const HostRead<std::int32_t> before(queue, labels.data, n);
  std::vector<std::int32_t> after = download(queue, eroded.data, n);
  const std::int32_t highest = std::max(0, *std::max_element(before.data(), before.data() + n));
  std::vector<bool> is_kept(highest + 1, false);
  is_kept[0] = true;
  for (const std::int32_t label : after) is_kept[label] = true;

  const std::vector<std::int32_t> depths = label_depths({before.data(), labels.shape});
  std::vector<std::int32_t> deepest(highest + 1, 0);
  for (std::int64_t i = 0; i < n; ++i) deepest[before[i]] = std::max(deepest[before[i]], depths[i]);
  for (std::int64_t i = 0; i < n; ++i)
    if (!is_kept[before[i]] && depths[i] == deepest[before[i]]) after[i] = before[i];
  queue.copy_in(eroded.data, after.data(), n * sizeof(std::int32_t));
}

}  // namespace cellerate::kernel
