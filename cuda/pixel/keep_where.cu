/// A map over pixels.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/keep_where.hpp"

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

template <class T, class Mask>
struct KeepWhere {
  View2<const T> image;
  View2<const Mask> mask;
  View2<T> out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = mask[i] != Mask(0) ? image[i] : T(0); }
};

}  // namespace

template <class T, class Mask>
void keep_where(Queue& queue, View2<const T> image, View2<const Mask> mask, View2<T> out) {
  CEL_REQUIRE(mask.shape == image.shape && out.shape == image.shape, "mask and image must have one shape");
  for_each_index(queue, image.size(), KeepWhere<T, Mask>{image, mask, out});
}

#define CEL_KEEP_WHERE(T, Mask) template void keep_where(Queue&, View2<const T>, View2<const Mask>, View2<T>)
CEL_KEEP_WHERE(float, std::uint8_t);
CEL_KEEP_WHERE(float, std::int32_t);
CEL_KEEP_WHERE(float, float);
CEL_KEEP_WHERE(float, double);
CEL_KEEP_WHERE(double, std::uint8_t);
CEL_KEEP_WHERE(double, std::int32_t);
CEL_KEEP_WHERE(double, float);
CEL_KEEP_WHERE(double, double);
#undef CEL_KEEP_WHERE

}  // namespace cellerate::kernel
