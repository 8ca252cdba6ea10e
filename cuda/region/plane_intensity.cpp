/// Sums whose order NumPy fixes, on the host.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/plane_intensity.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "cuda/numeric/order_statistics.hpp"
#include "cuda/numeric/pairwise_sum.hpp"

namespace cellerate::kernel {
namespace {

/// An image on the host, with its mask.
class HostImage {
 public:
  HostImage(Queue& queue, const MaskedImage& image)
      : shape_(image.pixels.shape),
        pixels_(queue, image.pixels.data, image.pixels.size()),
        mask_(queue, image.mask.data, image.mask ? image.mask.size() : 0) {}
  Shape2 shape() const { return shape_; }
  const float* row(int y) const { return pixels_.data() + static_cast<std::int64_t>(y) * shape_.width; }
  /// nullptr where all pixels count.
  const std::uint8_t* mask_row(int y) const {
    return mask_.size() == 0 ? nullptr : mask_.data() + static_cast<std::int64_t>(y) * shape_.width;
  }

 private:
  Shape2 shape_;
  HostRead<float> pixels_;
  HostRead<std::uint8_t> mask_;
};

float squared_deviations(const std::vector<float>& values, float mean) {
  return numpy_sum<float>(static_cast<std::int64_t>(values.size()),
                          [&](std::int64_t i) { return (values[i] - mean) * (values[i] - mean); });
}

/// Pixels, mean and squared deviations of each cell of a grid over the plane. Columns are summed before
/// cells: the sums of neighbouring columns do not wait for each other.
class Grid {
 public:
  Grid(const HostImage& image, int window)
      : rows_(parts(image.shape().height, window)), columns_(parts(image.shape().width, window)) {
    const auto width = static_cast<std::size_t>(image.shape().width);
    std::vector<double> of_columns(width), centers(width);
    for (std::size_t r = 0; r + 1 < rows_.size(); ++r) {
      const std::size_t first = count.size();
      add_columns(
          image, r, [](int, float) { return 1.0; }, of_columns, count);
      add_columns(
          image, r, [](int, float value) { return static_cast<double>(value); }, of_columns, mean);
      for (std::size_t c = 0; c + 1 < columns_.size(); ++c) {
        mean[first + c] /= count[first + c];
        std::fill(centers.begin() + columns_[c], centers.begin() + columns_[c + 1], mean[first + c]);
      }
      const double* center = centers.data();
      const auto square = [center](int x, float value) { return (value - center[x]) * (value - center[x]); };
      add_columns(image, r, square, of_columns, squares);
    }
  }
  std::vector<double> count, mean, squares;

 private:
  /// First pixel of each part of an axis, and its end.
  static std::vector<int> parts(int size, int window) {
    const int n = (size + window - 1) / window;
    std::vector<int> begins(n + 1, size);
    for (int at = size - 1; at >= 0; --at)
      begins[static_cast<int>(at * static_cast<double>(n) / static_cast<double>(size))] = at;
    return begins;
  }
  /// Appends to `cells` the sums of term(x, value) over the pixels that count in each cell of a row of the
  /// grid.
  template <class Term>
  void add_columns(const HostImage& image, std::size_t row, const Term& term, std::vector<double>& of_columns,
                   std::vector<double>& cells) const {
    double* sums = of_columns.data();
    const int width = image.shape().width;
    std::fill_n(sums, width, 0.0);
    for (int y = rows_[row]; y < rows_[row + 1]; ++y) {
      const float* values = image.row(y);
      const std::uint8_t* mask = image.mask_row(y);
      if (!mask) {
        for (int x = 0; x < width; ++x) sums[x] += term(x, values[x]);
        continue;
      }
      for (int x = 0; x < width; ++x) {
        const double one = term(x, values[x]);
        sums[x] += mask[x] ? one : 0;
      }
    }
    for (std::size_t c = 0; c + 1 < columns_.size(); ++c)
      cells.push_back(std::accumulate(sums + columns_[c], sums + columns_[c + 1], 0.0));
  }
  std::vector<int> rows_, columns_;
};

constexpr int kLevels = 8, kHidden = kLevels, kStride = 2 * kLevels, kPairs = kStride * kStride;
constexpr int kTables = 8;  // used in turn: neighbours have the same pair, whose count would be waited for

/// Haralick's correlation of a matrix of counts.
double matrix_correlation(const std::vector<double>& counts) {
  double total = 0, product = 0;
  std::vector<double> rows(kLevels), columns(kLevels);
  for (const double n : counts) total += n;
  for (int a = 0; a < kLevels; ++a)
    for (int b = 0; b < kLevels; ++b) {
      const double p = counts[a * kLevels + b] / total;
      rows[a] += p;
      columns[b] += p;
      product += (a + 1) * (b + 1) * p;
    }
  const auto moments = [&](const std::vector<double>& p, double* mean, double* sigma) {
    double variance = 0;
    *mean = 0;
    for (int a = 0; a < kLevels; ++a) *mean += (a + 1) * p[a];
    for (int a = 0; a < kLevels; ++a) variance += (a + 1 - *mean) * (a + 1 - *mean) * p[a];
    *sigma = std::sqrt(variance);
  };
  double row_mean, row_sigma, column_mean, column_sigma;
  moments(rows, &row_mean, &row_sigma);
  moments(columns, &column_mean, &column_sigma);
  const double correlation = (product - row_mean * column_mean) / (row_sigma * column_sigma);
  return std::isfinite(correlation) ? correlation : 0;
}

}  // namespace

PlaneIntensity plane_intensity(const PlaneValues& values, const std::vector<double>& percentiles) {
  PlaneIntensity result;
  result.percentiles.assign(percentiles.size(), 0);
  if (values.empty()) return result;
  const std::int64_t n = values.size();
  result.area = n;
  result.total = values.sum();
  result.mean = result.total / static_cast<double>(n);
  const auto mean = static_cast<float>(result.mean);
  result.std = std::sqrt(squared_deviations(values.in_order(), mean) / static_cast<float>(n));

  const std::vector<float>& ascending = values.ascending();
  const float least = ascending.front(), greatest = ascending.back();
  if (std::isnan(greatest)) {  // NumPy hands a NaN on to every order statistic
    result.median = result.mad = result.min = result.max = greatest;
    std::fill(result.percentiles.begin(), result.percentiles.end(), greatest);
    return result;
  }
  const float median = sorted_median(ascending.data(), n);
  result.median = median;
  result.mad = sorted_median_deviation(ascending.data(), n, median);
  result.min = least;
  result.max = greatest;
  const auto above_least = std::upper_bound(ascending.begin(), ascending.end(), least);
  const auto at_greatest = std::lower_bound(ascending.begin(), ascending.end(), greatest);
  result.percent_minimal = 100.0 * static_cast<double>(above_least - ascending.begin()) / n;
  result.percent_maximal = 100.0 * static_cast<double>(ascending.end() - at_greatest) / n;
  for (std::size_t i = 0; i < percentiles.size(); ++i)
    result.percentiles[i] = sorted_percentile(ascending.data(), n, percentiles[i]);
  return result;
}

double focus_score(const PlaneValues& values) {
  if (values.empty()) return 0;
  const float mean = values.mean();
  if (!(mean > 0)) return 0;
  return squared_deviations(values.in_order(), mean) / (static_cast<double>(values.size()) * mean);
}

double local_focus_score(Queue& queue, const MaskedImage& image, int window) {
  const Grid grid(HostImage(queue, image), window);
  std::vector<double> scores;
  for (std::size_t c = 0; c < grid.mean.size(); ++c)
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

double blur_correlation(Queue& queue, const MaskedImage& image, const PlaneValues& values, int distance) {
  if (values.empty()) return 0;
  const float low = values.ascending().front(), high = values.ascending().back();
  const float range = high > low ? high - low : 1.0f;
  const HostImage host(queue, image);
  const int width = image.pixels.shape.width;
  std::vector<std::uint8_t> level(width);
  std::vector<std::uint32_t> pairs(kTables * kPairs);
  for (int y = 0; y < image.pixels.shape.height; ++y) {
    const float* row = host.row(y);
    const std::uint8_t* mask = host.mask_row(y);
    for (int x = 0; x < width; ++x)
      level[x] = static_cast<std::uint8_t>(
          std::clamp(static_cast<int>(static_cast<double>(row[x] - low) / range * kLevels), 0, kLevels - 1));
    for (int x = 0; mask && x < width; ++x)
      if (!mask[x]) level[x] = kHidden;
    for (int x = 0; x + distance < width; ++x)
      ++pairs[x % kTables * kPairs + level[x] * kStride + level[x + distance]];
  }
  std::vector<double> counts(kLevels * kLevels);
  for (int a = 0; a < kLevels; ++a)
    for (int b = 0; b < kLevels; ++b)
      for (int table = 0; table < kTables; ++table)
        counts[a * kLevels + b] += pairs[table * kPairs + a * kStride + b];
  return matrix_correlation(counts);
}

}  // namespace cellerate::kernel
