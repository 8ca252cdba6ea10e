// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/hough_circles.hpp"

#include <vector>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

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

template <class T>
struct CountVotes {
  View2<const T> image;
  const Offset* offsets;
  int count;
  const double* share;  ///< of 0, 1, ... votes: added up vote by vote, as scikit-image rounds
  View2<double> out;
  CEL_FN void operator()(int y, int x) const {
    int votes = 0;
    for (int i = 0; i < count; ++i) {
      const int from_y = y - offsets[i].dy, from_x = x - offsets[i].dx;
      votes += image.shape.contains(from_y, from_x) && image(from_y, from_x) != 0;
    }
    out(y, x) = share[votes];
  }
};

template <class T>
void vote(Queue& queue, View2<const T> image, int radius, View2<double> out) {
  const std::vector<Offset> circle = perimeter(radius);
  std::vector<double> share(circle.size() + 1);
  for (std::size_t votes = 1; votes < share.size(); ++votes)
    share[votes] = share[votes - 1] + 1.0 / static_cast<double>(circle.size());
  const auto offsets = upload(queue, circle);
  const auto shares = upload(queue, share);
  for_each_pixel(queue, image.shape,
                 CountVotes<T>{image, offsets.data(), static_cast<int>(circle.size()), shares.data(), out});
}

}  // namespace

void hough_circles(Queue& queue, View2<const float> image, int radius, View2<double> out) {
  vote(queue, image, radius, out);
}
void hough_circles(Queue& queue, View2<const double> image, int radius, View2<double> out) {
  vote(queue, image, radius, out);
}

}  // namespace cellerate::kernel
