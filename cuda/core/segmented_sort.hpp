/// Sorts many short segments of one array in one launch: the values of every object of a set, of every
/// channel.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <bit>

#include "cuda/core/buffer.hpp"

namespace cellerate {

/// Key of a NaN, and of whatever shall sort behind all numbers.
constexpr std::uint32_t kLastKey = 0xffffffffu;

namespace detail {
CEL_FN inline std::uint32_t float_bits(float value) {
#if defined(__CUDA_ARCH__)
  return __float_as_uint(value);
#else
  return std::bit_cast<std::uint32_t>(value);
#endif
}
CEL_FN inline float bits_float(std::uint32_t bits) {
#if defined(__CUDA_ARCH__)
  return __uint_as_float(bits);
#else
  return std::bit_cast<float>(bits);
#endif
}
}  // namespace detail

/// An unsigned number that orders as the float does: -0 and +0 share a key, NaN comes last (NumPy's order).
CEL_FN inline std::uint32_t order_key(float value) {
  if (value != value) return kLastKey;
  const std::uint32_t bits = detail::float_bits(value + 0.0f);
  return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}
/// The float of a key.
CEL_FN inline float key_value(std::uint32_t key) {
  if (key == kLastKey) return detail::bits_float(0x7fc00000u);
  return detail::bits_float(key & 0x80000000u ? key & 0x7fffffffu : ~key);
}

/// Sorts keys[starts[s]] ... keys[starts[s + 1] - 1] ascending for s = 0 ... segments - 1.
/// The segments lie one behind the other, starts[0] = 0. Enqueues and returns.
void segmented_sort(Queue& queue, View1<std::uint32_t> keys, const std::int32_t* starts,
                    std::int64_t segments);

}  // namespace cellerate
