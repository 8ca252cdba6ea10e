/// Devices: the CPU's threads (oneTBB) and CUDA streams, each with a pool that keeps freed blocks by size.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/core/queue.hpp"

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <bit>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "cuda/core/error.hpp"

#if defined(__SANITIZE_THREAD__)
/// The distribution's oneTBB is not built for ThreadSanitizer, which therefore sees none of the order that it
/// makes between tasks: what runs as its tasks cannot be judged, only our own threads can.
extern "C" const char* __tsan_default_suppressions() { return "race:tbb::detail\n"; }
#endif

namespace cellerate {
namespace {

/// Freed blocks by size class (four classes a power of two), so that an image set's working set is allocated
/// once. A request takes a larger block before fresh memory: most of the time for that goes into clearing it.
class Pool {
 public:
  using Acquire = std::function<void*(std::size_t)>;
  using Discard = std::function<void(void*)>;
  Pool(Acquire acquire, Discard discard) : acquire_(std::move(acquire)), discard_(std::move(discard)) {}
  ~Pool() { trim(); }
  void* allocate(std::size_t bytes) {
    const std::size_t size = size_class(bytes);
    if (void* block = take_free(size)) return block;
    void* block = acquire_(size);
    if (!block) {
      trim();
      block = acquire_(size);
    }
    if (!block) return nullptr;
    std::lock_guard lock(mutex_);
    sizes_[block] = size;
    return block;
  }
  void release(void* block) {
    std::lock_guard lock(mutex_);
    free_[sizes_.at(block)].push_back(block);
  }

 private:
  static constexpr std::size_t kMostOversize = 4;

  static std::size_t size_class(std::size_t bytes) {
    if (bytes <= 256) return 256;
    const std::size_t quarter = std::bit_floor(bytes - 1) / 4;
    return (bytes + quarter - 1) / quarter * quarter;
  }
  void* take_free(std::size_t size) {
    std::lock_guard lock(mutex_);
    const auto found = free_.lower_bound(size);
    if (found == free_.end() || found->first > kMostOversize * size) return nullptr;
    void* block = found->second.back();
    found->second.pop_back();
    if (found->second.empty()) free_.erase(found);
    return block;
  }
  void trim() {
    std::lock_guard lock(mutex_);
    for (auto& [size, blocks] : free_)
      for (void* block : blocks) {
        sizes_.erase(block);
        discard_(block);
      }
    free_.clear();
  }
  Acquire acquire_;
  Discard discard_;
  std::mutex mutex_;
  std::map<std::size_t, std::vector<void*>> free_;  ///< no class without a block
  std::unordered_map<void*, std::size_t> sizes_;    ///< the class of every block, in use or free
};

/// Main memory, aligned for the widest vectors; nullptr where there is none left. Pages are the system's own:
/// huge pages on request gained nothing here, and cost a fifth of a run where they had to be cleared from
/// cold memory.
void* aligned_memory(std::size_t bytes) { return std::aligned_alloc(64, (bytes + 63) / 64 * 64); }

class CpuDevice final : public Device {
 public:
  explicit CpuDevice(int threads) : pool_(aligned_memory, std::free) {
    if (threads > 1)
      arena_.emplace(threads);  // one thread needs none, and oneTBB warns where there is one core
    QueueBackend backend;
    backend.kind = static_cast<std::int32_t>(DeviceKind::Cpu);
    backend.threads = threads;
    backend.self = this;
    backend.allocate = [](void* self, std::uint64_t bytes) {
      return static_cast<CpuDevice*>(self)->pool_.allocate(bytes);
    };
    backend.release = [](void* self, void* memory, std::uint64_t) {
      static_cast<CpuDevice*>(self)->pool_.release(memory);
    };
    backend.parallel_for = [](void* self, std::int64_t n, std::int64_t grain, void* user,
                              void (*body)(void*, std::int64_t, std::int64_t)) {
      auto& arena = static_cast<CpuDevice*>(self)->arena_;
      if (!arena) return body(user, 0, n);
      arena->execute([&] {
        tbb::parallel_for(tbb::blocked_range<std::int64_t>(0, n, grain),
                          [&](const auto& range) { body(user, range.begin(), range.end()); });
      });
    };
    backend.launches = &launches_;
    backend.copies = &copies_;
    queue_ = Queue(backend);
  }
  std::string description() const override {
    const int threads = queue_.threads();
    return "cpu, " + std::to_string(threads) + (threads == 1 ? " thread" : " threads");
  }

 private:
  Pool pool_;
  std::optional<tbb::task_arena> arena_;
};

#if defined(CELLERATE_HAVE_CUDA)
class CudaDevice final : public Device {
 public:
  explicit CudaDevice(int ordinal)
      : pool_(
            [](std::size_t n) -> void* {
              void* memory = nullptr;
              if (cudaMalloc(&memory, n) == cudaSuccess) return memory;
              cudaGetLastError();  // out of memory is reported by the null pointer
              return nullptr;
            },
            [](void* memory) { cudaFree(memory); }) {
    CEL_CUDA_CHECK(cudaSetDevice(ordinal));
    CEL_CUDA_CHECK(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking));
    cudaDeviceProp properties;
    CEL_CUDA_CHECK(cudaGetDeviceProperties(&properties, ordinal));
    name_ = std::string(properties.name) + ", cuda:" + std::to_string(ordinal);
    QueueBackend backend;
    backend.kind = static_cast<std::int32_t>(DeviceKind::Cuda);
    backend.ordinal = ordinal;
    backend.stream = stream_;
    backend.self = this;
    backend.allocate = [](void* self, std::uint64_t bytes) {
      return static_cast<CudaDevice*>(self)->pool_.allocate(bytes);
    };
    // Blocks are handed out again on this stream alone, so that reuse is ordered behind the work that still
    // reads them.
    backend.release = [](void* self, void* memory, std::uint64_t) {
      static_cast<CudaDevice*>(self)->pool_.release(memory);
    };
    backend.parallel_for = [](void*, std::int64_t n, std::int64_t, void* user,
                              void (*body)(void*, std::int64_t, std::int64_t)) { body(user, 0, n); };
    backend.launches = &launches_;
    backend.copies = &copies_;
    queue_ = Queue(backend);
  }
  ~CudaDevice() override {
    cudaStreamSynchronize(stream_);
    cudaStreamDestroy(stream_);
  }
  void make_current() override { CEL_CUDA_CHECK(cudaSetDevice(queue_.backend().ordinal)); }
  std::string description() const override { return name_; }

 private:
  Pool pool_;
  cudaStream_t stream_ = nullptr;
  std::string name_;
};
#endif

}  // namespace

void* Queue::allocate(std::size_t bytes) {
  void* memory = backend_.allocate(backend_.self, bytes ? bytes : 1);
  if (!memory) throw DeviceError("out of memory: " + std::to_string(bytes) + " bytes were asked for");
  return memory;
}

void Queue::release(void* memory, std::size_t bytes) noexcept {
  if (memory) backend_.release(backend_.self, memory, bytes ? bytes : 1);
}

void Queue::copy_in(void* device, const void* host, std::size_t bytes) {
  count_copy();
  if (bytes == 0) return;
#if defined(CELLERATE_HAVE_CUDA)
  if (on_gpu()) {
    const auto on = static_cast<cudaStream_t>(stream());
    CEL_CUDA_CHECK(cudaMemcpyAsync(device, host, bytes, cudaMemcpyHostToDevice, on));
    CEL_CUDA_CHECK(cudaStreamSynchronize(on));
    return;
  }
#endif
  std::memcpy(device, host, bytes);
}

void Queue::copy_out(void* host, const void* device, std::size_t bytes) {
  count_copy();
  if (bytes == 0) return;
#if defined(CELLERATE_HAVE_CUDA)
  if (on_gpu()) {
    const auto on = static_cast<cudaStream_t>(stream());
    CEL_CUDA_CHECK(cudaMemcpyAsync(host, device, bytes, cudaMemcpyDeviceToHost, on));
    CEL_CUDA_CHECK(cudaStreamSynchronize(on));
    return;
  }
#endif
  std::memcpy(host, device, bytes);
}

void Queue::copy(void* to, const void* from, std::size_t bytes) {
  if (bytes == 0) return;
#if defined(CELLERATE_HAVE_CUDA)
  if (on_gpu()) {
    CEL_CUDA_CHECK(
        cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToDevice, static_cast<cudaStream_t>(stream())));
    return;
  }
#endif
  std::memmove(to, from, bytes);
}

void Queue::zero(void* memory, std::size_t bytes) {
  if (bytes == 0) return;
#if defined(CELLERATE_HAVE_CUDA)
  if (on_gpu()) {
    CEL_CUDA_CHECK(cudaMemsetAsync(memory, 0, bytes, static_cast<cudaStream_t>(stream())));
    return;
  }
#endif
  std::memset(memory, 0, bytes);
}

void Queue::synchronize() {
#if defined(CELLERATE_HAVE_CUDA)
  if (on_gpu()) CEL_CUDA_CHECK(cudaStreamSynchronize(static_cast<cudaStream_t>(stream())));
#endif
}

std::unique_ptr<Device> Device::cpu(int threads) {
  CEL_REQUIRE(threads >= 1, "a CPU queue needs at least one thread");
  return std::make_unique<CpuDevice>(threads);
}

std::unique_ptr<Device> Device::cuda([[maybe_unused]] int ordinal) {
#if defined(CELLERATE_HAVE_CUDA)
  const int count = cuda_device_count();
  if (ordinal < 0 || ordinal >= count)
    throw DeviceError("no device cuda:" + std::to_string(ordinal) + ": " +
                      (count ? std::to_string(count) + " found" : cuda_unavailable_reason()));
  return std::make_unique<CudaDevice>(ordinal);
#else
  throw DeviceError("no CUDA device: " + cuda_unavailable_reason());
#endif
}

std::unique_ptr<Device> Device::named(const std::string& name, int threads) {
  if (name == "cpu") return cpu(threads);
  if (name == "auto") return cuda_device_count() > 0 ? cuda(0) : cpu(threads);
  if (name == "cuda") return cuda(0);
  if (name.rfind("cuda:", 0) == 0 && name.size() > 5 &&
      name.find_first_not_of("0123456789", 5) == std::string::npos)
    return cuda(std::atoi(name.c_str() + 5));
  throw std::invalid_argument("unknown device '" + name + "': use auto, cpu, cuda or cuda:N");
}

int cuda_device_count() noexcept {
#if defined(CELLERATE_HAVE_CUDA)
  int count = 0;
  if (cudaGetDeviceCount(&count) == cudaSuccess) return count;
  cudaGetLastError();
#endif
  return 0;
}

std::string cuda_unavailable_reason() {
#if defined(CELLERATE_HAVE_CUDA)
  int count = 0;
  const cudaError_t status = cudaGetDeviceCount(&count);
  if (status == cudaSuccess) return count > 0 ? "" : "no GPU is visible";
  cudaGetLastError();
  return cudaGetErrorString(status);
#else
  return "this build has no CUDA half";
#endif
}

}  // namespace cellerate
