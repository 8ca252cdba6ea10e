/// Thinning with a list of the pixels that may still go: a pixel that every pass has left alone since its
/// neighbourhood last changed is not looked at again.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/thinning.hpp"

namespace cellerate::kernel {
namespace {

template <class T>
class Thinning {
 public:
  Thinning(View2<T> plane, const std::vector<const NeighborhoodTable*>& tables)
      : plane_(plane), tables_(tables), idle_passes_(plane.size(), kNotListed) {
    for (std::int64_t pixel = 0; pixel < plane_.size(); ++pixel)
      if (plane_[pixel] != 0) list(static_cast<std::int32_t>(pixel));
  }

  void run(int rounds) {
    for (int round = 0; round < rounds && !candidates_.empty(); ++round)
      for (const NeighborhoodTable* table : tables_) pass(*table);
  }

 private:
  static constexpr std::uint8_t kNotListed = 255;

  void list(std::int32_t pixel) {
    if (idle_passes_[pixel] == kNotListed) candidates_.push_back(pixel);
    idle_passes_[pixel] = 0;
  }

  void pass(const NeighborhoodTable& table) {
    removed_.clear();
    std::size_t kept = 0;
    for (const std::int32_t pixel : candidates_) {
      if (table[neighborhood(pixel)]) {
        removed_.push_back(pixel);
        idle_passes_[pixel] = kNotListed;
      } else if (++idle_passes_[pixel] < tables_.size()) {
        candidates_[kept++] = pixel;
      } else {
        idle_passes_[pixel] = kNotListed;
      }
    }
    candidates_.resize(kept);
    for (const std::int32_t pixel : removed_) plane_[pixel] = 0;
    for (const std::int32_t pixel : removed_) list_neighbors(pixel);
  }

  void list_neighbors(std::int32_t pixel) {
    const int y = pixel / plane_.shape.width, x = pixel % plane_.shape.width;
    for (int v = y - 1; v <= y + 1; ++v)
      for (int u = x - 1; u <= x + 1; ++u)
        if (plane_.shape.contains(v, u) && plane_(v, u) != 0) list(v * plane_.shape.width + u);
  }

  int neighborhood(std::int32_t pixel) const {
    const int width = plane_.shape.width, y = pixel / width, x = pixel % width;
    const T value = plane_[pixel];
    int index = 0;
    if (y > 0 && x > 0 && y + 1 < plane_.shape.height && x + 1 < width) {
      const T* above = plane_.row(y - 1) + x - 1;
      const T* here = plane_.row(y) + x - 1;
      const T* below = plane_.row(y + 1) + x - 1;
      for (int k = 0; k < 3; ++k)
        index |= (above[k] == value) << k | (here[k] == value) << (3 + k) | (below[k] == value) << (6 + k);
      return index;
    }
    for (int k = 0; k < 9; ++k) {
      const int v = y + k / 3 - 1, u = x + k % 3 - 1;
      if (plane_.shape.contains(v, u) && plane_(v, u) == value) index |= 1 << k;
    }
    return index;
  }

  View2<T> plane_;
  const std::vector<const NeighborhoodTable*>& tables_;
  std::vector<std::uint8_t> idle_passes_;  ///< of listed pixels, since their neighbourhood changed
  std::vector<std::int32_t> candidates_, removed_;
};

}  // namespace

void remove_in_passes(View2<std::uint8_t> plane, const std::vector<const NeighborhoodTable*>& tables,
                      int rounds) {
  Thinning<std::uint8_t>(plane, tables).run(rounds);
}

void remove_in_passes(View2<std::int32_t> plane, const std::vector<const NeighborhoodTable*>& tables,
                      int rounds) {
  Thinning<std::int32_t>(plane, tables).run(rounds);
}

}  // namespace cellerate::kernel
