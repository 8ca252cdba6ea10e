/// The correlations of all shifts by one Fourier transform there, with one plane as the real and the other as
/// the imaginary part, and one back; means under the shifted planes from sums over rectangles.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/cross_correlation.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "cuda/core/launch.hpp"
#include "cuda/numeric/fourier_lines.hpp"
#include "cuda/numeric/pairwise_sum.hpp"

namespace cellerate::kernel {
namespace {

struct AddConstant {
  const double* values;
  double constant;
  double* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = values[i] + constant; }
};

// ------------------------------------------------------------------------------------------ sums of
// rectangles

struct SumRows {
  View2<const double> plane;
  View2<double> sums;
  CEL_FN void operator()(std::int64_t y) const {
    const double* from = plane.row(static_cast<int>(y));
    double* to = sums.row(static_cast<int>(y) + 1);
    double sum = to[0] = 0;
    for (int x = 0; x < plane.shape.width; ++x) to[x + 1] = sum += from[x];
  }
};

constexpr int kColumns = 16;  ///< that are summed side by side

struct SumColumns {
  View2<double> sums;
  CEL_FN void operator()(std::int64_t chunk) const {
    const int x0 = static_cast<int>(chunk) * kColumns;
    const int x1 = x0 + kColumns < sums.shape.width ? x0 + kColumns : sums.shape.width;
    for (int x = x0; x < x1; ++x) sums(0, x) = 0;
    for (int y = 1; y < sums.shape.height; ++y)
      for (int x = x0; x < x1; ++x) sums(y, x) += sums(y - 1, x);
  }
};

/// The part of a line of `length` points that a plane of twice `side` points has when it is shifted.
struct Part {
  int begin = 0, end = 0;
  CEL_FN Part(int at, int length, int side) {
    const int back = 2 * side - length;
    if (at < length) {
      begin = at;
      end = length;
    } else if (at >= back) {
      end = at - back + 1;
    }
  }
};

/// A plane about its mean, with sums(y, x) of the pixels above and to the left.
struct Centered {
  Shape2 shape;
  Buffer<double> pixels, sums;
  double squares = 0;

  Centered(Queue& queue, View2<const double> plane)
      : shape(plane.shape), pixels(queue, shape), sums(queue, sums_shape()) {
    const View1<const double> values{plane.data, plane.size()};
    squares = numpy_variance(queue, values) * static_cast<double>(values.size);
    for_each_index(queue, values.size, AddConstant{plane.data, -numpy_mean(queue, values), pixels.data()});
    for_each_index(queue, shape.height, SumRows{view(), sums.view(sums_shape())});
    for_each_index(queue, (sums_shape().width + kColumns - 1) / kColumns,
                   SumColumns{sums.view(sums_shape())});
  }
  View2<const double> view() const { return pixels.view(shape); }
  Shape2 sums_shape() const { return {shape.height + 1, shape.width + 1}; }
};

struct PartSums {
  View2<const double> sums;
  CEL_FN double operator()(Part rows, Part columns) const {
    return sums(rows.end, columns.end) - sums(rows.begin, columns.end) - sums(rows.end, columns.begin) +
           sums(rows.begin, columns.begin);
  }
};

// ---------------------------------------------------------------------------------------------------
// transforms

struct ComplexPlane {
  View2<double> real, imaginary;
};

/// Lines along one side of a plane: the rows, or the columns.
struct Direction {
  bool along_rows;
  int points;
  CEL_FN std::int64_t at(int line, std::int64_t point, int width) const {
    return along_rows ? static_cast<std::int64_t>(line) * width + point : point * width + line;
  }
};

/// Transforms lines in place. Points from `filled` on count as 0 and need not be there.
template <int kLines>
struct TransformLines {
  ComplexPlane plane;
  Direction direction;
  int lines, filled;
  Stages stages;
  Room<kLines> room;

  CEL_FN void operator()(Block& block, std::int64_t group) const {
    const TransformLines self = *this;
    const int first = static_cast<int>(group) * kLines;
    const int count = lines - first < kLines ? lines - first : kLines;
    Lines<kLines>*a = room.copy(block, group, 0), *b = room.copy(block, group, 1);
    block.each(stages.n, [=](std::int64_t i) {
      a[i] = {};
      if (i >= self.filled) return;
      for (int l = 0; l < count; ++l) {
        const std::int64_t at = self.direction.at(first + l, i, self.plane.real.shape.width);
        a[i].re[l] = self.plane.real[at];
        a[i].im[l] = self.plane.imaginary[at];
      }
    });
    const Lines<kLines>* done = transform(block, stages, a, b);
    block.each(stages.n, [=](std::int64_t i) {
      for (int l = 0; l < count; ++l) {
        const std::int64_t at = self.direction.at(first + l, i, self.plane.real.shape.width);
        self.plane.real[at] = done[i].re[l];
        self.plane.imaginary[at] = done[i].im[l];
      }
    });
  }
};

/// The tables of a transform on the device.
class Tables {
 public:
  Tables(Queue& queue, int n) {
    const Roots roots(n, n, [](int i) { return 2 * i; });
    stages_ = stages_of(n, roots);
    cosine_ = upload(queue, roots.cosine);
    sine_ = upload(queue, roots.sine);
    stages_.cosine = cosine_.data();
    stages_.sine = sine_.data();
  }
  const Stages& stages() const { return stages_; }

 private:
  Stages stages_;
  Buffer<double> cosine_, sine_;
};

template <int kLines>
void transform_lines(Queue& queue, const ComplexPlane& plane, Direction direction, int lines, int filled,
                     const Stages& stages) {
  for_each_lines<kLines>(queue, (lines + kLines - 1) / kLines, stages.n, [&](Room<kLines> room) {
    return TransformLines<kLines>{plane, direction, lines, filled, stages, room};
  });
}

void transform_lines(Queue& queue, const ComplexPlane& plane, Direction direction, int lines, int filled,
                     const Stages& stages) {
  if (queue.on_gpu())
    transform_lines<kGpuLines>(queue, plane, direction, lines, filled, stages);
  else
    transform_lines<kCpuLines>(queue, plane, direction, lines, filled, stages);
}

/// The first plane becomes the real, the second the imaginary part; what they do not cover is 0.
struct Pack {
  View2<const double> first, second;
  ComplexPlane out;
  CEL_FN void operator()(int y, int x) const {
    out.real(y, x) = first.shape.contains(y, x) ? first(y, x) : 0;
    out.imaginary(y, x) = second.shape.contains(y, x) ? second(y, x) : 0;
  }
};

/// From the transform Z of first + i second, in place, the conjugate of F1 conj(F2), where
/// F1(k) = (Z(k) + conj Z(-k)) / 2 and F2(k) = (Z(k) - conj Z(-k)) / 2i.
struct MultiplySpectra {
  ComplexPlane plane;
  CEL_FN void operator()(int u, int v) const {
    const Shape2 shape = plane.real.shape;
    const int mu = u ? shape.height - u : 0, mv = v ? shape.width - v : 0;
    if (mu < u || (mu == u && mv < v)) return;
    const double zr = plane.real(u, v), zi = plane.imaginary(u, v);
    const double mr = plane.real(mu, mv), mi = plane.imaginary(mu, mv);
    const double ar = (zr + mr) / 2, ai = (zi - mi) / 2, br = (zi + mi) / 2, bi = (mr - zr) / 2;
    const double real = ar * br + ai * bi, imaginary = ai * br - ar * bi;
    plane.real(u, v) = plane.real(mu, mv) = real;
    plane.imaginary(u, v) = -imaginary;
    plane.imaginary(mu, mv) = imaginary;
  }
};

/// Sums of products at all shifts, negative ones at the end.
struct Correlations {
  Shape2 shape;
  Buffer<double> real, imaginary;

  Correlations(Queue& queue, const Centered& first, const Centered& second, Shape2 sides)
      : shape{smooth_length(2 * sides.height), smooth_length(2 * sides.width)},
        real(queue, shape),
        imaginary(queue, shape) {
    const ComplexPlane plane{real.view(shape), imaginary.view(shape)};
    const ComplexPlane used{{real.data(), {sides.height, shape.width}},
                            {imaginary.data(), {sides.height, shape.width}}};
    const Tables rows(queue, shape.width), columns(queue, shape.height);
    const Direction along_rows{true, shape.width}, along_columns{false, shape.height};
    for_each_pixel(queue, used.real.shape, Pack{first.view(), second.view(), used});
    transform_lines(queue, plane, along_rows, sides.height, sides.width, rows.stages());
    transform_lines(queue, plane, along_columns, shape.width, sides.height, columns.stages());
    for_each_pixel(queue, shape, MultiplySpectra{plane});
    // The inverse transform is the transform of the conjugate; the result is real.
    transform_lines(queue, plane, along_columns, shape.width, shape.height, columns.stages());
    transform_lines(queue, plane, along_rows, shape.height, shape.width, rows.stages());
  }
};

// -------------------------------------------------------------------------------------------------------
// scores

/// The correlation at (y, x) of a plane of twice the sides, where the second half is negative shifts.
struct Score {
  Shape2 sides, first_shape, second_shape;
  PartSums first, second;
  double first_squares, second_squares;
  View2<const double> correlations;

  CEL_FN double pixels(int y, int x) const {
    const double unit = fabs(static_cast<double>(y - sides.height) * (x - sides.width));
    return unit < 1 ? 1 : unit;
  }
  CEL_FN double deviation(int y, int x) const {
    const double n = static_cast<double>(sides.size()), unit = pixels(y, x);
    const int my = 2 * sides.height - 1 - y, mx = 2 * sides.width - 1 - x;
    const double first_mean =
        first(Part(y, first_shape.height, sides.height), Part(x, first_shape.width, sides.width)) / unit;
    const double second_mean =
        second(Part(my, second_shape.height, sides.height), Part(mx, second_shape.width, sides.width)) / unit;
    const double product =
        (first_squares - first_mean * first_mean * n) * (second_squares - second_mean * second_mean * n);
    return product > 0 ? sqrt(product) : 0;
  }
  CEL_FN double operator()(int y, int x, double mean_deviation) const {
    const double sd = deviation(y, x);
    if (pixels(y, x) < static_cast<double>(sides.size()) / 2 && sd < mean_deviation / 100) return 0;
    const int u = y < sides.height ? y : y - 2 * sides.height + correlations.shape.height;
    const int v = x < sides.width ? x : x - 2 * sides.width + correlations.shape.width;
    return correlations(u, v) / static_cast<double>(correlations.size()) / sd;
  }
};

struct SumDeviations {
  Score score;
  double* sums;
  CEL_FN void operator()(Block& block, std::int64_t y) const {
    const Score own = score;
    double* const to = sums + y;
    const double sum = block.sum<double>(2 * own.sides.width, [=](std::int64_t x) {
      return own.deviation(static_cast<int>(y), static_cast<int>(x));
    });
    block.each(1, [=](std::int64_t) { *to = sum; });
  }
};

/// Orders as numpy.argmax does: NaN is above all, of equals the first is the greatest.
struct Candidate {
  double score;
  std::int64_t index;
  CEL_FN friend bool operator<(const Candidate& a, const Candidate& b) {
    const bool a_is_nan = a.score != a.score, b_is_nan = b.score != b.score;
    if (a_is_nan != b_is_nan) return b_is_nan;
    if (a_is_nan || a.score == b.score) return b.index < a.index;
    return a.score < b.score;
  }
};

struct FindBest {
  Score score;
  double mean_deviation;
  Candidate* best;
  CEL_FN void operator()(Block& block, std::int64_t y) const {
    const FindBest self = *this;
    const int width = 2 * score.sides.width;
    const Candidate found = block.max(width, Candidate{-INFINITY, INT64_MAX}, [=](std::int64_t x) {
      return Candidate{self.score(static_cast<int>(y), static_cast<int>(x), self.mean_deviation),
                       y * width + x};
    });
    block.each(1, [=](std::int64_t) { self.best[y] = found; });
  }
};

}  // namespace

Offset best_correlated_shift(Queue& queue, View2<const double> first, View2<const double> second) {
  const Shape2 sides{std::max(first.shape.height, second.shape.height),
                     std::max(first.shape.width, second.shape.width)};
  CEL_REQUIRE(!first.shape.empty() && !second.shape.empty(), "cross correlation: of empty planes");
  const Centered a(queue, first), b(queue, second);
  const Correlations correlations(queue, a, b, sides);
  const Score score{sides,
                    a.shape,
                    b.shape,
                    {a.sums.view(a.sums_shape())},
                    {b.sums.view(b.sums_shape())},
                    a.squares,
                    b.squares,
                    correlations.real.view(correlations.shape)};
  const int rows = 2 * sides.height;
  Buffer<double> row_sums(queue, rows);
  for_each_group(queue, rows, 0, SumDeviations{score, row_sums.data()});
  const std::vector<double> sums = download(queue, row_sums);
  const double total = numpy_sum<double>(rows, [&](std::int64_t y) { return sums[y]; });

  Buffer<Candidate> row_best(queue, rows);
  for_each_group(queue, rows, 0,
                 FindBest{score, total / (4.0 * static_cast<double>(sides.size())), row_best.data()});
  Candidate best{-INFINITY, INT64_MAX};
  for (const Candidate& candidate : download(queue, row_best))
    if (best < candidate) best = candidate;
  Offset shift{static_cast<int>(best.index / (2 * sides.width)),
               static_cast<int>(best.index % (2 * sides.width))};
  if (shift.dy > first.shape.height) shift.dy -= 2 * sides.height;
  if (shift.dx > first.shape.width) shift.dx -= 2 * sides.width;
  return shift;
}

}  // namespace cellerate::kernel
