/// numpy.log of a float32: NumPy's own rational approximation, which is not correctly rounded (6 % of the
/// values are one unit off). Source: numpy 1.23 (loops_exponent_log.dispatch.c.src, simd_log_FLOAT; AVX2 and
/// AVX-512 agree).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cmath>
#include <limits>

#include "cuda/core/view.hpp"

namespace cellerate::kernel {

/// Natural logarithm with NumPy's bits; -inf for 0, NaN below.
CEL_FN inline float numpy_log(float x) {
  if (!(x > 0.0f)) return x == 0.0f ? -INFINITY : NAN;
  if (x == INFINITY) return x;
  // x = m * 2^e with 1/sqrt(2) < m <= sqrt(2)
  int exponent;
  float m = frexpf(x, &exponent);
  if (m <= 0.707106781186547524400844362104849039f) {
    m *= 2.0f;
    --exponent;
  }
  const float y = m - 1.0f;
  float numerator = 2.589979117907922693523e-02f;
  numerator = fmaf(numerator, y, 3.808837741388407920751e-01f);
  numerator = fmaf(numerator, y, 1.480000633576506585156e+00f);
  numerator = fmaf(numerator, y, 2.112677543073053063722e+00f);
  numerator = fmaf(numerator, y, 1.0f);
  numerator = numerator * y;
  float denominator = 5.875095403124574342950e-03f;
  denominator = fmaf(denominator, y, 1.546476374983906719538e-01f);
  denominator = fmaf(denominator, y, 9.864942958519418960339e-01f);
  denominator = fmaf(denominator, y, 2.453006071784736363091e+00f);
  denominator = fmaf(denominator, y, 2.612677543073109236779e+00f);
  denominator = fmaf(denominator, y, 1.0f);
  return fmaf(static_cast<float>(exponent), 0.693147180559945309417232121458176568f, numerator / denominator);
}

}  // namespace cellerate::kernel
