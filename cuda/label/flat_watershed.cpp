/// A watershed over 256 first-in first-out queues, linked through the pixels: each pixel waits only once.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/flat_watershed.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "cuda/core/error.hpp"

namespace cellerate::kernel {
namespace {

class LevelQueues {
 public:
  explicit LevelQueues(std::int64_t pixels) : next_(pixels) {
    first_.fill(kNobody);
    last_.fill(kNobody);
  }

  void push(int level, std::int32_t pixel) {
    next_[pixel] = kNobody;
    (first_[level] == kNobody ? first_[level] : next_[last_[level]]) = pixel;
    last_[level] = pixel;
    lowest_ = std::min(lowest_, level);
  }

  /// @return the pixel that waits longest at the lowest level, or -1.
  std::int32_t pop() {
    while (lowest_ < kLevels && first_[lowest_] == kNobody) ++lowest_;
    if (lowest_ == kLevels) return kNobody;
    const std::int32_t pixel = first_[lowest_];
    first_[lowest_] = next_[pixel];
    return pixel;
  }

  static constexpr std::int32_t kNobody = -1;

 private:
  static constexpr int kLevels = 256;
  std::array<std::int32_t, kLevels> first_, last_;
  std::vector<std::int32_t> next_;
  int lowest_ = kLevels;
};

/// The planes of one flood with a frame of one labeled pixel, so that no neighbour needs a check.
class Flood {
 public:
  Flood(View2<const std::uint8_t> surface, View2<const std::int32_t> markers, View2<const std::uint8_t> mask)
      : shape_(surface.shape),
        stride_(shape_.width + 2),
        labels_(static_cast<std::int64_t>(stride_) * (shape_.height + 2), kFrame),
        levels_(labels_.size()),
        wanted_(labels_.size()),
        waiting_(static_cast<std::int64_t>(labels_.size())) {
    for (int y = 0; y < shape_.height; ++y)
      for (int x = 0; x < shape_.width; ++x) {
        const std::int32_t pixel = framed(y, x), label = std::max(markers(y, x), 0);
        labels_[pixel] = label;
        levels_[pixel] = surface(y, x);
        wanted_[pixel] = mask(y, x) != 0;
        if (label > 0)
          waiting_.push(levels_[pixel], pixel);
        else
          left_ += wanted_[pixel];
      }
  }

  void run() {
    for (std::int32_t pixel; left_ > 0 && (pixel = waiting_.pop()) != LevelQueues::kNobody;)
      for (const std::int32_t offset : {-stride_, -1, 1, stride_}) reach(pixel + offset, labels_[pixel]);
  }

  void store(View2<std::int32_t> labels) const {
    for (int y = 0; y < shape_.height; ++y) {
      const std::int32_t first = framed(y, 0);
      for (int x = 0; x < shape_.width; ++x) labels(y, x) = wanted_[first + x] ? labels_[first + x] : 0;
    }
  }

 private:
  static constexpr std::int32_t kFrame = 1;

  std::int32_t framed(int y, int x) const { return (y + 1) * stride_ + x + 1; }

  void reach(std::int32_t pixel, std::int32_t label) {
    if (labels_[pixel] > 0) return;
    labels_[pixel] = label;
    left_ -= wanted_[pixel];
    waiting_.push(levels_[pixel], pixel);
  }

  Shape2 shape_;
  std::int32_t stride_;
  std::vector<std::int32_t> labels_;
  std::vector<std::uint8_t> levels_, wanted_;
  LevelQueues waiting_;
  std::int64_t left_ = 0;  ///< wanted pixels without a label
};

}  // namespace

void flat_watershed(Queue& queue, View2<const std::uint8_t> surface, View2<const std::int32_t> markers,
                    View2<const std::uint8_t> mask, View2<std::int32_t> labels) {
  const Shape2 shape = surface.shape;
  CEL_REQUIRE(markers.shape == shape && mask.shape == shape && labels.shape == shape,
              "watershed: all planes must have one shape");
  const HostRead<std::uint8_t> host_surface(queue, surface.data, shape.size()),
      host_mask(queue, mask.data, shape.size());
  const HostRead<std::int32_t> host_markers(queue, markers.data, shape.size());
  HostWrite<std::int32_t> host_labels(queue, labels.data, shape.size());
  Flood flood(host_surface.view(shape), host_markers.view(shape), host_mask.view(shape));
  flood.run();
  flood.store(host_labels.view(shape));
  host_labels.commit();
}

}  // namespace cellerate::kernel
