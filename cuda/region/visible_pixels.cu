// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/visible_pixels.hpp"

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

struct CountVisible {
  RegionsView regions;
  View2<const std::uint8_t> mask;
  std::int64_t* counts;
  CEL_FN void operator()(Block& block, std::int64_t k) const {
    const std::int32_t* const pixels = regions.pixels + regions.starts[k];
    const std::int64_t n = regions.starts[k + 1] - regions.starts[k];
    const View2<const std::uint8_t> visible = mask;
    const std::int64_t count =
        visible ? block.sum<std::int64_t>(
                      n, [=](std::int64_t i) { return std::int64_t{visible[pixels[i]] != 0}; })
                : n;
    std::int64_t* const out = counts + k;
    block.each(1, [=](std::int64_t) { *out = count; });
  }
};

}  // namespace

void count_visible(Queue& queue, const RegionsView& regions, View2<const std::uint8_t> mask,
                   View1<std::int64_t> counts) {
  for_each_group(queue, regions.count, 0, CountVisible{regions, mask, counts.data});
}

}  // namespace cellerate::kernel
