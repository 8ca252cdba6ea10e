/// The highest of a square is found along rows, then columns; what is left are few pixels, sorted and thinned
/// out on the host.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/peaks.hpp"

#include <algorithm>

#include "cuda/core/launch.hpp"
#include "cuda/numeric/argsort.hpp"

namespace cellerate::kernel {
namespace {

/// Highest value at most `reach` away along x (or y); beyond the plane there is 0.
template <class T>
struct HighestNearby {
  View2<const T> image;
  int reach;
  bool along_y;
  View2<T> out;
  CEL_FN void operator()(int y, int x) const {
    const int at = along_y ? y : x, end = along_y ? image.shape.height : image.shape.width;
    T highest = at - reach < 0 || at + reach >= end ? T(0) : image(y, x);
    const int first = at - reach > 0 ? at - reach : 0, last = at + reach < end ? at + reach : end - 1;
    for (int k = first; k <= last; ++k) {
      const T value = along_y ? image(k, x) : image(y, k);
      highest = highest < value ? value : highest;
    }
    out(y, x) = highest;
  }
};

template <class T>
struct MarkHighest {
  View2<const T> image, highest;
  View2<std::uint8_t> marks;
  CEL_FN void operator()(std::int64_t i) const { marks[i] = image[i] == highest[i]; }
};

/// One group for all: a fixed order of comparisons.
template <class T>
struct FindRange {
  View2<const T> image;
  ValueRange<T>* range;
  CEL_FN void operator()(Block& block, std::int64_t) const {
    const T* pixels = image.data;
    const T lowest = block.min(image.size(), pixels[0], [=](std::int64_t i) { return pixels[i]; });
    const T highest = block.max(image.size(), pixels[0], [=](std::int64_t i) { return pixels[i]; });
    ValueRange<T>* to = range;
    block.each(1, [=](std::int64_t) { *to = {lowest, highest}; });
  }
};

template <class T>
ValueRange<T> range_of(Queue& queue, View2<const T> image) {
  if (image.size() == 0) return {};
  Buffer<ValueRange<T>> range(queue, 1);
  for_each_group(queue, 1, 0, FindRange<T>{image, range.data()});
  return download(queue, range).front();
}

template <class T>
Buffer<std::uint8_t> highest_of_squares(Queue& queue, View2<const T> image, int distance) {
  Buffer<T> rows(queue, image.shape), squares(queue, image.shape);
  Buffer<std::uint8_t> marks(queue, image.shape);
  for_each_pixel(queue, image.shape, HighestNearby<T>{image, distance, false, rows.view(image.shape)});
  for_each_pixel(queue, image.shape,
                 HighestNearby<T>{rows.view(image.shape), distance, true, squares.view(image.shape)});
  for_each_index(queue, image.size(),
                 MarkHighest<T>{image, squares.view(image.shape), marks.view(image.shape)});
  return marks;
}

/// Candidates in raster order.
template <class T>
std::vector<std::int64_t> candidates(Queue& queue, View2<const T> image, T threshold,
                                     const PeakOptions& options) {
  const bool is_single = options.distance == 0 || image.size() == 1;
  Buffer<std::uint8_t> marks;
  if (!is_single) marks = highest_of_squares(queue, image, options.distance);
  const HostRead<std::uint8_t> marked(queue, marks.data(), marks.size());
  const HostRead<T> pixels(queue, image.data, image.size());
  const Shape2 shape = image.shape;
  bool is_flat = !is_single;
  for (std::int64_t i = 0; i < marked.size() && is_flat; ++i) is_flat = marked[i] != 0;
  std::vector<std::int64_t> found;
  if (is_flat) return found;
  for (int y = options.border; y < shape.height - options.border; ++y)
    for (int x = options.border; x < shape.width - options.border; ++x) {
      const std::int64_t i = static_cast<std::int64_t>(y) * shape.width + x;
      if ((is_single || marked[i]) && pixels[i] > threshold) found.push_back(i);
    }
  return found;
}

/// In the order of `peaks`, those that are no nearer than `distance` to one that was taken before.
std::vector<std::int64_t> spaced(const std::vector<std::int64_t>& peaks, Shape2 shape, int distance) {
  std::vector<std::uint8_t> taken(shape.size(), 0);
  std::vector<std::int64_t> kept;
  for (const std::int64_t peak : peaks) {
    const int y = static_cast<int>(peak / shape.width), x = static_cast<int>(peak % shape.width);
    const int reach = std::max(distance - 1, 0);
    const int left = std::max(x - reach, 0), right = std::min(x + reach, shape.width - 1);
    bool is_free = true;
    for (int row = std::max(y - reach, 0); row <= std::min(y + reach, shape.height - 1) && is_free; ++row) {
      const auto* line = taken.data() + static_cast<std::int64_t>(row) * shape.width;
      is_free = std::find(line + left, line + right + 1, 1) == line + right + 1;
    }
    if (!is_free) continue;
    taken[peak] = 1;
    kept.push_back(peak);
  }
  return kept;
}

template <class T>
std::vector<std::int64_t> peaks_of(Queue& queue, View2<const T> image, T threshold,
                                   const PeakOptions& options) {
  if (image.size() == 0) return {};
  const std::vector<std::int64_t> found = candidates(queue, image, threshold, options);
  const HostRead<T> pixels(queue, image.data, image.size());
  std::vector<T> heights;
  for (const std::int64_t i : found) heights.push_back(-pixels[i]);
  std::vector<std::int64_t> sorted;
  for (const std::int64_t i : numpy_argsort(heights.data(), static_cast<std::int64_t>(heights.size())))
    sorted.push_back(found[i]);
  std::vector<std::int64_t> peaks = spaced(sorted, image.shape, options.distance);
  if (static_cast<std::int64_t>(peaks.size()) > options.most) peaks.resize(options.most);
  return peaks;
}

}  // namespace

std::vector<std::int64_t> peak_local_max(Queue& queue, View2<const float> image, float threshold,
                                         const PeakOptions& options) {
  return peaks_of(queue, image, threshold, options);
}

std::vector<std::int64_t> peak_local_max(Queue& queue, View2<const double> image, double threshold,
                                         const PeakOptions& options) {
  return peaks_of(queue, image, threshold, options);
}

ValueRange<float> value_range(Queue& queue, View2<const float> image) { return range_of(queue, image); }
ValueRange<double> value_range(Queue& queue, View2<const double> image) { return range_of(queue, image); }

}  // namespace cellerate::kernel
