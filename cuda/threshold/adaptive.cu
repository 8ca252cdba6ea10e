// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/threshold/adaptive.hpp"

#include <algorithm>
#include <cmath>

#include "cuda/core/launch.hpp"
#include "cuda/threshold/spline_surface.hpp"

namespace cellerate::kernel {
namespace {

/// The image as the host sees it.
template <class T>
struct Masked {
  View2<const T> image;
  View2<const std::uint8_t> mask;
  bool inside(std::int64_t i) const { return (!mask || mask[i]) && !(image[i] != image[i]); }
};

/// How an axis is cut into blocks.
struct Blocks {
  int size, count;
  double increment;
  Blocks(int pixels, int window)
      : size(pixels), count(pixels / window), increment(pixels / static_cast<double>(count)) {}

  int begin(int block) const { return static_cast<int>(block * increment); }

  /// Where the blocks' thresholds stand, and what they stand for.
  SplineAxis axis() const {
    const double first = static_cast<int>(increment / 2), last = static_cast<int>((count - 0.5) * increment);
    return {spaced(first, last, count), 0.5, size - 0.5};
  }
  /// Where the surface is read: the pixels, but for a rounding that CellProfiler has in it.
  std::vector<double> pixels() const { return spaced(0.5, static_cast<int>(count * increment) - 0.5, size); }

  /// numpy.linspace
  static std::vector<double> spaced(double first, double last, int n) {
    std::vector<double> values(n);
    const double step = (last - first) / (n - 1);
    for (int i = 0; i < n; ++i) values[i] = i * step + first;
    values.back() = last;
    return values;
  }
};

template <class T>
std::vector<double> block_thresholds(const Masked<T>& pixels, const Blocks& rows, const Blocks& columns,
                                     const BlockThreshold<T>& threshold) {
  std::vector<double> result;
  std::vector<T> block;
  for (int i = 0; i < rows.count; ++i)
    for (int j = 0; j < columns.count; ++j) {
      block.clear();
      for (int y = rows.begin(i); y < rows.begin(i + 1); ++y)
        for (int x = columns.begin(j); x < columns.begin(j + 1); ++x)
          if (const std::int64_t at = static_cast<std::int64_t>(y) * columns.size + x; pixels.inside(at))
            block.push_back(pixels.image[at]);
      const bool flat = std::all_of(block.begin(), block.end(), [&](T v) { return v == block[0]; });
      if (block.empty())
        result.push_back(0);
      else
        result.push_back(flat ? block[0]
                              : threshold({block.data(), static_cast<std::int64_t>(block.size())}));
    }
  return result;
}

template <class T>
bool rows_are_alike(const Masked<T>& pixels) {
  const int width = pixels.image.shape.width;
  for (std::int64_t i = 0; i < pixels.image.size(); ++i)
    if (!pixels.inside(i) || pixels.image[i] != pixels.image[i % width]) return false;
  return true;
}

template <class T>
bool is_black(const Masked<T>& pixels) {
  for (std::int64_t i = 0; i < pixels.image.size(); ++i)
    if (pixels.inside(i) && pixels.image[i] != 0) return false;
  return true;
}

template <class T>
std::optional<ThresholdSurface> plain_surface(Queue& queue, const Masked<T>& pixels) {
  const bool single = sizeof(T) == sizeof(float);
  const std::int64_t n = pixels.image.size();
  if (rows_are_alike(pixels))
    return ThresholdSurface{upload(queue, std::vector<double>(pixels.image.data, pixels.image.data + n)),
                            single};
  if (is_black(pixels)) return ThresholdSurface{zeros<double>(queue, n), single};
  return std::nullopt;
}

/// A plane and its mask on the host.
template <class T>
class HostPixels {
 public:
  HostPixels(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask)
      : shape_(image.shape),
        image_(queue, image.data, image.size()),
        mask_(queue, mask.data, mask ? mask.size() : 0),
        is_masked_(mask) {}
  Masked<T> masked() const {
    return {image_.view(shape_), is_masked_ ? mask_.view(shape_) : View2<const std::uint8_t>{}};
  }

 private:
  Shape2 shape_;
  HostRead<T> image_;
  HostRead<std::uint8_t> mask_;
  bool is_masked_;
};

template <class T>
ThresholdSurface find_surface(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask,
                              Shape2 window, const BlockThreshold<T>& block_threshold) {
  const Shape2 shape = image.shape;
  const HostPixels<T> host(queue, image, mask);
  if (auto plain = plain_surface(queue, host.masked())) return std::move(*plain);

  const Blocks rows(shape.height, window.height), columns(shape.width, window.width);
  const int degree = std::min(SplineSurface::kMaxDegree, std::min(rows.count, columns.count) - 1);
  const SplineSurface spline(rows.axis(), columns.axis(),
                             block_thresholds(host.masked(), rows, columns, block_threshold), degree);
  ThresholdSurface surface{Buffer<double>(queue, shape)};
  spline.evaluate(queue, rows.pixels(), columns.pixels(), surface.values.view(shape));
  return surface;
}

template <class T>
struct Correct {
  T factor, lower, upper;
  double* surface;
  CEL_FN void operator()(std::int64_t i) const {
    T v = static_cast<T>(surface[i]) * factor;
    v = v < lower ? lower : v;
    surface[i] = v > upper ? upper : v;
  }
};

}  // namespace

ThresholdSurface adaptive_threshold(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                                    Shape2 window, const BlockThreshold<float>& block_threshold) {
  return find_surface(queue, image, mask, window, block_threshold);
}
ThresholdSurface adaptive_threshold(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                                    Shape2 window, const BlockThreshold<double>& block_threshold) {
  return find_surface(queue, image, mask, window, block_threshold);
}

std::optional<ThresholdSurface> surface_without_structure(Queue& queue, View2<const float> image,
                                                          View2<const std::uint8_t> mask) {
  return plain_surface(queue, HostPixels<float>(queue, image, mask).masked());
}
std::optional<ThresholdSurface> surface_without_structure(Queue& queue, View2<const double> image,
                                                          View2<const std::uint8_t> mask) {
  return plain_surface(queue, HostPixels<double>(queue, image, mask).masked());
}

void correct_surface(Queue& queue, ThresholdSurface& surface, double factor, double lower, double upper,
                     double guide) {
  const double least = std::max(lower, guide * 0.7), most = std::min(upper, guide * 1.5);
  double* const values = surface.values.data();
  if (surface.single_precision)
    for_each_index(queue, surface.values.size(),
                   Correct<float>{static_cast<float>(factor), static_cast<float>(least),
                                  static_cast<float>(most), values});
  else
    for_each_index(queue, surface.values.size(), Correct<double>{factor, least, most, values});
}

}  // namespace cellerate::kernel
