/// Where work runs and in which order: a pool of CPU threads, or a CUDA device and stream, with pooled
/// memory.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cellerate {

enum class DeviceKind : std::int32_t { Cpu = 0, Cuda = 1 };

/// What a queue is made of, as plain C: it crosses the module ABI (plugin.h has the same struct as
/// cel_queue).
struct QueueBackend {
  std::uint32_t struct_size = sizeof(QueueBackend);
  std::int32_t kind = 0;     ///< DeviceKind
  std::int32_t ordinal = 0;  ///< CUDA device number
  std::int32_t threads = 1;  ///< CPU threads a launch may use; 1 = serial
  void* stream = nullptr;    ///< cudaStream_t
  void* self = nullptr;
  void* (*allocate)(void* self, std::uint64_t bytes) = nullptr;  ///< null on failure
  void (*release)(void* self, void* memory, std::uint64_t bytes) = nullptr;
  /// Calls body(user, begin, end) for disjoint ranges that cover 0 ... n-1, on several threads at once.
  void (*parallel_for)(void* self, std::int64_t n, std::int64_t grain, void* user,
                       void (*body)(void* user, std::int64_t begin, std::int64_t end)) = nullptr;
  std::uint64_t* launches = nullptr;  ///< counts launches, for the conformance tests
  std::uint64_t* copies = nullptr;    ///< counts copies between host and device (also where they are free)
};

/// Order of work on one device. Work enqueued on one queue runs in order; a CPU queue runs it at once.
/// Not thread-safe: one thread at a time, one queue for each image set in flight.
class Queue {
 public:
  /// A queue of somebody else's: what a module gets.
  explicit Queue(const QueueBackend& backend) : backend_(backend) {}

  const QueueBackend& backend() const { return backend_; }
  bool on_gpu() const { return backend_.kind == static_cast<std::int32_t>(DeviceKind::Cuda); }
  int threads() const { return backend_.threads; }
  void* stream() const { return backend_.stream; }

  /// Pooled memory of this device, not initialised. @throws DeviceError where there is none left.
  void* allocate(std::size_t bytes);
  void release(void* memory, std::size_t bytes) noexcept;

  /// Host to device memory and back; return when the host side may be used again.
  void copy_in(void* device, const void* host, std::size_t bytes);
  void copy_out(void* host, const void* device, std::size_t bytes);
  /// Between two places of this device; enqueued.
  void copy(void* to, const void* from, std::size_t bytes);
  /// Sets bytes to zero; enqueued.
  void zero(void* memory, std::size_t bytes);
  /// Returns when all enqueued work is done.
  void synchronize();

  void count_launch() const {
    if (backend_.launches) ++*backend_.launches;
  }
  void count_copy() const {
    if (backend_.copies) ++*backend_.copies;
  }

 private:
  QueueBackend backend_;
};

/// Owns a device (threads or a CUDA stream) and its memory pool. The host makes one for each image set in
/// flight.
class Device {
 public:
  /// @param threads CPU threads that one launch may use: 1 for throughput, all cores for latency.
  static std::unique_ptr<Device> cpu(int threads);
  /// @throws DeviceError where there is no such device or no driver.
  static std::unique_ptr<Device> cuda(int ordinal);
  /// "cpu", "cuda" or "cuda:N"; "auto" is the first GPU, else the CPU. @throws std::invalid_argument
  /// otherwise.
  static std::unique_ptr<Device> named(const std::string& name, int threads);

  virtual ~Device() = default;
  /// Called by each thread that will use the queue, before it does.
  virtual void make_current() {}
  Queue& queue() { return queue_; }
  /// What `cellerate doctor` and the run database say of it: "cpu, 1 thread", "NVIDIA H200, cuda:0".
  virtual std::string description() const = 0;
  std::uint64_t launches() const { return launches_; }
  std::uint64_t copies() const { return copies_; }

 protected:
  Device() : queue_(QueueBackend{}) {}
  Queue queue_;
  std::uint64_t launches_ = 0, copies_ = 0;
};

/// Number of usable CUDA devices: 0 without a driver, without a GPU or in a build without CUDA. Never throws.
int cuda_device_count() noexcept;
/// Why there is none, or "".
std::string cuda_unavailable_reason();

}  // namespace cellerate
