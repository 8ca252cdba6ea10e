/// A run of n pixels is two runs of 2^k <= n pixels that overlap: planes of the extrema of 1, 2, 4, ...
/// pixels to the right are made once, and each run of the footprint is then two reads.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/grey_morphology.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

struct Lower {
  template <class T>
  CEL_FN static T of(T a, T b) {
    return b < a ? b : a;
  }
};
struct Higher {
  template <class T>
  CEL_FN static T of(T a, T b) {
    return a < b ? b : a;
  }
};

template <class T>
struct Pad {
  View2<const T> image;
  int margin;
  Border border;
  View2<T> out;
  CEL_FN void operator()(int y, int x) const {
    const int from_y = fold_index(y - margin, image.shape.height, border);
    const int from_x = fold_index(x - margin, image.shape.width, border);
    out(y, x) = from_y < 0 || from_x < 0 ? T(0) : image(from_y, from_x);
  }
};

/// Extrema of twice as many pixels; the last ones of a row are of fewer, and not used.
template <class Better, class T>
struct DoubleRun {
  const T* half;
  std::int64_t step, size;
  T* out;
  CEL_FN void operator()(std::int64_t i) const {
    out[i] = Better::of(half[i], half[i + step < size ? i + step : i]);
  }
};

/// A run of the footprint, as offsets into the planes.
struct Reads {
  std::int64_t first, second;
};

template <class Better, class T>
struct FilterTile {
  const T* planes;
  const Reads* reads;
  int runs, margin, pitch;
  View2<T> out;
  CEL_FN void operator()(Block& block, Box box) const {
    for (int y = box.y0; y < box.y1; ++y) {
      const T* const from = planes + static_cast<std::int64_t>(y + margin) * pitch + margin + box.x0;
      T* const to = out.row(y) + box.x0;
      for (int run = 0; run < runs; ++run) {
        const T *a = from + reads[run].first, *b = from + reads[run].second;
        if (run == 0)
          block.each(box.width(), [=](std::int64_t x) { to[x] = Better::of(a[x], b[x]); });
        else
          block.each(box.width(), [=](std::int64_t x) { to[x] = Better::of(to[x], Better::of(a[x], b[x])); });
      }
    }
  }
};

template <class Better, class T>
void filter(Queue& queue, View2<const T> image, const Footprint& footprint, Border border, View2<T> out) {
  if (image.shape.empty()) return;
  const int margin = footprint.size;
  const Shape2 padded{image.shape.height + 2 * margin, image.shape.width + 2 * margin};
  int widest = 1;
  for (const Footprint::Run& run : footprint.runs) widest = std::max(widest, run.right - run.left + 1);
  const int levels = std::bit_width(static_cast<unsigned>(widest));
  Buffer<T> planes(queue, levels * padded.size());
  for_each_pixel(queue, padded, Pad<T>{image, margin, border, {planes.data(), padded}});
  for (int level = 1; level < levels; ++level) {
    T* const half = planes.data() + (level - 1) * padded.size();
    for_each_index(
        queue, padded.size(),
        DoubleRun<Better, T>{half, std::int64_t{1} << (level - 1), padded.size(), half + padded.size()});
  }
  std::vector<Reads> reads;
  for (const Footprint::Run& run : footprint.runs) {
    const int level = std::bit_width(static_cast<unsigned>(run.right - run.left + 1)) - 1;
    const std::int64_t row = level * padded.size() + static_cast<std::int64_t>(run.dy) * padded.width;
    reads.push_back({row + run.left, row + run.right + 1 - (1 << level)});
  }
  const auto device_reads = upload(queue, reads);
  for_each_tile(queue, image.shape, {32, 512}, 0,
                FilterTile<Better, T>{planes.data(), device_reads.data(), static_cast<int>(reads.size()),
                                      margin, padded.width, out});
}

template <class T>
struct Crop {
  View2<const T> image;
  int margin;
  View2<T> out;
  CEL_FN void operator()(int y, int x) const { out(y, x) = image(y + margin, x + margin); }
};

template <class T>
struct Subtract {
  const T *a, *b;
  T* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = a[i] - b[i]; }
};

/// First one extremum over the footprint, then the other over its mirror image.
template <class First, class Second, class T>
void open_or_close(Queue& queue, View2<const T> image, const Footprint& footprint, View2<T> out) {
  Buffer<T> between(queue, image.shape);
  filter<First>(queue, image, footprint, Border::kReflect, between.view(image.shape));
  filter<Second>(queue, std::as_const(between).view(image.shape), footprint.mirrored(), Border::kReflect,
                 out);
}

template <class First, class Second, class T>
void open_or_close_eccentric(Queue& queue, View2<const T> image, const Footprint& footprint, View2<T> out) {
  if (image.shape.empty()) return;
  if (footprint.size % 2) return open_or_close<First, Second>(queue, image, footprint, out);
  const int margin = footprint.size - 1;
  const Shape2 padded{image.shape.height + 2 * margin, image.shape.width + 2 * margin};
  Buffer<T> wide(queue, padded), filtered(queue, padded);
  for_each_pixel(queue, padded, Pad<T>{image, margin, Border::kNearest, wide.view(padded)});
  open_or_close<First, Second>(queue, std::as_const(wide).view(padded), footprint, filtered.view(padded));
  for_each_pixel(queue, image.shape, Crop<T>{std::as_const(filtered).view(padded), margin, out});
}

template <class T>
void open(Queue& queue, View2<const T> image, const Footprint& footprint, View2<T> out) {
  open_or_close_eccentric<Lower, Higher>(queue, image, footprint, out);
}

/// A closing dilates first, over the mirrored window, then erodes over the footprint itself.
template <class T>
void close(Queue& queue, View2<const T> image, const Footprint& footprint, View2<T> out) {
  open_or_close_eccentric<Higher, Lower>(queue, image, footprint.mirrored(), out);
}

template <class T>
void take_off_opening(Queue& queue, View2<const T> image, const Footprint& footprint, View2<T> out) {
  Buffer<T> opened(queue, image.shape);
  open_or_close<Lower, Higher>(queue, image, footprint, opened.view(image.shape));
  for_each_index(queue, image.size(), Subtract<T>{image.data, opened.data(), out.data});
}

template <class T>
void take_from_closing(Queue& queue, View2<const T> image, const Footprint& footprint, View2<T> out) {
  Buffer<T> closed(queue, image.shape);
  close(queue, image, footprint, closed.view(image.shape));
  for_each_index(queue, image.size(), Subtract<T>{closed.data(), image.data, out.data});
}

}  // namespace

Footprint Footprint::mirrored() const {
  Footprint result{size, {}};
  for (const Run& run : runs) result.runs.push_back({-run.dy, -run.right, -run.left});
  return result;
}

Footprint disk(double radius) {
  Footprint result;
  result.size = static_cast<int>(std::ceil(2 * radius + 1));
  const int before = result.size / 2;
  for (int i = 0; i < result.size; ++i) {
    const double y = i - radius;
    int first = -1, last = -1;
    for (int j = 0; j < result.size; ++j) {
      const double x = j - radius;
      if (x * x + y * y > radius * radius) continue;
      if (first < 0) first = j;
      last = j;
    }
    if (first >= 0) result.runs.push_back({i - before, first - before, last - before});
  }
  return result;
}

void minimum_filter(Queue& queue, View2<const float> image, const Footprint& footprint, Border border,
                    View2<float> out) {
  filter<Lower>(queue, image, footprint, border, out);
}
void minimum_filter(Queue& queue, View2<const double> image, const Footprint& footprint, Border border,
                    View2<double> out) {
  filter<Lower>(queue, image, footprint, border, out);
}
void maximum_filter(Queue& queue, View2<const float> image, const Footprint& footprint, Border border,
                    View2<float> out) {
  filter<Higher>(queue, image, footprint, border, out);
}
void maximum_filter(Queue& queue, View2<const double> image, const Footprint& footprint, Border border,
                    View2<double> out) {
  filter<Higher>(queue, image, footprint, border, out);
}
void maximum_filter(Queue& queue, View2<const std::int32_t> image, const Footprint& footprint, Border border,
                    View2<std::int32_t> out) {
  filter<Higher>(queue, image, footprint, border, out);
}
void opening(Queue& queue, View2<const float> image, const Footprint& footprint, View2<float> out) {
  open(queue, image, footprint, out);
}
void opening(Queue& queue, View2<const double> image, const Footprint& footprint, View2<double> out) {
  open(queue, image, footprint, out);
}
void closing(Queue& queue, View2<const float> image, const Footprint& footprint, View2<float> out) {
  close(queue, image, footprint, out);
}
void closing(Queue& queue, View2<const double> image, const Footprint& footprint, View2<double> out) {
  close(queue, image, footprint, out);
}
void white_tophat(Queue& queue, View2<const float> image, const Footprint& footprint, View2<float> out) {
  take_off_opening(queue, image, footprint, out);
}
void white_tophat(Queue& queue, View2<const double> image, const Footprint& footprint, View2<double> out) {
  take_off_opening(queue, image, footprint, out);
}
void black_tophat(Queue& queue, View2<const float> image, const Footprint& footprint, View2<float> out) {
  take_from_closing(queue, image, footprint, out);
}
void black_tophat(Queue& queue, View2<const double> image, const Footprint& footprint, View2<double> out) {
  take_from_closing(queue, image, footprint, out);
}

}  // namespace cellerate::kernel
