/// Logarithm to the base 2 in plain IEEE operations: the same bits on every device, and loops of it
/// vectorise.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <cstring>

#include "cuda/core/view.hpp"

namespace cellerate::kernel {

/// log2 of a positive normal double, to about 2e-16 relative to max(1, |log2|): rounded to float it is the
/// nearest float but for one value in a million.
CEL_FN inline double portable_log2(double x) {
  std::uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  // x = m * 2^e with sqrt(1/2) <= m < sqrt(2); e comes as a double by way of the mantissa of 2^52.
  constexpr std::uint64_t kSqrtHalf = 0x3fe6a09e667f3bcd, kOne = 0x3ff0000000000000;
  const std::uint64_t shifted = bits + (kOne - kSqrtHalf);
  const std::uint64_t biased = shifted >> 52 | 0x4330000000000000;
  const std::uint64_t mantissa = (shifted & 0x000fffffffffffff) + kSqrtHalf;
  double exponent, m;
  memcpy(&exponent, &biased, sizeof exponent);
  memcpy(&m, &mantissa, sizeof m);
  exponent -= 4503599627370496.0 + 1023.0;
  // log2(m) = 2 / ln 2 * atanh(s) with |s| < 0.1716
  const double s = (m - 1) / (m + 1), s2 = s * s;
  double series = 1.0 / 23;
  series = series * s2 + 1.0 / 21;
  series = series * s2 + 1.0 / 19;
  series = series * s2 + 1.0 / 17;
  series = series * s2 + 1.0 / 15;
  series = series * s2 + 1.0 / 13;
  series = series * s2 + 1.0 / 11;
  series = series * s2 + 1.0 / 9;
  series = series * s2 + 1.0 / 7;
  series = series * s2 + 1.0 / 5;
  series = series * s2 + 1.0 / 3;
  series = series * s2 + 1.0;
  return exponent + s * series * 2.885390081777926814720;
}

}  // namespace cellerate::kernel
