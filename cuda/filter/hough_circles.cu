// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/hough_circles.hpp"

#include <vector>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kTileWidth = 512;

/// Offsets of a Bresenham circle; points on the axes and diagonals occur more than once, and vote so.
struct Offset {
  int dy, dx;
};
std::vector<Offset> perimeter(int radius) {
  std::vector<Offset> offsets;
  int a = 0, b = radius, decision = 3 - 2 * radius;
  while (b >= a) {
    for (const int sign_a : {1, -1})
      for (const int sign_b : {1, -1}) {
        offsets.push_back({sign_b * b, sign_a * a});
        offsets.push_back({sign_a * a, sign_b * b});
      }
    decision += decision < 0 ? 4 * a + 6 : 4 * (a - b--) + 10;
    ++a;
  }
  return offsets;
}

/// 1 where the image is not 0, with a margin of zeros.
template <class T>
struct MarkVoters {
  View2<const T> image;
  int margin;
  View2<std::uint8_t> out;
  CEL_FN void operator()(int y, int x) const {
    const int from_y = y - margin, from_x = x - margin;
    out(y, x) = image.shape.contains(from_y, from_x) && image(from_y, from_x) != 0;
  }
};

struct CountVotes {
  View2<const std::uint8_t> voters;
  int margin;
  const Offset* offsets;
  int count;
  const double* share;  ///< of 0, 1, ... votes: added up vote by vote, as scikit-image rounds
  View2<double> out;
  CEL_FN void operator()(Block& block, Box box) const {
    const int width = box.width();
    std::uint16_t* const votes = block.scratch<std::uint16_t>(width);
    const double* const shares = share;
    for (int y = box.y0; y < box.y1; ++y) {
      block.each(width, [=](std::int64_t x) { votes[x] = 0; });
      for (int i = 0; i < count; ++i) {
        const std::uint8_t* const from =
            voters.row(y + margin - offsets[i].dy) + box.x0 + margin - offsets[i].dx;
        block.each(width, [=](std::int64_t x) { votes[x] += from[x]; });
      }
      double* const to = out.row(y) + box.x0;
      block.each(width, [=](std::int64_t x) { to[x] = shares[votes[x]]; });
    }
  }
};

template <class T>
void vote(Queue& queue, View2<const T> image, int radius, View2<double> out) {
  const std::vector<Offset> circle = perimeter(radius);
  CEL_REQUIRE(circle.size() < 65536, "the circle is too large to count its votes");
  std::vector<double> share(circle.size() + 1);
  for (std::size_t votes = 1; votes < share.size(); ++votes)
    share[votes] = share[votes - 1] + 1.0 / static_cast<double>(circle.size());
  const auto offsets = upload(queue, circle);
  const auto shares = upload(queue, share);
  const Shape2 padded{image.shape.height + 2 * radius, image.shape.width + 2 * radius};
  Buffer<std::uint8_t> voters(queue, padded);
  for_each_pixel(queue, padded, MarkVoters<T>{image, radius, voters.view(padded)});
  for_each_tile(queue, image.shape, {16, kTileWidth}, kTileWidth * sizeof(std::uint16_t),
                CountVotes{std::as_const(voters).view(padded), radius, offsets.data(),
                           static_cast<int>(circle.size()), shares.data(), out});
}

}  // namespace

void hough_circles(Queue& queue, View2<const float> image, int radius, View2<double> out) {
  vote(queue, image, radius, out);
}
void hough_circles(Queue& queue, View2<const double> image, int radius, View2<double> out) {
  vote(queue, image, radius, out);
}

}  // namespace cellerate::kernel
