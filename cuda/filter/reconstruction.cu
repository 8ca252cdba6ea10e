// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/reconstruction.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <vector>

#include "cuda/core/launch.hpp"
#include "cuda/filter/grey_morphology.hpp"
#include "cuda/pixel/keep_where.hpp"
#include "cuda/threshold/compact.hpp"

namespace cellerate::kernel {
namespace {

/// Vincent's hybrid: one pass down, one up, and a queue for what those leave. On planes with a margin of one
/// pixel that can neither raise nor be raised, so that every pixel has four neighbours.
template <class T>
class Reconstruction {
 public:
  explicit Reconstruction(View2<const T> mask)
      : shape_(mask.shape),
        pitch_(shape_.width + 2),
        limits_((shape_.height + 2) * pitch_, -std::numeric_limits<T>::infinity()),
        levels_(limits_) {
    copy_in(mask, limits_);
  }

  void run(View2<const T> seed, View2<T> out) {
    copy_in(seed, levels_);
    sweep();
    // Large floods are cheaper in further passes than pixel by pixel.
    for (int more = 0; more < kMorePasses && kFewOf * std::ssize(waiting_) > shape_.size(); ++more) sweep();
    for (std::size_t next = 0; next < waiting_.size(); ++next)
      for (const std::int64_t step : {-pitch_, std::int64_t{-1}, std::int64_t{1}, pitch_})
        if (const std::int64_t from = waiting_[next]; can_raise(from, from + step)) {
          levels_[from + step] = std::min(levels_[from], limits_[from + step]);
          waiting_.push_back(from + step);
        }
    for (int y = 0; y < shape_.height; ++y) std::copy_n(levels_.data() + row(y), shape_.width, out.row(y));
  }

 private:
  /// Where the pixels of row y begin.
  std::int64_t row(int y) const { return (y + 1) * pitch_ + 1; }
  void copy_in(View2<const T> plane, std::vector<T>& padded) const {
    for (int y = 0; y < shape_.height; ++y) std::copy_n(plane.row(y), shape_.width, padded.data() + row(y));
  }
  void sweep() {
    waiting_.clear();
    for (int y = 0; y < shape_.height; ++y) pass_down(row(y));
    for (int y = shape_.height - 1; y >= 0; --y) {
      pass_up(row(y));
      collect(row(y));
    }
  }
  // By value, which makes them single instructions
  static T higher(T a, T b) { return a < b ? b : a; }
  static T lower(T a, T b) { return b < a ? b : a; }

  /// Each pixel takes the larger of its neighbours above and to the left, under the limit.
  void pass_down(std::int64_t begin) {
    T* const levels = levels_.data() + begin;
    const T* const above = levels - pitch_;
    const T* const limits = limits_.data() + begin;
    T left = levels[-1];
    for (int x = 0; x < shape_.width; ++x)
      levels[x] = left = lower(higher(higher(levels[x], above[x]), left), limits[x]);
  }
  void pass_up(std::int64_t begin) {
    T* const levels = levels_.data() + begin;
    const T* const below = levels + pitch_;
    const T* const limits = limits_.data() + begin;
    T right = levels[shape_.width];
    for (int x = shape_.width - 1; x >= 0; --x)
      levels[x] = right = lower(higher(higher(levels[x], below[x]), right), limits[x]);
  }
  /// The pixels of a row that can still raise what the passes have been at before.
  void collect(std::int64_t begin) {
    for (std::int64_t i = begin + shape_.width - 1; i >= begin; --i)
      if (can_raise(i, i + pitch_) || can_raise(i, i + 1)) waiting_.push_back(i);
  }
  bool can_raise(std::int64_t from, std::int64_t to) const {
    return levels_[to] < levels_[from] && levels_[to] < limits_[to];
  }

  static constexpr int kMorePasses = 8;
  static constexpr std::int64_t kFewOf = 100;  ///< one pixel of so many waits: few are left

  Shape2 shape_;
  std::int64_t pitch_;
  std::vector<T> limits_, levels_;
  std::vector<std::int64_t> waiting_;
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

/// Reconstructs on the host under a mask in device memory.
template <class T>
class HostReconstruction {
 public:
  HostReconstruction(Queue& queue, View2<const T> mask)
      : queue_(queue), reconstruction_(HostRead<T>(queue, mask.data, mask.size()).view(mask.shape)) {}
  void run(View2<const T> seed, View2<T> out) {
    const HostRead<T> host_seed(queue_, seed.data, seed.size());
    HostWrite<T> result(queue_, out.data, out.size());
    reconstruction_.run(host_seed.view(seed.shape), result.view(out.shape));
    result.commit();
  }

 private:
  Queue& queue_;
  Reconstruction<T> reconstruction_;
};

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
  HostReconstruction<T> reconstruction(queue, std::as_const(inverted).view(shape));
  for (int radius = 0; radius <= max_radius; ++radius) {
    minimum_filter(queue, std::as_const(eroded).view(shape), cross, Border::kReflect, next.view(shape));
    std::swap(eroded, next);
    if (mask) keep_where(queue, std::as_const(eroded).view(shape), mask, eroded.view(shape));
    reconstruction.run(std::as_const(eroded).view(shape), after.view(shape));
    if (radius >= min_radius)
      for_each_index(queue, n, KeepLargerLoss<T>{before.data(), after.data(), out.data});
    std::swap(before, after);
  }
}

}  // namespace

void reconstruct_by_dilation(Queue& queue, View2<const float> seed, View2<const float> mask,
                             View2<float> out) {
  HostReconstruction<float>(queue, mask).run(seed, out);
}
void reconstruct_by_dilation(Queue& queue, View2<const double> seed, View2<const double> mask,
                             View2<double> out) {
  HostReconstruction<double>(queue, mask).run(seed, out);
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
