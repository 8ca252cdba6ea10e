/// The plane is cut into strips of rows, each with a histogram of its own. The disk goes through a strip like
/// an ox that ploughs, so that every step takes as many pixels out as it takes in. A frame of a level of its
/// own around the plane spares the question what lies outside.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/rank_median.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>
#include <vector>

#include "cuda/core/atomic.hpp"
#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

constexpr std::int32_t kOutside = 1 << 16, kLevels = kOutside + 1;
constexpr int kStripsOfGpu = 512;

struct Frame {
  View2<const std::uint16_t> image;
  View2<const std::uint8_t> mask;
  int radius;
  View2<std::int32_t> framed;
  CEL_FN void operator()(int y, int x) const {
    const int from_y = y - radius, from_x = x - radius;
    const bool counts = image.shape.contains(from_y, from_x) && (!mask || mask(from_y, from_x));
    framed(y, x) = counts ? image(from_y, from_x) : kOutside;
  }
};

/// Where the histogram stands: pixels below the current level, and the level.
struct Balance {
  std::int32_t below, level;
};

/// Pixels that enter and leave a disk which moves, relative to its new centre.
struct Edge {
  const std::int64_t *in, *out;
};

struct MedianStrip {
  View2<const std::int32_t> framed;
  View2<std::uint16_t> result;
  const std::int32_t* half_widths;  ///< of the disk's rows
  Edge right, left, down;
  int radius, rows;
  bool lower;  ///< of two pixels in the middle the lower one
  std::int32_t* histograms;

  CEL_FN void operator()(Block& block, std::int64_t strip) const {
    const int y0 = static_cast<int>(strip) * rows, width = result.shape.width;
    const int y1 = y0 + rows < result.shape.height ? y0 + rows : result.shape.height;
    std::int32_t* const histogram = histograms + strip * kLevels;
    Balance* const balance = block.scratch<Balance>(1);
    block.each(1, [=](std::int64_t) { *balance = {0, 0}; });
    fill(block, centre(y0, 0), histogram);
    std::int32_t area = 0;
    for (int i = 0; i <= 2 * radius; ++i) area += 2 * half_widths[i] + 1;
    for (int y = y0, x = 0; y < y1; ++y) {
      const bool forth = (y - y0) % 2 == 0;
      if (y > y0) move(block, centre(y, x), down, histogram, balance);
      pick(block, area, histogram, balance, &result(y, x));
      for (int step = 1; step < width; ++step) {
        x += forth ? 1 : -1;
        move(block, centre(y, x), forth ? right : left, histogram, balance);
        pick(block, area, histogram, balance, &result(y, x));
      }
    }
  }

  CEL_FN const std::int32_t* centre(int y, int x) const { return framed.row(y + radius) + x + radius; }

  CEL_FN void fill(Block& block, const std::int32_t* at, std::int32_t* histogram) const {
    const int r = radius, side = framed.shape.width;
    const std::int32_t* const widths = half_widths;
    block.each(2 * r + 1, [=](std::int64_t i) {
      const std::int32_t* const row = at + (i - r) * side;
      for (int dx = -widths[i]; dx <= widths[i]; ++dx) add_in_block(histogram + row[dx], 1);
    });
  }

  CEL_FN void move(Block& block, const std::int32_t* at, const Edge& edge, std::int32_t* histogram,
                   Balance* balance) const {
    const std::int32_t level = balance->level;
    const std::int64_t *const in = edge.in, *const out = edge.out;
    block.each(2 * radius + 1, [=](std::int64_t i) {
      const std::int32_t gone = at[out[i]], come = at[in[i]];
      add_in_block(histogram + gone, -1);
      add_in_block(histogram + come, 1);
      add_in_block(&balance->below, (come < level) - (gone < level));
    });
  }

  /// Moves the level to the median: as many pixels are below as there are before it in order.
  CEL_FN void pick(Block& block, std::int32_t area, const std::int32_t* histogram, Balance* balance,
                   std::uint16_t* to) const {
    const bool takes_lower = lower;
    block.each(1, [=](std::int64_t) {
      const std::int32_t count = area - histogram[kOutside], half = (count - takes_lower) / 2;
      if (count == 0) {
        *to = 0;
        return;
      }
      std::int32_t below = balance->below, level = balance->level;
      while (below > half) below -= histogram[--level];
      while (below + histogram[level] <= half) below += histogram[level++];
      *balance = {below, level};
      *to = static_cast<std::uint16_t>(level);
    });
  }
};

template <class T>
struct ToLevel {
  View2<const T> image;
  View2<const std::uint8_t> mask;
  View2<std::uint16_t> out;
  CEL_FN void operator()(int y, int x) const {
    const T level = image(y, x) * T(65535);
    const bool counts = level > T(-0x1p31) && level < T(0x1p31) && (!mask || mask(y, x));
    out(y, x) = counts ? static_cast<std::uint16_t>(static_cast<std::int32_t>(level)) : 0;
  }
};

/// sqrt(radius^2 - dy^2), rounded down.
std::vector<std::int32_t> disk_half_widths(int radius) {
  std::vector<std::int32_t> widths;
  for (int dy = -radius; dy <= radius; ++dy) {
    int width = widths.empty() ? 0 : widths.back();
    while ((width + 1) * (width + 1) + dy * dy <= radius * radius) ++width;
    while (width * width + dy * dy > radius * radius) --width;
    widths.push_back(width);
  }
  return widths;
}

/// The octagon's rows: its slanting sides cut as much off a row as it is beyond `straight`.
std::vector<std::int32_t> octagon_half_widths(int radius) {
  const int straight = std::max(1, static_cast<int>(static_cast<int>(0.82842735 * radius) / 2.0));
  std::vector<std::int32_t> widths;
  for (int dy = -radius; dy <= radius; ++dy)
    widths.push_back(std::min(radius, radius + straight - std::abs(dy)));
  return widths;
}

/// Offsets of edge pixels for moves to the right and left and down: the footprint is the same along both
/// axes.
struct Offsets {
  std::vector<std::int64_t> right_in, right_out, left_in, left_out, down_in, down_out;

  Offsets(const std::vector<std::int32_t>& half_widths, int radius, int side) {
    for (int i = -radius; i <= radius; ++i) {
      const std::int64_t row = static_cast<std::int64_t>(i) * side, w = half_widths[i + radius];
      right_in.push_back(row + w);
      right_out.push_back(row - w - 1);
      left_in.push_back(row - w);
      left_out.push_back(row + w + 1);
      down_in.push_back(w * side + i);
      down_out.push_back(-(w + 1) * side + i);
    }
  }
};

void median_under(Queue& queue, View2<const std::uint16_t> image, View2<const std::uint8_t> mask,
                  const std::vector<std::int32_t>& half_widths, bool lower, View2<std::uint16_t> out) {
  const Shape2 shape = image.shape;
  if (shape.empty()) return;
  const int radius = static_cast<int>(half_widths.size()) / 2;
  // Pixels that leave lie a step beyond the footprint, but never outside the frame: there is always a place
  // to come from.
  const Shape2 framed_shape{shape.height + 2 * radius, shape.width + 2 * radius};
  Buffer<std::int32_t> framed(queue, framed_shape);
  for_each_pixel(queue, framed_shape, Frame{image, mask, radius, framed.view(framed_shape)});

  const Offsets offsets(half_widths, radius, framed_shape.width);
  const auto widths = upload(queue, half_widths);
  const auto right_in = upload(queue, offsets.right_in), right_out = upload(queue, offsets.right_out);
  const auto left_in = upload(queue, offsets.left_in), left_out = upload(queue, offsets.left_out);
  const auto down_in = upload(queue, offsets.down_in), down_out = upload(queue, offsets.down_out);

  const int wanted = queue.on_gpu() ? kStripsOfGpu : queue.threads() == 1 ? 1 : 4 * queue.threads();
  const int rows = (shape.height + wanted - 1) / wanted, strips = (shape.height + rows - 1) / rows;
  Buffer<std::int32_t> histograms = zeros<std::int32_t>(queue, static_cast<std::int64_t>(strips) * kLevels);
  for_each_group(queue, strips, sizeof(Balance),
                 MedianStrip{std::as_const(framed).view(framed_shape),
                             out,
                             widths.data(),
                             {right_in.data(), right_out.data()},
                             {left_in.data(), left_out.data()},
                             {down_in.data(), down_out.data()},
                             radius,
                             rows,
                             lower,
                             histograms.data()});
}

}  // namespace

void rank_median(Queue& queue, View2<const std::uint16_t> image, int radius, View2<std::uint16_t> out) {
  median_under(queue, image, {}, disk_half_widths(radius), false, out);
}

void octagon_median(Queue& queue, View2<const std::uint16_t> image, View2<const std::uint8_t> mask,
                    double radius, View2<std::uint16_t> out) {
  const int whole = std::max(2, static_cast<int>(radius));
  median_under(queue, image, mask, octagon_half_widths(whole), true, out);
}

void to_rank_levels(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                    View2<std::uint16_t> out) {
  for_each_pixel(queue, image.shape, ToLevel<float>{image, mask, out});
}
void to_rank_levels(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                    View2<std::uint16_t> out) {
  for_each_pixel(queue, image.shape, ToLevel<double>{image, mask, out});
}

}  // namespace cellerate::kernel
