// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/reconstruction.hpp"

#include <algorithm>
#include <vector>

#include "cuda/core/launch.hpp"
#include "cuda/filter/grey_morphology.hpp"
#include "cuda/pixel/keep_where.hpp"
#include "cuda/threshold/compact.hpp"

namespace cellerate::kernel {
namespace {

/// Vincent's hybrid: one pass down, one up, and a queue for what those leave.
template <class T>
class Reconstruction {
 public:
  Reconstruction(View2<const T> mask, View2<T> out) : mask_(mask), out_(out), shape_(out.shape) {}

  void run() {
    for (int y = 0; y < shape_.height; ++y)
      for (int x = 0; x < shape_.width; ++x) raise(y, x, y - 1, x - 1);
    for (int y = shape_.height - 1; y >= 0; --y)
      for (int x = shape_.width - 1; x >= 0; --x) {
        raise(y, x, y + 1, x + 1);
        if (can_raise(y, x, y + 1, x) || can_raise(y, x, y, x + 1)) waiting_.push_back({y, x});
      }
    for (std::size_t next = 0; next < waiting_.size(); ++next) {
      const auto [y, x] = waiting_[next];
      for (const auto& [dy, dx] : {Pixel{-1, 0}, Pixel{0, -1}, Pixel{0, 1}, Pixel{1, 0}})
        if (can_raise(y, x, y + dy, x + dx)) {
          out_(y + dy, x + dx) = std::min(out_(y, x), mask_(y + dy, x + dx));
          waiting_.push_back({y + dy, x + dx});
        }
    }
  }

 private:
  struct Pixel {
    int y, x;
  };
  /// Takes the larger of the neighbours in row `near_y` and in column `near_x`, under the mask.
  void raise(int y, int x, int near_y, int near_x) {
    T v = out_(y, x);
    if (shape_.contains(near_y, x)) v = std::max(v, out_(near_y, x));
    if (shape_.contains(y, near_x)) v = std::max(v, out_(y, near_x));
    out_(y, x) = std::min(v, mask_(y, x));
  }
  bool can_raise(int y, int x, int to_y, int to_x) const {
    if (!shape_.contains(to_y, to_x)) return false;
    const T there = out_(to_y, to_x);
    return there < out_(y, x) && there < mask_(to_y, to_x);
  }

  View2<const T> mask_;
  View2<T> out_;
  Shape2 shape_;
  std::vector<Pixel> waiting_;
};

template <class T>
struct Invert {
  const T* image;
  T highest;
  T* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = highest - image[i]; }
};

template <class T>
struct KeepLargerLoss {
  const T *before, *after;
  T* out;
  CEL_FN void operator()(std::int64_t i) const {
    const T lost = before[i] - after[i];
    out[i] = out[i] < lost ? lost : out[i];
  }
};

template <class T>
void reconstruct(Queue& queue, View2<const T> seed, View2<const T> mask, View2<T> out) {
  const HostRead<T> host_seed(queue, seed.data, seed.size()), host_mask(queue, mask.data, mask.size());
  HostWrite<T> result(queue, out.data, out.size());
  std::copy_n(host_seed.data(), host_seed.size(), result.data());
  Reconstruction<T>(host_mask.view(mask.shape), result.view(out.shape)).run();
  result.commit();
}

template <class T>
void find_dark_holes(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask, int min_radius,
                     int max_radius, View2<T> out) {
  if (image.shape.empty()) return;
  const Shape2 shape = image.shape;
  const std::int64_t n = shape.size();
  Buffer<T> inverted(queue, n), eroded(queue, n), next(queue, n), before(queue, n), after(queue, n);
  const T highest = extrema(queue, View1<const T>{image.data, n}).max;
  for_each_index(queue, n, Invert<T>{image.data, highest, inverted.data()});
  queue.copy(eroded.data(), inverted.data(), n * sizeof(T));
  queue.copy(before.data(), inverted.data(), n * sizeof(T));
  queue.zero(out.data, n * sizeof(T));
  const Footprint cross = disk(1);
  for (int radius = 0; radius <= max_radius; ++radius) {
    minimum_filter(queue, std::as_const(eroded).view(shape), cross, Border::kReflect, next.view(shape));
    std::swap(eroded, next);
    if (mask) keep_where(queue, std::as_const(eroded).view(shape), mask, eroded.view(shape));
    reconstruct(queue, std::as_const(eroded).view(shape), std::as_const(inverted).view(shape),
                after.view(shape));
    if (radius >= min_radius)
      for_each_index(queue, n, KeepLargerLoss<T>{before.data(), after.data(), out.data});
    std::swap(before, after);
  }
}

}  // namespace

void reconstruct_by_dilation(Queue& queue, View2<const float> seed, View2<const float> mask,
                             View2<float> out) {
  reconstruct(queue, seed, mask, out);
}
void reconstruct_by_dilation(Queue& queue, View2<const double> seed, View2<const double> mask,
                             View2<double> out) {
  reconstruct(queue, seed, mask, out);
}
void enhance_dark_holes(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                        int min_radius, int max_radius, View2<float> out) {
  find_dark_holes(queue, image, mask, min_radius, max_radius, out);
}
void enhance_dark_holes(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                        int min_radius, int max_radius, View2<double> out) {
  find_dark_holes(queue, image, mask, min_radius, max_radius, out);
}

}  // namespace cellerate::kernel
