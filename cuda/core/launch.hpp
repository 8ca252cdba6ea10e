/// The launch shapes: one functor body, run by GPU threads or by CPU threads.
///
/// Only .cu files include this. A body is a functor with a CEL_FN const operator():
///   for_each_index   body(i)                    cheap maps over n elements
///   for_each_pixel   body(y, x)                 cheap maps over a plane
///   for_each_tile    body(block, box)           filters, lines, whatever shares loads; box is a part of the
///   plane for_each_group   body(block, group)         a block for each of n things (objects, histograms,
///   rows)
/// A Block runs phases: block.each(n, f) calls f(0) ... f(n-1) and everybody waits for the end of it.
/// The order inside a launch and inside a phase is undefined; built with CELLERATE_SHUFFLE the CPU shuffles
/// both.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <algorithm>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "cuda/core/error.hpp"
#include "cuda/core/queue.hpp"
#include "cuda/core/view.hpp"

namespace cellerate {

#if defined(CELLERATE_SHUFFLE)
/// A permutation of 0 ... n-1 by a stride coprime to n: stands in for the order a GPU may take.
class ShuffledOrder {
 public:
  explicit ShuffledOrder(std::int64_t n) : n_(n), stride_(n > 2 ? n * 5 / 8 | 1 : 1), start_(n / 3) {
    while (gcd(stride_, n_) != 1) ++stride_;
  }
  std::int64_t operator()(std::int64_t i) const {
    return static_cast<std::int64_t>((static_cast<__int128>(i) * stride_ + start_) % n_);
  }

 private:
  static std::int64_t gcd(std::int64_t a, std::int64_t b) {
    while (b) std::swap(a %= b, b);
    return a;
  }
  std::int64_t n_, stride_, start_;
};
#endif

/// The threads that work on one tile or group, with scratch memory that lives as long as the body's call.
class Block {
 public:
  CEL_FN Block(unsigned char* scratch, std::int64_t scratch_bytes)
      : scratch_(scratch), scratch_bytes_(scratch_bytes) {}

  /// A phase: f(i) for i = 0 ... n-1 in any order; done for all when it returns.
  template <class F>
  CEL_FN void each(std::int64_t n, const F& f) {
#if defined(__CUDA_ARCH__)
    for (std::int64_t i = threadIdx.x; i < n; i += blockDim.x) f(i);
    __syncthreads();
#elif defined(CELLERATE_SHUFFLE)
    if (n <= 0) return;
    const ShuffledOrder order(n);
    for (std::int64_t i = 0; i < n; ++i) f(order(i));
#else
    for (std::int64_t i = 0; i < n; ++i) f(i);
#endif
  }

  /// Sum of f(i), the same on every call: in order of i on the CPU, as a fixed tree on a GPU. Known to all
  /// threads.
  template <class T, class F>
  CEL_FN T sum(std::int64_t n, const F& f) {
    return reduce<T>(n, T(0), f, [](T a, T b) { return a + b; });
  }
  template <class T, class F>
  CEL_FN T min(std::int64_t n, T start, const F& f) {
    return reduce<T>(n, start, f, [](T a, T b) { return b < a ? b : a; });
  }
  template <class T, class F>
  CEL_FN T max(std::int64_t n, T start, const F& f) {
    return reduce<T>(n, start, f, [](T a, T b) { return a < b ? b : a; });
  }

  /// n elements of scratch, not initialised. The launch says how many bytes there are in all
  /// (each request is rounded up to 16 bytes); on a GPU they are shared memory.
  template <class T>
  CEL_FN T* scratch(std::int64_t n) {
    T* memory = reinterpret_cast<T*>(scratch_ + used_);
    used_ += (n * static_cast<std::int64_t>(sizeof(T)) + 15) / 16 * 16;
    return memory;
  }

  static constexpr int kThreads = 256;  ///< a block's threads on a GPU

 private:
  template <class T, class F, class Combine>
  CEL_FN T reduce(std::int64_t n, T start, const F& f, const Combine& combine) {
#if defined(__CUDA_ARCH__)
    __shared__ __align__(16) unsigned char partial_bytes[kThreads * sizeof(T)];
    T* partial = reinterpret_cast<T*>(partial_bytes);
    T mine = start;
    for (std::int64_t i = threadIdx.x; i < n; i += blockDim.x) mine = combine(mine, f(i));
    partial[threadIdx.x] = mine;
    __syncthreads();
    for (int half = blockDim.x / 2; half > 0; half /= 2) {
      if (static_cast<int>(threadIdx.x) < half)
        partial[threadIdx.x] = combine(partial[threadIdx.x], partial[threadIdx.x + half]);
      __syncthreads();
    }
    const T result = partial[0];
    __syncthreads();
    return result;
#else
    T result = start;
    for (std::int64_t i = 0; i < n; ++i) result = combine(result, f(i));
    return result;
#endif
  }

  unsigned char* scratch_;
  std::int64_t scratch_bytes_, used_ = 0;
};

namespace detail {

#if defined(__CUDACC__)
template <class Body>
__global__ void index_kernel(std::int64_t n, Body body) {
  const std::int64_t step = static_cast<std::int64_t>(gridDim.x) * blockDim.x;
  for (std::int64_t i = static_cast<std::int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < n; i += step)
    body(i);
}
template <class Body>
__global__ void pixel_kernel(Shape2 shape, Body body) {
  const int x = blockIdx.x * blockDim.x + threadIdx.x;
  for (int y = blockIdx.y * blockDim.y + threadIdx.y; y < shape.height; y += gridDim.y * blockDim.y)
    if (x < shape.width) body(y, x);
}
template <class Body>
__global__ void group_kernel(std::int64_t n, std::int64_t scratch_bytes, Body body) {
  extern __shared__ __align__(16) unsigned char scratch[];
  for (std::int64_t group = blockIdx.x; group < n; group += gridDim.x) {
    Block block(scratch, scratch_bytes);
    body(block, group);
    __syncthreads();
  }
}
#endif

/// Runs body(i) for 0 ... n-1 on the CPU queue's threads, `grain` at least in one piece.
template <class F>
void cpu_for(Queue& queue, std::int64_t n, std::int64_t grain, const F& body) {
#if defined(CELLERATE_SHUFFLE)
  const ShuffledOrder order(n);
  const auto run = [&](std::int64_t i) { body(order(i)); };
#else
  const auto& run = body;
#endif
  if (queue.threads() == 1 || n <= grain) {
    for (std::int64_t i = 0; i < n; ++i) run(i);
    return;
  }
  using Run = std::remove_reference_t<decltype(run)>;
  const QueueBackend& backend = queue.backend();
  backend.parallel_for(backend.self, n, grain, const_cast<void*>(static_cast<const void*>(&run)),
                       [](void* user, std::int64_t begin, std::int64_t end) {
                         Run& f = *static_cast<Run*>(user);
                         for (std::int64_t i = begin; i < end; ++i) f(i);
                       });
}

/// Scratch of the calling CPU thread: grows, is never shared between threads.
inline unsigned char* cpu_scratch(std::int64_t bytes) {
  thread_local std::vector<unsigned char> memory;
  if (static_cast<std::int64_t>(memory.size()) < bytes + 64) memory.resize(bytes + 64);
  const auto address = reinterpret_cast<std::uintptr_t>(memory.data());
  return memory.data() + (64 - address % 64) % 64;
}

}  // namespace detail

/// body(i) for i = 0 ... n-1. Enqueues and returns.
template <class Body>
void for_each_index(Queue& queue, std::int64_t n, const Body& body) {
  if (n <= 0) return;
  queue.count_launch();
#if defined(__CUDACC__)
  if (queue.on_gpu()) {
    const auto blocks = static_cast<unsigned>(std::min<std::int64_t>((n + 255) / 256, 65535));
    detail::index_kernel<<<blocks, 256, 0, static_cast<cudaStream_t>(queue.stream())>>>(n, body);
    CEL_CUDA_CHECK(cudaGetLastError());
    return;
  }
#endif
#if !defined(CELLERATE_SHUFFLE)
  if (queue.threads() == 1) {
    // The plain loop over a copy of the body, which no store can alias, so that the compiler can vectorise
    // it.
    const Body own = body;
    for (std::int64_t i = 0; i < n; ++i) own(i);
    return;
  }
#endif
  detail::cpu_for(queue, n, 1024, body);
}

/// body(y, x) for every pixel of the shape. Enqueues and returns. On the CPU x is innermost.
template <class Body>
void for_each_pixel(Queue& queue, Shape2 shape, const Body& body) {
  if (shape.empty()) return;
  queue.count_launch();
#if defined(__CUDACC__)
  if (queue.on_gpu()) {
    const dim3 threads(32, 8);
    const dim3 blocks((shape.width + 31) / 32, std::min((shape.height + 7) / 8, 65535));
    detail::pixel_kernel<<<blocks, threads, 0, static_cast<cudaStream_t>(queue.stream())>>>(shape, body);
    CEL_CUDA_CHECK(cudaGetLastError());
    return;
  }
#endif
  detail::cpu_for(queue, shape.height, 16, [&](std::int64_t y) {
#if defined(CELLERATE_SHUFFLE)
    const ShuffledOrder order(shape.width);
    for (int x = 0; x < shape.width; ++x) body(static_cast<int>(y), static_cast<int>(order(x)));
#else
    const Body own = body;  // no store can alias it: the row vectorises
    for (int x = 0; x < shape.width; ++x) own(static_cast<int>(y), x);
#endif
  });
}

/// body(block, group) for group = 0 ... n-1: a block of threads, or a CPU task, for each group.
/// @param scratch_bytes what the body asks of block.scratch() in all; at most 48 KB on a GPU without more
/// ado.
template <class Body>
void for_each_group(Queue& queue, std::int64_t n, std::int64_t scratch_bytes, const Body& body) {
  if (n <= 0) return;
  queue.count_launch();
#if defined(__CUDACC__)
  if (queue.on_gpu()) {
    if (scratch_bytes > 48 * 1024)
      CEL_CUDA_CHECK(cudaFuncSetAttribute(detail::group_kernel<Body>,
                                          cudaFuncAttributeMaxDynamicSharedMemorySize,
                                          static_cast<int>(scratch_bytes)));
    const auto blocks = static_cast<unsigned>(std::min<std::int64_t>(n, 1 << 30));
    detail::
        group_kernel<<<blocks, Block::kThreads, scratch_bytes, static_cast<cudaStream_t>(queue.stream())>>>(
            n, scratch_bytes, body);
    CEL_CUDA_CHECK(cudaGetLastError());
    return;
  }
#endif
  detail::cpu_for(queue, n, 1, [&](std::int64_t group) {
    Block block(detail::cpu_scratch(scratch_bytes), scratch_bytes);
    body(block, group);
  });
}

namespace detail {
/// Cuts the plane into tiles and hands each to the body.
template <class Body>
struct TileBody {
  Shape2 shape, tile;
  int columns;
  Body body;
  CEL_FN void operator()(Block& block, std::int64_t index) const {
    const int y = static_cast<int>(index / columns) * tile.height,
              x = static_cast<int>(index % columns) * tile.width;
    const int y1 = y + tile.height, x1 = x + tile.width;
    body(block, Box{y, x, y1 < shape.height ? y1 : shape.height, x1 < shape.width ? x1 : shape.width});
  }
};
}  // namespace detail

/// body(block, box) for tiles of at most `tile` that cover the shape. A tile as wide as the plane is a band
/// of rows.
template <class Body>
void for_each_tile(Queue& queue, Shape2 shape, Shape2 tile, std::int64_t scratch_bytes, const Body& body) {
  if (shape.empty()) return;
  tile.height = std::min(tile.height, shape.height);
  tile.width = std::min(tile.width, shape.width);
  const int rows = (shape.height + tile.height - 1) / tile.height,
            columns = (shape.width + tile.width - 1) / tile.width;
  for_each_group(queue, static_cast<std::int64_t>(rows) * columns, scratch_bytes,
                 detail::TileBody<Body>{shape, tile, columns, body});
}

}  // namespace cellerate
