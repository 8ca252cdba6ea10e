/// Rows are walked run by run: an atomic is paid where the label or the answer changes.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/border_labels.hpp"

#include "cuda/core/atomic.hpp"
#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

struct MarkOutside {
  View2<const std::int32_t> labels;
  View2<const std::uint8_t> mask;
  View1<std::int32_t> marks;

  CEL_FN bool off(int y, int x) const { return !labels.shape.contains(y, x) || (mask && mask(y, x) == 0); }
  CEL_FN bool outside(int y, int x) const {
    return off(y, x) || off(y - 1, x) || off(y, x - 1) || off(y, x + 1) || off(y + 1, x);
  }
  CEL_FN void operator()(std::int64_t row) const {
    const int y = static_cast<int>(row);
    std::int32_t last = -1;
    for (int x = 0; x < labels.shape.width; ++x) {
      const std::int32_t label = labels(y, x);
      if (label == last || label < 0 || label >= marks.size || !outside(y, x)) continue;
      atomic_max(&marks[label], 1);
      last = label;
    }
  }
};

struct MarksToFlags {
  View1<const std::int32_t> marks;
  View1<std::uint8_t> flags;
  CEL_FN void operator()(std::int64_t label) const {
    if (marks[label]) flags[label] = 1;
  }
};

}  // namespace

void flag_outside_labels(Queue& queue, View2<const std::int32_t> labels, View2<const std::uint8_t> mask,
                         View1<std::uint8_t> flags) {
  CEL_REQUIRE(!mask || mask.shape == labels.shape, "border labels: mask and labels must have one shape");
  Buffer<std::int32_t> marks = zeros<std::int32_t>(queue, flags.size);
  for_each_index(queue, labels.shape.height, MarkOutside{labels, mask, marks.view()});
  for_each_index(queue, flags.size, MarksToFlags{marks.view(), flags});
}

std::vector<std::int32_t> labels_in_raster_order(Queue& queue, View2<const std::int32_t> labels,
                                                 int max_label) {
  const HostRead<std::int32_t> pixels(queue, labels.data, labels.size());
  std::vector<std::uint8_t> seen(max_label + 1, 0);
  std::vector<std::int32_t> order;
  std::int32_t last = -1;
  for (std::int64_t i = 0; i < labels.size(); ++i) {
    const std::int32_t label = pixels[i];
    if (label == last) continue;
    last = label;
    if (seen[label]) continue;
    seen[label] = 1;
    order.push_back(label);
  }
  return order;
}

}  // namespace cellerate::kernel
