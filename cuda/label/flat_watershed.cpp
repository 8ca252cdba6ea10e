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

void flood(View2<const std::uint8_t> surface, View2<std::int32_t> labels) {
  LevelQueues waiting(labels.size());
  for (std::int32_t pixel = 0; pixel < labels.size(); ++pixel)
    if (labels[pixel] > 0) waiting.push(surface[pixel], pixel);
  const int height = labels.shape.height, width = labels.shape.width;
  for (std::int32_t pixel; (pixel = waiting.pop()) != LevelQueues::kNobody;) {
    const int y = pixel / width, x = pixel % width;
    const auto reach = [&](std::int32_t neighbor) {
      if (labels[neighbor] > 0) return;
      labels[neighbor] = labels[pixel];
      waiting.push(surface[neighbor], neighbor);
    };
    if (y > 0) reach(pixel - width);
    if (x > 0) reach(pixel - 1);
    if (x + 1 < width) reach(pixel + 1);
    if (y + 1 < height) reach(pixel + width);
  }
}

}  // namespace

void flat_watershed(Queue& queue, View2<const std::uint8_t> surface, View2<const std::int32_t> markers,
                    View2<std::int32_t> labels) {
  CEL_REQUIRE(markers.shape == surface.shape && labels.shape == surface.shape,
              "watershed: all planes must have one shape");
  const HostRead<std::uint8_t> host_surface(queue, surface.data, surface.size());
  const HostRead<std::int32_t> host_markers(queue, markers.data, surface.size());
  HostWrite<std::int32_t> host_labels(queue, labels.data, surface.size());
  std::transform(host_markers.data(), host_markers.data() + surface.size(), host_labels.data(),
                 [](std::int32_t marker) { return std::max(marker, 0); });
  flood(host_surface.view(surface.shape), host_labels.view(surface.shape));
  host_labels.commit();
}

}  // namespace cellerate::kernel
