/// A tile goes down the rows: for each, the vertical taps make a line of doubles with a margin of the radius
/// on either side, and the horizontal taps of that line are the result, so that the plane is read and written
/// once. Four pairs of taps share a loop over x, which keeps the running sum in registers.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/gaussian.hpp"

#include <cmath>

#include "cuda/core/launch.hpp"
#include "cuda/numeric/pairwise_sum.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kPairs = 4;
constexpr double kLeastSigma = 1e-15;  ///< SciPy leaves out axes that are smoothed by less

template <class T>
struct CorrelateTile {
  View2<const T> image;
  View2<T> out;
  const double* row_weights;  ///< of the taps across rows
  const double* weights;      ///< of the taps along a row
  const T* zeros;             ///< a row of zeros: what lies outside with Border::kConstant
  int row_radius, radius;
  Border border;

  CEL_FN void operator()(Block& block, Box box) const {
    const int width = image.shape.width;
    const int x0 = box.x0 > radius ? box.x0 - radius : 0,
              x1 = box.x1 + radius < width ? box.x1 + radius : width;
    double* const margin = block.scratch<double>(box.width() + 2 * radius);
    double* const sum = block.scratch<double>(box.width());
    double* const line = margin + (x0 - (box.x0 - radius));  // image column x0
    for (int y = box.y0; y < box.y1; ++y) {
      add_rows(block, y, x0, x1 - x0, line);
      fill_margins(block, box, x0, x1, margin);
      add_columns(block, margin + radius, box.width(), sum);
      T* const to = out.row(y) + box.x0;
      block.each(box.width(), [=](std::int64_t x) { to[x] = static_cast<T>(sum[x]); });
    }
  }

  CEL_FN const T* row_at(int y, int x0) const {
    const int folded = fold_index(y, image.shape.height, border);
    return folded < 0 ? zeros : image.row(folded) + x0;
  }

  CEL_FN void add_rows(Block& block, int y, int x0, int n, double* line) const {
    const T* const centre = image.row(y) + x0;
    const double w0 = row_weights[0];
    int k = row_radius;
    if (k < kPairs) block.each(n, [=](std::int64_t x) { line[x] = centre[x] * w0; });
    bool first = true;
    for (; k >= kPairs; k -= kPairs, first = false) {
      const T *a0 = row_at(y - k, x0), *b0 = row_at(y + k, x0), *a1 = row_at(y - k + 1, x0),
              *b1 = row_at(y + k - 1, x0);
      const T *a2 = row_at(y - k + 2, x0), *b2 = row_at(y + k - 2, x0), *a3 = row_at(y - k + 3, x0),
              *b3 = row_at(y + k - 3, x0);
      const double w_0 = row_weights[k], w_1 = row_weights[k - 1], w_2 = row_weights[k - 2],
                   w_3 = row_weights[k - 3];
      const auto add = [=](double t, std::int64_t x) {
        t += (static_cast<double>(a0[x]) + static_cast<double>(b0[x])) * w_0;
        t += (static_cast<double>(a1[x]) + static_cast<double>(b1[x])) * w_1;
        t += (static_cast<double>(a2[x]) + static_cast<double>(b2[x])) * w_2;
        t += (static_cast<double>(a3[x]) + static_cast<double>(b3[x])) * w_3;
        return t;
      };
      if (first)
        block.each(n, [=](std::int64_t x) { line[x] = add(centre[x] * w0, x); });
      else
        block.each(n, [=](std::int64_t x) { line[x] = add(line[x], x); });
    }
    for (; k > 0; --k) {
      const T *a = row_at(y - k, x0), *b = row_at(y + k, x0);
      const double w = row_weights[k];
      block.each(
          n, [=](std::int64_t x) { line[x] += (static_cast<double>(a[x]) + static_cast<double>(b[x])) * w; });
    }
    block.each(n, [=](std::int64_t x) { line[x] = static_cast<double>(static_cast<T>(line[x])); });
  }

  CEL_FN void fill_margins(Block& block, Box box, int x0, int x1, double* margin) const {
    const int origin = box.x0 - radius, width = image.shape.width;
    const int missing_left = x0 - origin, missing_right = box.x1 + radius - x1;
    const Border mode = border;
    block.each(missing_left + missing_right, [=](std::int64_t i) {
      const int x = i < missing_left ? origin + static_cast<int>(i) : x1 + static_cast<int>(i) - missing_left;
      const int folded = fold_index(x, width, mode);
      margin[x - origin] = folded < 0 ? 0.0 : margin[folded - origin];
    });
  }

  CEL_FN void add_columns(Block& block, const double* centre, int n, double* sum) const {
    const double w0 = weights[0];
    int k = radius;
    if (k < kPairs) block.each(n, [=](std::int64_t x) { sum[x] = centre[x] * w0; });
    bool first = true;
    for (; k >= kPairs; k -= kPairs, first = false) {
      const double *left = centre - k, *right = centre + k;
      const double w_0 = weights[k], w_1 = weights[k - 1], w_2 = weights[k - 2], w_3 = weights[k - 3];
      const auto add = [=](double t, std::int64_t x) {
        t += (left[x] + right[x]) * w_0;
        t += (left[x + 1] + right[x - 1]) * w_1;
        t += (left[x + 2] + right[x - 2]) * w_2;
        t += (left[x + 3] + right[x - 3]) * w_3;
        return t;
      };
      if (first)
        block.each(n, [=](std::int64_t x) { sum[x] = add(centre[x] * w0, x); });
      else
        block.each(n, [=](std::int64_t x) { sum[x] = add(sum[x], x); });
    }
    for (; k > 0; --k) {
      const double *left = centre - k, *right = centre + k;
      const double w = weights[k];
      block.each(n, [=](std::int64_t x) { sum[x] += (left[x] + right[x]) * w; });
    }
  }
};

template <class T>
void correlate(Queue& queue, View2<const T> image, const std::vector<double>& half_row_weights,
               const std::vector<double>& half_weights, Border border, View2<T> out) {
  if (image.shape.empty()) return;
  const int radius = static_cast<int>(half_weights.size()) - 1;
  // The margins are computed twice by neighbours, so a tile is wide against them; and it fits shared memory.
  const Shape2 tile{64, std::min(image.shape.width, std::max(512, 4 * radius))};
  const std::int64_t scratch = (2 * static_cast<std::int64_t>(tile.width) + 2 * radius + 4) * sizeof(double);
  const Buffer<double> row_weights = upload(queue, half_row_weights), weights = upload(queue, half_weights);
  const Buffer<T> nothing = zeros<T>(queue, tile.width + 2 * static_cast<std::int64_t>(radius));
  for_each_tile(queue, image.shape, tile, scratch,
                CorrelateTile<T>{image, out, row_weights.data(), weights.data(), nothing.data(),
                                 static_cast<int>(half_row_weights.size()) - 1, radius, border});
}

template <class T>
void filter(Queue& queue, View2<const T> image, double sigma, Border border, View2<T> out) {
  if (sigma > kLeastSigma)
    correlate_symmetric(queue, image, gaussian_weights(sigma), border, out);
  else
    queue.copy(out.data, image.data, image.size() * sizeof(T));
}

}  // namespace

std::vector<double> gaussian_weights(double sigma, double truncate) {
  const int radius = static_cast<int>(truncate * sigma + 0.5);
  if (radius == 0) return {1.0};  // also of a sigma of 0
  std::vector<double> all(2 * radius + 1);
  for (int k = -radius; k <= radius; ++k)
    all[k + radius] =
        std::exp(-0.5 / (sigma * sigma) * static_cast<double>(static_cast<std::int64_t>(k) * k));
  const double sum = numpy_sum<double>(all.size(), [&](std::int64_t i) { return all[i]; });
  for (double& w : all) w /= sum;
  return {all.begin() + radius, all.end()};
}

void correlate_symmetric(Queue& queue, View2<const float> image, const std::vector<double>& half_weights,
                         Border border, View2<float> out) {
  correlate(queue, image, half_weights, half_weights, border, out);
}
void correlate_symmetric(Queue& queue, View2<const double> image, const std::vector<double>& half_weights,
                         Border border, View2<double> out) {
  correlate(queue, image, half_weights, half_weights, border, out);
}
void correlate_symmetric(Queue& queue, View2<const double> image, const std::vector<double>& half_weights_y,
                         const std::vector<double>& half_weights_x, Border border, View2<double> out) {
  correlate(queue, image, half_weights_y, half_weights_x, border, out);
}
void gaussian(Queue& queue, View2<const float> image, double sigma, Border border, View2<float> out) {
  filter(queue, image, sigma, border, out);
}
void gaussian(Queue& queue, View2<const double> image, double sigma, Border border, View2<double> out) {
  filter(queue, image, sigma, border, out);
}

void gaussian(Queue& queue, View2<const float> image, double sigma_y, double sigma_x, Border border,
              View2<float> out) {
  correlate(queue, image, gaussian_weights(sigma_y), gaussian_weights(sigma_x), border, out);
}
void gaussian(Queue& queue, View2<const double> image, double sigma_y, double sigma_x, Border border,
              View2<double> out) {
  correlate(queue, image, gaussian_weights(sigma_y), gaussian_weights(sigma_x), border, out);
}

void gaussian_along_rows(Queue& queue, View2<const float> image, double sigma, Border border,
                         View2<float> out) {
  correlate(queue, image, {1.0}, gaussian_weights(sigma), border, out);
}
void gaussian_along_rows(Queue& queue, View2<const double> image, double sigma, Border border,
                         View2<double> out) {
  correlate(queue, image, {1.0}, gaussian_weights(sigma), border, out);
}

}  // namespace cellerate::kernel
