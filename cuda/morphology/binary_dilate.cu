/// Both operations look for one pixel of a kind under the footprint and stop there.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/binary_dilate.hpp"

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

/// out = found if a pixel under the footprint is `sought`, else the opposite.
struct Search {
  View2<const std::uint8_t> mask;
  const Offset* offsets;
  int count;
  int sign;  ///< -1 mirrors the footprint
  bool sought;
  View2<std::uint8_t> out;
  CEL_FN void operator()(int y, int x) const { out(y, x) = finds(y, x) == sought; }
  CEL_FN bool finds(int y, int x) const {
    for (int k = 0; k < count; ++k) {
      const int v = y + sign * offsets[k].dy, u = x + sign * offsets[k].dx;
      if ((mask.shape.contains(v, u) && mask(v, u) != 0) == sought) return true;
    }
    return false;
  }
};

void search(Queue& queue, View2<const std::uint8_t> mask, const std::vector<Offset>& footprint, int sign,
            bool sought, View2<std::uint8_t> out) {
  CEL_REQUIRE(out.shape == mask.shape, "binary morphology: the output must have the shape of the mask");
  CEL_REQUIRE(out.data != mask.data || mask.shape.empty(),
              "binary morphology: the output must not be the input");
  const auto offsets = upload(queue, footprint);
  for_each_pixel(queue, mask.shape,
                 Search{mask, offsets.data(), static_cast<int>(footprint.size()), sign, sought, out});
}

}  // namespace

void binary_dilate(Queue& queue, View2<const std::uint8_t> mask, const std::vector<Offset>& footprint,
                   View2<std::uint8_t> out) {
  search(queue, mask, footprint, -1, true, out);
}

void binary_erode(Queue& queue, View2<const std::uint8_t> mask, const std::vector<Offset>& footprint,
                  View2<std::uint8_t> out) {
  search(queue, mask, footprint, 1, false, out);
}

}  // namespace cellerate::kernel
