/// Sums whose order NumPy fixes, on the host.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/plane_intensity.hpp"

#include <algorithm>
#include <cmath>

#include "cuda/core/segmented_sort.hpp"
#include "cuda/numeric/order_statistics.hpp"
#include "cuda/numeric/pairwise_sum.hpp"

namespace cellerate::kernel {
namespace {

/// An image on the host, with its mask.
class HostImage {
 public:
  HostImage(Queue& queue, const MaskedImage& image)
      : pixels_(queue, image.pixels.data, image.pixels.size()),
        mask_(queue, image.mask.data, image.mask ? image.mask.size() : 0) {}
  bool counts(std::int64_t i) const { return mask_.size() == 0 || mask_[i]; }
  float operator[](std::int64_t i) const { return pixels_[i]; }
  std::int64_t size() const { return pixels_.size(); }

  std::vector<float> values() const {
    std::vector<float> found;
    found.reserve(size());
    for (std::int64_t i = 0; i < size(); ++i)
      if (counts(i)) found.push_back(pixels_[i]);
    return found;
  }

 private:
  HostRead<float> pixels_;
  HostRead<std::uint8_t> mask_;
};

std::int64_t count(const std::vector<float>& values) { return static_cast<std::int64_t>(values.size()); }

float sum32(const std::vector<float>& values) {
  return numpy_sum<float>(count(values), [&](std::int64_t i) { return values[i]; });
}

float mean32(const std::vector<float>& values) { return sum32(values) / static_cast<float>(values.size()); }

float squared_deviations(const std::vector<float>& values, float mean) {
  return numpy_sum<float>(count(values),
                          [&](std::int64_t i) { return (values[i] - mean) * (values[i] - mean); });
}

std::vector<float> sorted(Queue& queue, const std::vector<float>& values) {
  std::vector<std::uint32_t> keys(values.size());
  std::transform(values.begin(), values.end(), keys.begin(), order_key);
  Buffer<std::uint32_t> buffer = upload(queue, keys);
  const auto ends = upload(queue, std::vector<std::int32_t>{0, static_cast<std::int32_t>(keys.size())});
  segmented_sort(queue, buffer.view(), ends.data(), 1);
  keys = download(queue, buffer);
  std::vector<float> ascending(values.size());
  std::transform(keys.begin(), keys.end(), ascending.begin(), key_value);
  return ascending;
}

/// Median distance of ascending values from their median: the nearest half is taken from both sides in turn.
float median_deviation(const std::vector<float>& ascending, float median) {
  const std::int64_t n = count(ascending);
  std::int64_t above = std::lower_bound(ascending.begin(), ascending.end(), median) - ascending.begin();
  std::int64_t below = above - 1;
  float previous = 0, last = 0;
  for (std::int64_t taken = 0; taken <= n / 2; ++taken) {
    previous = last;
    const bool up = below < 0 || (above < n && ascending[above] - median <= median - ascending[below]);
    last = up ? ascending[above++] - median : median - ascending[below--];
  }
  return n % 2 ? last : (previous + last) / 2;
}

/// Mean and squared deviations of the cells of a grid; cell 0 is what the mask hides.
struct Grid {
  std::vector<std::int64_t> cell;
  std::vector<double> count, mean, squares;
};

Grid grid_of(const HostImage& image, Shape2 shape, int window) {
  const int rows = (shape.height + window - 1) / window, columns = (shape.width + window - 1) / window;
  const std::size_t cells = static_cast<std::size_t>(rows) * columns + 1;
  Grid grid{std::vector<std::int64_t>(shape.size()), std::vector<double>(cells), std::vector<double>(cells),
            std::vector<double>(cells)};
  const auto place = [](int at, int parts, int size) {
    return static_cast<std::int64_t>(at * static_cast<double>(parts) / static_cast<double>(size));
  };
  std::vector<std::int64_t> column(shape.width);
  for (int x = 0; x < shape.width; ++x) column[x] = place(x, columns, shape.width) + 1;
  for (std::int64_t i = 0; i < shape.size(); ++i) {
    const int y = static_cast<int>(i / shape.width), x = static_cast<int>(i % shape.width);
    grid.cell[i] = image.counts(i) ? place(y, rows, shape.height) * columns + column[x] : 0;
    ++grid.count[grid.cell[i]];
    grid.mean[grid.cell[i]] += image[i];
  }
  for (std::size_t c = 0; c < cells; ++c) grid.mean[c] /= grid.count[c];
  for (std::int64_t i = 0; i < shape.size(); ++i) {
    const double d = image[i] - grid.mean[grid.cell[i]];
    grid.squares[grid.cell[i]] += d * d;
  }
  return grid;
}

constexpr int kLevels = 8;

/// Haralick's correlation of a matrix of counts whose highest level is `levels` - 1.
double matrix_correlation(const std::vector<double>& counts, int levels) {
  double total = 0, product = 0;
  std::vector<double> rows(levels), columns(levels);
  for (const double n : counts) total += n;
  for (int a = 0; a < levels; ++a)
    for (int b = 0; b < levels; ++b) {
      const double p = counts[a * kLevels + b] / total;
      rows[a] += p;
      columns[b] += p;
      product += (a + 1) * (b + 1) * p;
    }
  const auto moments = [&](const std::vector<double>& p, double* mean, double* sigma) {
    double variance = 0;
    *mean = 0;
    for (int a = 0; a < levels; ++a) *mean += (a + 1) * p[a];
    for (int a = 0; a < levels; ++a) variance += (a + 1 - *mean) * (a + 1 - *mean) * p[a];
    *sigma = std::sqrt(variance);
  };
  double row_mean, row_sigma, column_mean, column_sigma;
  moments(rows, &row_mean, &row_sigma);
  moments(columns, &column_mean, &column_sigma);
  const double correlation = (product - row_mean * column_mean) / (row_sigma * column_sigma);
  return std::isfinite(correlation) ? correlation : 0;
}

}  // namespace

PlaneIntensity plane_intensity(Queue& queue, const MaskedImage& image, bool only_finite,
                               const std::vector<double>& percentiles) {
  PlaneIntensity result;
  result.percentiles.assign(percentiles.size(), 0);
  std::vector<float> values = HostImage(queue, image).values();
  if (only_finite) std::erase_if(values, [](float v) { return !std::isfinite(v); });
  if (values.empty()) return result;
  const std::int64_t n = count(values);
  const float mean = mean32(values);
  result.area = n;
  result.total = sum32(values);
  result.mean = result.total / static_cast<double>(n);
  result.std = std::sqrt(squared_deviations(values, mean) / static_cast<float>(n));

  const std::vector<float> ascending = sorted(queue, values);
  const float median = sorted_median(ascending.data(), n);
  const float least = ascending.front(), greatest = ascending.back();
  if (std::isnan(greatest)) {  // NumPy hands a NaN on to every order statistic
    result.median = result.mad = result.min = result.max = greatest;
    std::fill(result.percentiles.begin(), result.percentiles.end(), greatest);
    return result;
  }
  result.median = median;
  result.mad = median_deviation(ascending, median);
  result.min = least;
  result.max = greatest;
  result.percent_minimal = 100.0 * static_cast<double>(std::count(values.begin(), values.end(), least)) / n;
  result.percent_maximal =
      100.0 * static_cast<double>(std::count(values.begin(), values.end(), greatest)) / n;
  for (std::size_t i = 0; i < percentiles.size(); ++i)
    result.percentiles[i] = sorted_percentile(ascending.data(), n, percentiles[i]);
  return result;
}

double focus_score(Queue& queue, const MaskedImage& image) {
  const std::vector<float> values = HostImage(queue, image).values();
  if (values.empty()) return 0;
  const float mean = mean32(values);
  if (!(mean > 0)) return 0;
  return squared_deviations(values, mean) / (static_cast<double>(values.size()) * mean);
}

double local_focus_score(Queue& queue, const MaskedImage& image, int window) {
  const Grid grid = grid_of(HostImage(queue, image), image.pixels.shape, window);
  std::vector<double> scores;
  for (std::size_t c = 1; c < grid.mean.size(); ++c)
    if (grid.mean[c] != 0 && !std::isnan(grid.mean[c]))
      scores.push_back(grid.squares[c] / (grid.count[c] * grid.mean[c]));
  if (scores.empty()) return 0;
  const auto n = static_cast<std::int64_t>(scores.size());
  const double mean = numpy_sum<double>(n, [&](std::int64_t i) { return scores[i]; }) / n;
  const double variance =
      numpy_sum<double>(n, [&](std::int64_t i) { return (scores[i] - mean) * (scores[i] - mean); }) / n;
  std::sort(scores.begin(), scores.end());
  const double median = sorted_median(scores.data(), n);
  return std::isfinite(median) && median > 0 ? variance / median : 0;
}

double blur_correlation(Queue& queue, const MaskedImage& image, int distance) {
  const HostImage host(queue, image);
  const std::vector<float> values = host.values();
  if (values.empty()) return 0;
  const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
  const float low = *least, range = *greatest > *least ? *greatest - *least : 1.0f;
  const Shape2 shape = image.pixels.shape;
  std::vector<std::int8_t> level(shape.size(), -1);
  int levels = 1;
  for (std::int64_t i = 0; i < shape.size(); ++i) {
    if (!host.counts(i)) continue;
    const double scaled = static_cast<double>(host[i] - low) / static_cast<double>(range);
    level[i] = static_cast<std::int8_t>(std::clamp(std::floor(scaled * kLevels), 0.0, kLevels - 1.0));
    levels = std::max(levels, level[i] + 1);
  }
  std::vector<double> counts(kLevels * kLevels);
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x + distance < shape.width; ++x) {
      const std::int64_t at = static_cast<std::int64_t>(y) * shape.width + x;
      if (level[at] >= 0 && level[at + distance] >= 0) ++counts[level[at] * kLevels + level[at + distance]];
    }
  return matrix_correlation(counts, levels);
}

}  // namespace cellerate::kernel
