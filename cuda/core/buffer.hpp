/// Owned device memory from a queue's pool, and host access to it that costs nothing on a CPU queue.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <utility>
#include <vector>

#include "cuda/core/queue.hpp"
#include "cuda/core/view.hpp"

namespace cellerate {

/// n elements of device memory, not initialised. Movable; released to the pool of the queue it came from,
/// whose device must outlive it.
template <class T>
class Buffer {
 public:
  Buffer() = default;
  Buffer(Queue& queue, std::int64_t n)
      : backend_(queue.backend()), data_(static_cast<T*>(queue.allocate(n * sizeof(T)))), size_(n) {}
  Buffer(Queue& queue, Shape2 shape) : Buffer(queue, shape.size()) {}
  Buffer(Buffer&& other) noexcept { swap(other); }
  Buffer& operator=(Buffer&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Buffer() {
    if (data_) Queue(backend_).release(data_, size_ * sizeof(T));
  }

  T* data() { return data_; }
  const T* data() const { return data_; }
  std::int64_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  View1<T> view() { return {data_, size_}; }
  View1<const T> view() const { return {data_, size_}; }
  View2<T> view(Shape2 shape) { return {data_, shape}; }
  View2<const T> view(Shape2 shape) const { return {data_, shape}; }

 private:
  void swap(Buffer& other) noexcept {
    std::swap(backend_, other.backend_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
  }
  QueueBackend backend_;
  T* data_ = nullptr;
  std::int64_t size_ = 0;
};

/// A buffer of zeros.
template <class T>
Buffer<T> zeros(Queue& queue, std::int64_t n) {
  Buffer<T> buffer(queue, n);
  queue.zero(buffer.data(), n * sizeof(T));
  return buffer;
}

/// A buffer with the values of host memory.
template <class T>
Buffer<T> upload(Queue& queue, const T* host, std::int64_t n) {
  Buffer<T> buffer(queue, n);
  queue.copy_in(buffer.data(), host, n * sizeof(T));
  return buffer;
}
template <class T>
Buffer<T> upload(Queue& queue, const std::vector<T>& host) {
  return upload(queue, host.data(), static_cast<std::int64_t>(host.size()));
}

/// The values of device memory, on the host.
template <class T>
std::vector<std::remove_const_t<T>> download(Queue& queue, T* device, std::int64_t n) {
  std::vector<std::remove_const_t<T>> host(n);
  queue.copy_out(host.data(), device, n * sizeof(T));
  return host;
}
template <class T>
std::vector<T> download(Queue& queue, const Buffer<T>& buffer) {
  return download(queue, buffer.data(), buffer.size());
}

/// Reads device memory on the host: the memory itself on a CPU queue, a copy on a GPU.
/// For algorithms that are serial by nature; everything enqueued before is done when the constructor returns.
template <class T>
class HostRead {
 public:
  HostRead(Queue& queue, const T* device, std::int64_t n) : data_(device), size_(n) {
    if (queue.on_gpu()) {
      copy_ = download(queue, device, n);
      data_ = copy_.data();
    } else {
      queue.count_copy();
    }
  }
  const T* data() const { return data_; }
  const T& operator[](std::int64_t i) const { return data_[i]; }
  std::int64_t size() const { return size_; }
  View2<const T> view(Shape2 shape) const { return {data_, shape}; }

 private:
  std::vector<T> copy_;
  const T* data_;
  std::int64_t size_;
};

/// Writes device memory from the host; what was there before is not read. commit() when done.
template <class T>
class HostWrite {
 public:
  HostWrite(Queue& queue, T* device, std::int64_t n)
      : queue_(queue), device_(device), data_(device), size_(n) {
    if (queue.on_gpu()) {
      copy_.resize(n);
      data_ = copy_.data();
    }
  }
  T* data() { return data_; }
  T& operator[](std::int64_t i) { return data_[i]; }
  View2<T> view(Shape2 shape) { return {data_, shape}; }
  void commit() {
    if (data_ != device_)
      queue_.copy_in(device_, data_, size_ * sizeof(T));
    else
      queue_.count_copy();
  }

 private:
  Queue& queue_;
  std::vector<T> copy_;
  T* device_;
  T* data_;
  std::int64_t size_;
};

}  // namespace cellerate
