/// A map over pixels.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/mask_labels.hpp"

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

template <class Mask>
struct MaskLabels {
  View2<const std::int32_t> labels;
  View2<const Mask> mask;
  bool wanted;
  View2<std::int32_t> out;
  CEL_FN void operator()(int y, int x) const {
    const bool kept = mask.shape.contains(y, x) && (mask(y, x) > 0) == wanted;
    out(y, x) = kept ? labels(y, x) : 0;
  }
};

template <class Mask>
void apply(Queue& queue, View2<const std::int32_t> labels, View2<const Mask> mask, MaskSide side,
           View2<std::int32_t> out) {
  CEL_REQUIRE(out.shape == labels.shape, "mask labels: the output must have the shape of the labels");
  for_each_pixel(queue, labels.shape, MaskLabels<Mask>{labels, mask, side == MaskSide::kInside, out});
}

}  // namespace

void mask_labels(Queue& queue, View2<const std::int32_t> labels, View2<const std::uint8_t> mask,
                 MaskSide side, View2<std::int32_t> out) {
  apply(queue, labels, mask, side, out);
}

void mask_labels(Queue& queue, View2<const std::int32_t> labels, View2<const std::int32_t> objects,
                 MaskSide side, View2<std::int32_t> out) {
  apply(queue, labels, objects, side, out);
}

}  // namespace cellerate::kernel
