/// Sorts many short segments of one array in one launch: the values of every object of a set, of every
/// channel.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <bit>

#include "cuda/core/buffer.hpp"

namespace cellerate {

/// Key of a NaN, and of whatever shall sort behind all numbers: of floats, and of doubles.
constexpr std::uint32_t kLastKey = 0xffffffffu;
constexpr std::uint64_t kLastKey64 = 0xffffffffffffffffu;

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
CEL_FN inline std::uint64_t double_bits(double value) {
#if defined(__CUDA_ARCH__)
  return static_cast<std::uint64_t>(__double_as_longlong(value));
#else
  return std::bit_cast<std::uint64_t>(value);
#endif
}
CEL_FN inline double bits_double(std::uint64_t bits) {
#if defined(__CUDA_ARCH__)
  return __longlong_as_double(static_cast<long long>(bits));
#else
  return std::bit_cast<double>(bits);
#endif
}
template <class Bits>
constexpr Bits kSign = Bits{1} << (8 * sizeof(Bits) - 1);
template <class Bits>
CEL_FN constexpr Bits ascending(Bits bits) {
  return bits & kSign<Bits> ? ~bits : bits | kSign<Bits>;
}
template <class Bits>
CEL_FN constexpr Bits unascending(Bits key) {
  return key & kSign<Bits> ? key & ~kSign<Bits> : ~key;
}
}  // namespace detail

/// An unsigned number that orders as the float does, -0 before +0, and NaN where its bits put it; and back.
CEL_FN inline std::uint32_t sign_ordered_bits(float value) {
  return detail::ascending(detail::float_bits(value));
}
CEL_FN inline std::uint64_t sign_ordered_bits(double value) {
  return detail::ascending(detail::double_bits(value));
}
CEL_FN inline float sign_ordered_value(std::uint32_t bits) {
  return detail::bits_float(detail::unascending(bits));
}
CEL_FN inline double sign_ordered_value(std::uint64_t bits) {
  return detail::bits_double(detail::unascending(bits));
}

/// The same with NaN last (NumPy's order).
CEL_FN inline std::uint32_t ordered_bits(float value) {
  return value != value ? kLastKey : sign_ordered_bits(value);
}
CEL_FN inline std::uint64_t ordered_bits(double value) {
  return value != value ? kLastKey64 : sign_ordered_bits(value);
}
/// The same with one key for -0 and +0.
CEL_FN inline std::uint32_t order_key(float value) { return ordered_bits(value + 0.0f); }
CEL_FN inline std::uint64_t order_key(double value) { return ordered_bits(value + 0.0); }
/// The float, or double, of a key.
CEL_FN inline float key_value(std::uint32_t key) {
  return key == kLastKey ? detail::bits_float(0x7fc00000u) : sign_ordered_value(key);
}
CEL_FN inline double key_value(std::uint64_t key) {
  return key == kLastKey64 ? detail::bits_double(0x7ff8000000000000u) : sign_ordered_value(key);
}

/// Sorts keys[starts[s]] ... keys[starts[s + 1] - 1] ascending for s = 0 ... segments - 1.
/// The segments lie one behind the other, starts[0] = 0. Enqueues and returns.
void segmented_sort(Queue& queue, View1<std::uint32_t> keys, const std::int32_t* starts,
                    std::int64_t segments);
void segmented_sort(Queue& queue, View1<std::uint64_t> keys, const std::int32_t* starts,
                    std::int64_t segments);

}  // namespace cellerate
