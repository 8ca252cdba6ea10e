/// Candidates come from a running maximum along rows and columns. Looking for a pixel in a square is a search
/// of bytes in each of its rows.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/regional_maxima.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "cuda/core/error.hpp"

namespace cellerate::kernel {
namespace {

/// Pixels `before` above and left of a pixel to `after` below and right of it.
struct Square {
  explicit Square(int side) : before(side / 2), after(side - 1 - side / 2) {}
  Box around(int y, int x, Shape2 shape) const {
    return {std::max(y - before, 0), std::max(x - before, 0), std::min(y + after + 1, shape.height),
            std::min(x + after + 1, shape.width)};
  }
  int before, after;
};

/// to[i] = the higher of both, for n pixels.
void raise(const std::uint8_t* from, std::uint8_t* to, int n) {
  for (int i = 0; i < n; ++i) to[i] = std::max(to[i], from[i]);
}

std::vector<std::uint8_t> highest_of_squares(View2<const std::uint8_t> image, Square square) {
  const int height = image.shape.height, width = image.shape.width;
  std::vector<std::uint8_t> along_rows(image.data, image.data + image.size());
  for (int y = 0; y < height; ++y)
    for (int d = -std::min(square.before, width - 1); d <= std::min(square.after, width - 1); ++d)
      raise(image.row(y) + std::max(d, 0), &along_rows[image.row(y) - image.data] + std::max(-d, 0),
            width - std::abs(d));
  std::vector<std::uint8_t> highest = along_rows;
  for (int y = 0; y < height; ++y)
    for (int v = std::max(y - square.before, 0); v <= std::min(y + square.after, height - 1); ++v)
      raise(&along_rows[image.row(v) - image.data], &highest[image.row(y) - image.data], width);
  return highest;
}

/// Discards candidates that belong to a plateau with a pixel that is none.
class Sieve {
 public:
  Sieve(View2<const std::uint8_t> image, Square square, View2<std::uint8_t> maxima)
      : image_(image), square_(square), maxima_(maxima) {
    others_.fill(0);
    for (std::int64_t i = 0; i < image.size(); ++i) others_[image[i]] += !maxima[i];
  }

  void run() {
    for (int y = 0; y < image_.shape.height; ++y)
      for (int x = 0; x < image_.shape.width; ++x)
        if (maxima_(y, x) && others_[image_(y, x)] > 0 && meets_equal(y, x)) discard(y, x);
  }

 private:
  struct Place {
    int y, x;
  };

  /// A pixel as high that is no candidate lies in the square.
  bool meets_equal(int y, int x) const {
    const Box box = square_.around(y, x, image_.shape);
    const std::uint8_t level = image_(y, x);
    for (int v = box.y0; v < box.y1; ++v) {
      bool found = false;
      for (int u = box.x0; u < box.x1; ++u) found |= (image_(v, u) == level) & !maxima_(v, u);
      if (found) return true;
    }
    return false;
  }

  /// Takes a candidate away, and all that are reached from it.
  void discard(int y, int x) {
    take(y, x);
    while (!reached_.empty()) {
      const Place from = reached_.back();
      reached_.pop_back();
      const Box box = square_.around(from.y, from.x, image_.shape);
      for (int v = box.y0; v < box.y1; ++v) take_row(v, box.x0, box.x1);
    }
  }

  void take_row(int y, int begin, int end) {
    const std::uint8_t* const row = maxima_.row(y);
    while (const void* found = std::memchr(row + begin, 1, end - begin)) {
      const int x = static_cast<int>(static_cast<const std::uint8_t*>(found) - row);
      take(y, x);
      begin = x + 1;
    }
  }

  void take(int y, int x) {
    maxima_(y, x) = 0;
    ++others_[image_(y, x)];
    reached_.push_back({y, x});
  }

  View2<const std::uint8_t> image_;
  Square square_;
  View2<std::uint8_t> maxima_;
  std::array<std::int64_t, 256> others_;  ///< of each level, pixels that are no candidates
  std::vector<Place> reached_;
};

}  // namespace

void regional_maxima(Queue& queue, View2<const std::uint8_t> image, int side, View2<std::uint8_t> maxima) {
  CEL_REQUIRE(maxima.shape == image.shape, "regional maxima: the output must have the shape of the image");
  CEL_REQUIRE(side >= 1, "regional maxima: the square must have at least one pixel");
  if (image.shape.empty()) return;
  const HostRead<std::uint8_t> pixels(queue, image.data, image.size());
  HostWrite<std::uint8_t> marks(queue, maxima.data, image.size());
  const Square square(side);
  const std::vector<std::uint8_t> highest = highest_of_squares(pixels.view(image.shape), square);
  // From a square of 3 pixels on, the lowest plateaus meet equal pixels that are no candidates, unless the
  // plane is flat: they would only take long to discard.
  const auto [least, most] = std::minmax_element(pixels.data(), pixels.data() + image.size());
  const std::uint8_t floor = *least;
  const bool floor_counts = side < 3 || *least == *most;
  for (std::int64_t i = 0; i < image.size(); ++i)
    marks[i] = (pixels[i] == highest[i]) & (floor_counts | (pixels[i] != floor));
  Sieve(pixels.view(image.shape), square, marks.view(image.shape)).run();
  marks.commit();
}

}  // namespace cellerate::kernel
