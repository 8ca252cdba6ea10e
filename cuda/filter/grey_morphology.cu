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
  CEL_FN static float of(float a, float b) { return b < a ? b : a; }
};
struct Higher {
  CEL_FN static float of(float a, float b) { return a < b ? b : a; }
};

struct Pad {
  View2<const float> image;
  int margin;
  Border border;
  View2<float> out;
  CEL_FN void operator()(int y, int x) const {
    const int from_y = fold_index(y - margin, image.shape.height, border);
    const int from_x = fold_index(x - margin, image.shape.width, border);
    out(y, x) = from_y < 0 || from_x < 0 ? 0.0f : image(from_y, from_x);
  }
};

/// Extrema of twice as many pixels; the last ones of a row are of fewer, and not used.
template <class Better>
struct DoubleRun {
  const float* half;
  std::int64_t step, size;
  float* out;
  CEL_FN void operator()(std::int64_t i) const {
    out[i] = Better::of(half[i], half[i + step < size ? i + step : i]);
  }
};

/// A run of the footprint, as offsets into the planes.
struct Reads {
  std::int64_t first, second;
};

template <class Better>
struct FilterTile {
  const float* planes;
  const Reads* reads;
  int runs, margin, pitch;
  View2<float> out;
  CEL_FN void operator()(Block& block, Box box) const {
    for (int y = box.y0; y < box.y1; ++y) {
      const float* const from = planes + static_cast<std::int64_t>(y + margin) * pitch + margin + box.x0;
      float* const to = out.row(y) + box.x0;
      for (int run = 0; run < runs; ++run) {
        const float *a = from + reads[run].first, *b = from + reads[run].second;
        if (run == 0)
          block.each(box.width(), [=](std::int64_t x) { to[x] = Better::of(a[x], b[x]); });
        else
          block.each(box.width(), [=](std::int64_t x) { to[x] = Better::of(to[x], Better::of(a[x], b[x])); });
      }
    }
  }
};

template <class Better>
void filter(Queue& queue, View2<const float> image, const Footprint& footprint, Border border,
            View2<float> out) {
  if (image.shape.empty()) return;
  const int margin = footprint.size;
  const Shape2 padded{image.shape.height + 2 * margin, image.shape.width + 2 * margin};
  int widest = 1;
  for (const Footprint::Run& run : footprint.runs) widest = std::max(widest, run.right - run.left + 1);
  const int levels = std::bit_width(static_cast<unsigned>(widest));
  Buffer<float> planes(queue, levels * padded.size());
  for_each_pixel(queue, padded, Pad{image, margin, border, {planes.data(), padded}});
  for (int level = 1; level < levels; ++level) {
    float* const half = planes.data() + (level - 1) * padded.size();
    for_each_index(
        queue, padded.size(),
        DoubleRun<Better>{half, std::int64_t{1} << (level - 1), padded.size(), half + padded.size()});
  }
  std::vector<Reads> reads;
  for (const Footprint::Run& run : footprint.runs) {
    const int level = std::bit_width(static_cast<unsigned>(run.right - run.left + 1)) - 1;
    const std::int64_t row = level * padded.size() + static_cast<std::int64_t>(run.dy) * padded.width;
    reads.push_back({row + run.left, row + run.right + 1 - (1 << level)});
  }
  const auto device_reads = upload(queue, reads);
  for_each_tile(queue, image.shape, {32, 512}, 0,
                FilterTile<Better>{planes.data(), device_reads.data(), static_cast<int>(reads.size()), margin,
                                   padded.width, out});
}

struct Crop {
  View2<const float> image;
  int margin;
  View2<float> out;
  CEL_FN void operator()(int y, int x) const { out(y, x) = image(y + margin, x + margin); }
};

struct Subtract {
  const float *a, *b;
  float* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = a[i] - b[i]; }
};

/// First one extremum over the footprint, then the other over its mirror image.
template <class First, class Second>
void open_or_close(Queue& queue, View2<const float> image, const Footprint& footprint, View2<float> out) {
  Buffer<float> between(queue, image.shape);
  filter<First>(queue, image, footprint, Border::kReflect, between.view(image.shape));
  filter<Second>(queue, std::as_const(between).view(image.shape), footprint.mirrored(), Border::kReflect,
                 out);
}

template <class First, class Second>
void open_or_close_eccentric(Queue& queue, View2<const float> image, const Footprint& footprint,
                             View2<float> out) {
  if (image.shape.empty()) return;
  if (footprint.size % 2) return open_or_close<First, Second>(queue, image, footprint, out);
  const int margin = footprint.size - 1;
  const Shape2 padded{image.shape.height + 2 * margin, image.shape.width + 2 * margin};
  Buffer<float> wide(queue, padded), filtered(queue, padded);
  for_each_pixel(queue, padded, Pad{image, margin, Border::kNearest, wide.view(padded)});
  open_or_close<First, Second>(queue, std::as_const(wide).view(padded), footprint, filtered.view(padded));
  for_each_pixel(queue, image.shape, Crop{filtered.view(padded), margin, out});
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
void maximum_filter(Queue& queue, View2<const float> image, const Footprint& footprint, Border border,
                    View2<float> out) {
  filter<Higher>(queue, image, footprint, border, out);
}
void opening(Queue& queue, View2<const float> image, const Footprint& footprint, View2<float> out) {
  open_or_close_eccentric<Lower, Higher>(queue, image, footprint, out);
}
void closing(Queue& queue, View2<const float> image, const Footprint& footprint, View2<float> out) {
  // A closing dilates first, over the mirrored window, then erodes over the footprint itself.
  open_or_close_eccentric<Higher, Lower>(queue, image, footprint.mirrored(), out);
}
void white_tophat(Queue& queue, View2<const float> image, const Footprint& footprint, View2<float> out) {
  Buffer<float> opened(queue, image.shape);
  open_or_close<Lower, Higher>(queue, image, footprint, opened.view(image.shape));
  for_each_index(queue, image.size(), Subtract{image.data, opened.data(), out.data});
}
void black_tophat(Queue& queue, View2<const float> image, const Footprint& footprint, View2<float> out) {
  Buffer<float> closed(queue, image.shape);
  closing(queue, image, footprint, closed.view(image.shape));
  for_each_index(queue, image.size(), Subtract{closed.data(), image.data, out.data});
}

}  // namespace cellerate::kernel
