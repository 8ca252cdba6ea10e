/// Indices outside a line, folded back into it as scipy.ndimage does.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/view.hpp"

namespace cellerate::kernel {

/// What lies outside the plane: 0, the mirrored plane with the edge pixel twice or once, or the edge pixel.
enum class Border { kConstant, kReflect, kMirror, kNearest };

/// Place in a line of n pixels that index i stands for; -1 where it stands for the constant.
CEL_FN inline int fold_index(int i, int n, Border border) {
  if (i >= 0 && i < n) return i;
  if (border == Border::kConstant) return -1;
  if (border == Border::kNearest || n == 1) return i < 0 ? 0 : n - 1;
  const int period = border == Border::kReflect ? 2 * n : 2 * (n - 1);
  i %= period;
  if (i < 0) i += period;
  if (i < n) return i;
  return border == Border::kReflect ? period - 1 - i : period - i;
}

}  // namespace cellerate::kernel
