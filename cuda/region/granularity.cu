/// A mean over a stretched plane is linear in the coarse plane's pixels. Sums run over strips of rows, then
/// over the strips: the same order everywhere.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/granularity.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "cuda/core/launch.hpp"
#include "cuda/region/visible_pixels.hpp"

namespace cellerate::kernel {
namespace {

/// The fine rows (or columns) to which a coarse one contributes: first ... last, and one taps entry for each
/// fine one.
struct Axis {
  Buffer<LinearTaps> taps;
  Buffer<std::int32_t> first, last;
};

struct HostAxis {
  std::vector<LinearTaps> taps;
  std::vector<std::int32_t> first, last;
};

HostAxis host_axis(const std::vector<double>& places, int coarse) {
  HostAxis axis{linear_taps(places, coarse), std::vector<std::int32_t>(coarse, 0),
                std::vector<std::int32_t>(coarse, -1)};
  for (int fine = 0; fine < static_cast<int>(places.size()); ++fine)
    if (axis.taps[fine].inside)
      for (const int k : axis.taps[fine].index) {
        if (axis.last[k] < 0) axis.first[k] = fine;
        axis.last[k] = fine;
      }
  return axis;
}

Axis on_device(Queue& queue, const HostAxis& axis) {
  return {upload(queue, axis.taps), upload(queue, axis.first), upload(queue, axis.last)};
}

/// The coarse pixels along an axis that the fine ones begin ... end - 1 touch.
std::pair<int, int> touched(const HostAxis& axis, int begin, int end) {
  int least = static_cast<int>(axis.first.size()), most = -1;
  for (int fine = begin; fine < end; ++fine)
    if (axis.taps[fine].inside) {
      least = std::min({least, axis.taps[fine].index[0], axis.taps[fine].index[1]});
      most = std::max({most, axis.taps[fine].index[0], axis.taps[fine].index[1]});
    }
  return {std::min(least, most + 1), most + 1};
}

/// What a fine row weighs in a coarse one.
CEL_FN double weight_in(const LinearTaps& taps, int coarse) {
  if (!taps.inside) return 0;
  return (taps.index[0] == coarse ? taps.weight[0] : 0) + (taps.index[1] == coarse ? taps.weight[1] : 0);
}

struct AxisView {
  const LinearTaps* taps;
  const std::int32_t *first, *last;
};

struct WeighCoarsePixels {
  View2<const std::int32_t> labels;
  View2<const std::uint8_t> mask;
  AxisView rows, columns;
  const Box* boxes;
  const std::int64_t* starts;
  double* weights;

  CEL_FN void operator()(Block& block, std::int64_t k) const {
    const Box box = boxes[k];
    const WeighCoarsePixels self = *this;
    double* const out = weights + starts[k];
    block.each(starts[k + 1] - starts[k], [=](std::int64_t i) {
      out[i] = self.weight(static_cast<std::int32_t>(k) + 1, box.y0 + static_cast<int>(i / box.width()),
                           box.x0 + static_cast<int>(i % box.width()));
    });
  }

  CEL_FN double weight(std::int32_t object, int y, int x) const {
    double sum = 0;
    for (int i = rows.first[y]; i <= rows.last[y]; ++i) {
      double in_row = 0;
      for (int j = columns.first[x]; j <= columns.last[x]; ++j)
        if (labels(i, j) == object && (!mask || mask(i, j))) in_row += weight_in(columns.taps[j], x);
      sum += in_row * weight_in(rows.taps[i], y);
    }
    return sum;
  }
};

template <class T>
struct MeanOfObject {
  RegionsView regions;
  View2<const T> image;
  View2<const std::uint8_t> mask;
  double* means;
  CEL_FN void operator()(Block& block, std::int64_t k) const {
    const std::int32_t* const pixels = regions.pixels + regions.starts[k];
    const std::int64_t n = regions.starts[k + 1] - regions.starts[k];
    const View2<const T> plane = image;
    const View2<const std::uint8_t> visible = mask;
    const auto is_visible = [=](std::int64_t i) { return !visible || visible[pixels[i]] != 0; };
    const auto sum = block.sum<double>(
        n, [=](std::int64_t i) { return is_visible(i) ? static_cast<double>(plane[pixels[i]]) : 0.0; });
    const auto count =
        block.sum<std::int64_t>(n, [=](std::int64_t i) { return std::int64_t{is_visible(i)}; });
    double* const out = means + k;
    block.each(1, [=](std::int64_t) { *out = sum / static_cast<double>(count); });
  }
};

/// Sums of the openings of weighted pixels, for kLevels of them at a time, which stay in registers.
template <class T>
struct SumRow {
  const std::int32_t* rows;  ///< of the plane's row
  const T* values;
  int levels;

  static constexpr int kLevels = 8;

  template <class Weight>
  CEL_FN void add(int begin, int end, const Weight& weight, double* sums) const {
    for (int level = 0; level < levels; level += kLevels)
      if (levels - level >= kLevels)
        add_levels<kLevels>(begin, end, weight, level, sums + level);
      else
        for (int rest = level; rest < levels; ++rest) add_levels<1>(begin, end, weight, rest, sums + rest);
  }

  template <int kCount, class Weight>
  CEL_FN void add_levels(int begin, int end, const Weight& weight, int level, double* sums) const {
    double total[kCount];
    for (int k = 0; k < kCount; ++k) total[k] = sums[k];
    for (int x = begin; x < end; ++x) {
      const double w = weight(x);
      if (w == 0) continue;
      const T* const value = values + static_cast<std::int64_t>(rows[x]) * levels + level;
      for (int k = 0; k < kCount; ++k) total[k] += w * value[k];
    }
    for (int k = 0; k < kCount; ++k) sums[k] = total[k];
  }
};

template <class T>
struct SumPlaneRow {
  View2<const std::int32_t> rows;
  const T* values;
  int levels;
  View2<const std::uint8_t> mask;
  double* sums;  ///< rows x levels
  CEL_FN void operator()(std::int64_t y) const {
    double* const out = sums + y * levels;
    for (int k = 0; k < levels; ++k) out[k] = 0;
    const View2<const std::uint8_t> visible = mask;
    const auto weight = [=](int x) { return !visible || visible(static_cast<int>(y), x) ? 1.0 : 0.0; };
    SumRow<T>{rows.row(static_cast<int>(y)), values, levels}.add(0, rows.shape.width, weight, out);
  }
};

template <class T>
struct MeanOfStretched {
  View2<const std::int32_t> rows;
  const T* values;
  int levels;
  const Box* boxes;
  const std::int64_t* starts;
  const double* weights;
  const std::int64_t* pixels;
  std::int64_t count;
  double* means;

  static constexpr int kStrips = 16;
  static std::int64_t scratch_bytes(int levels) { return kStrips * sizeof(double) * levels; }

  CEL_FN void operator()(Block& block, std::int64_t k) const {
    const Box box = boxes[k];
    const MeanOfStretched self = *this;
    double* const sums = block.scratch<double>(kStrips * levels);
    const double* const of_box = weights + starts[k];
    block.each(kStrips, [=](std::int64_t strip) {
      double* const own = sums + strip * self.levels;
      for (int level = 0; level < self.levels; ++level) own[level] = 0;
      for (int y = static_cast<int>(strip); y < box.height(); y += kStrips) {
        const double* const of_row = of_box + static_cast<std::int64_t>(y) * box.width();
        SumRow<T>{self.rows.row(box.y0 + y), self.values, self.levels}.add(
            box.x0, box.x1, [=](int x) { return of_row[x - box.x0]; }, own);
      }
    });
    block.each(levels, [=](std::int64_t level) {
      double sum = 0;
      for (int strip = 0; strip < kStrips; ++strip) sum += sums[strip * self.levels + level];
      self.means[level * self.count + k] = sum / static_cast<double>(self.pixels[k]);
    });
  }
};

template <class T>
void means_of_objects(Queue& queue, const RegionsView& regions, View2<const T> image,
                      View2<const std::uint8_t> mask, View1<double> means) {
  for_each_group(queue, regions.count, 0, MeanOfObject<T>{regions, image, mask, means.data});
}

template <class T>
std::vector<double> means_of_plane(Queue& queue, const DiamondOpenings<T>& openings,
                                   View2<const std::uint8_t> mask) {
  const int height = openings.shape.height, levels = openings.levels;
  Buffer<double> sums(queue, std::int64_t{height} * levels);
  for_each_index(
      queue, height,
      SumPlaneRow<T>{openings.rows.view(openings.shape), openings.values.data(), levels, mask, sums.data()});
  std::int64_t pixels = openings.shape.size();
  if (mask) {
    const HostRead<std::uint8_t> visible(queue, mask.data, mask.size());
    pixels = mask.size() - std::count(visible.data(), visible.data() + visible.size(), 0);
  }
  const HostRead<double> of_rows(queue, sums.data(), sums.size());
  std::vector<double> means(levels, 0.0);
  for (std::int64_t i = 0; i < of_rows.size(); ++i) means[i % levels] += of_rows[i];
  for (double& mean : means) mean /= static_cast<double>(pixels);
  return means;
}

template <class T>
void means_of_stretched(Queue& queue, const DiamondOpenings<T>& openings, const StretchedObjects& objects,
                        View1<double> means) {
  for_each_group(
      queue, objects.count, MeanOfStretched<T>::scratch_bytes(openings.levels),
      MeanOfStretched<T>{openings.rows.view(openings.shape), openings.values.data(), openings.levels,
                         objects.boxes.data(), objects.starts.data(), objects.weights.data(),
                         objects.pixels.data(), objects.count, means.data});
}

}  // namespace

StretchedObjects stretched_objects(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                                   View2<const std::uint8_t> mask, const std::vector<double>& rows,
                                   const std::vector<double>& columns, Shape2 coarse) {
  const HostAxis row_axis = host_axis(rows, coarse.height), column_axis = host_axis(columns, coarse.width);
  const HostRead<Box> fine(queue, regions.boxes, regions.count);
  std::vector<Box> boxes(regions.count);
  std::vector<std::int64_t> starts(regions.count + 1, 0);
  for (int k = 0; k < regions.count; ++k) {
    std::tie(boxes[k].y0, boxes[k].y1) = touched(row_axis, fine[k].y0, fine[k].y1);
    std::tie(boxes[k].x0, boxes[k].x1) = touched(column_axis, fine[k].x0, fine[k].x1);
    starts[k + 1] = starts[k] + std::int64_t{boxes[k].height()} * boxes[k].width();
  }
  StretchedObjects result{regions.count, upload(queue, boxes), upload(queue, starts),
                          Buffer<double>(queue, starts.back()), Buffer<std::int64_t>(queue, regions.count)};
  const Axis on_rows = on_device(queue, row_axis), on_columns = on_device(queue, column_axis);
  for_each_group(queue, regions.count, 0,
                 WeighCoarsePixels{labels,
                                   mask,
                                   {on_rows.taps.data(), on_rows.first.data(), on_rows.last.data()},
                                   {on_columns.taps.data(), on_columns.first.data(), on_columns.last.data()},
                                   result.boxes.data(),
                                   result.starts.data(),
                                   result.weights.data()});
  count_visible(queue, regions, mask, result.pixels.view());
  return result;
}

void object_means(Queue& queue, const RegionsView& regions, View2<const float> image,
                  View2<const std::uint8_t> mask, View1<double> means) {
  means_of_objects(queue, regions, image, mask, means);
}
void object_means(Queue& queue, const RegionsView& regions, View2<const double> image,
                  View2<const std::uint8_t> mask, View1<double> means) {
  means_of_objects(queue, regions, image, mask, means);
}
std::vector<double> mean_openings(Queue& queue, const DiamondOpenings<float>& openings,
                                  View2<const std::uint8_t> mask) {
  return means_of_plane(queue, openings, mask);
}
std::vector<double> mean_openings(Queue& queue, const DiamondOpenings<double>& openings,
                                  View2<const std::uint8_t> mask) {
  return means_of_plane(queue, openings, mask);
}
void mean_openings(Queue& queue, const DiamondOpenings<float>& openings, const StretchedObjects& objects,
                   View1<double> means) {
  means_of_stretched(queue, openings, objects, means);
}
void mean_openings(Queue& queue, const DiamondOpenings<double>& openings, const StretchedObjects& objects,
                   View1<double> means) {
  means_of_stretched(queue, openings, objects, means);
}

}  // namespace cellerate::kernel
