/// Integer atomics for kernel bodies: floats are never summed with atomics, their order would show in the
/// bits.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <atomic>
#include <type_traits>

#include "cuda/core/view.hpp"

namespace cellerate {

namespace detail {
#if defined(__CUDACC__)
template <class T>
using CudaAtomic = std::conditional_t<sizeof(T) == 8, unsigned long long,
                                      std::conditional_t<std::is_signed_v<T>, int, unsigned>>;
#endif
}  // namespace detail

/// Adds and returns the value before.
template <class T>
CEL_FN T atomic_add(T* to, T value) {
  static_assert(std::is_integral_v<T> && sizeof(T) >= 4);
#if defined(__CUDA_ARCH__)
  return static_cast<T>(
      atomicAdd(reinterpret_cast<detail::CudaAtomic<T>*>(to), static_cast<detail::CudaAtomic<T>>(value)));
#else
  return std::atomic_ref<T>(*to).fetch_add(value, std::memory_order_relaxed);
#endif
}

/// Adds to memory that no other block changes meanwhile: atomic among the threads of a GPU block, a plain
/// addition on the CPU, where a block is one thread.
template <class T>
CEL_FN void add_in_block(T* to, T value) {
#if defined(__CUDA_ARCH__)
  atomic_add(to, value);
#else
  *to += value;
#endif
}

/// Stores the smaller and returns the value before.
template <class T>
CEL_FN T atomic_min(T* to, T value) {
  static_assert(std::is_integral_v<T> && sizeof(T) == 4);
#if defined(__CUDA_ARCH__)
  return atomicMin(to, value);
#else
  std::atomic_ref<T> target(*to);
  T seen = target.load(std::memory_order_relaxed);
  while (value < seen && !target.compare_exchange_weak(seen, value, std::memory_order_relaxed)) {
  }
  return seen;
#endif
}

/// Stores the larger and returns the value before.
template <class T>
CEL_FN T atomic_max(T* to, T value) {
  static_assert(std::is_integral_v<T> && sizeof(T) == 4);
#if defined(__CUDA_ARCH__)
  return atomicMax(to, value);
#else
  std::atomic_ref<T> target(*to);
  T seen = target.load(std::memory_order_relaxed);
  while (seen < value && !target.compare_exchange_weak(seen, value, std::memory_order_relaxed)) {
  }
  return seen;
#endif
}

/// Reads a value that other threads of the launch may be changing.
template <class T>
CEL_FN T atomic_load(const T* from) {
#if defined(__CUDA_ARCH__)
  return *static_cast<const volatile T*>(from);
#else
  return std::atomic_ref<T>(*const_cast<T*>(from)).load(std::memory_order_relaxed);
#endif
}

}  // namespace cellerate
