/// Column by column of the plane: its pixels determine the sums over the rows' splines, and these sums are
/// the equations of the surface. So an equation of all control values comes once for each column and row of
/// control values, not once for each pixel.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/spline_fit.hpp"

#include <algorithm>

#include "cuda/numeric/least_squares.hpp"

namespace cellerate::kernel {

std::vector<SplineBasis> spline_axis(int n, int points) {
  const double step = (n - 1) / (points - 3.0), first = -step, last = n - 1 + step;
  std::vector<double> knots(points);
  for (int k = 0; k < points; ++k) knots[k] = k * ((last - first) / (points - 1)) + first;
  knots.back() = last;
  std::vector<SplineBasis> axis(n);
  for (int x = 0; x < n; ++x) {
    int j = static_cast<int>(std::count_if(knots.begin(), knots.end(), [x](double k) { return k <= x; })) - 1;
    j = std::clamp(j, 1, points - 3);
    const double u = (x - knots[j]) / (knots[j + 1] - knots[j]), v = 1.0 - u, part = 1.0 / 6;
    axis[x] = {j - 1,
               {v * v * v * part, (4 - 6.0 * (u * u) + 3.0 * (u * u * u)) * part,
                (1.0 + 3.0 * u + 3.0 * (u * u) - 3.0 * (u * u * u)) * part, u * u * u * part}};
  }
  return axis;
}

namespace {

/// The pixels of a column as equations of the sums over the rows' splines.
template <class T>
LeastSquares column_sums(View2<const T> image, const std::vector<std::uint8_t>& mask, int x,
                         const std::vector<SplineBasis>& rows, int points) {
  LeastSquares sums(points);
  std::vector<double> factors(4);
  for (int y = 0; y < image.shape.height; ++y) {
    if (!mask[static_cast<std::size_t>(y) * image.shape.width + x]) continue;
    factors.assign(rows[y].value, rows[y].value + 4);
    sums.add(rows[y].first, factors, static_cast<double>(image(y, x)));
  }
  return sums;
}

/// An equation of a column's sums is one of the four columns of control values around it.
void add_column(LeastSquares& surface, const LeastSquares& sums, const SplineBasis& column) {
  const int points = sums.unknowns();
  std::vector<double> factors(4 * points);
  for (int equation = 0; equation < points; ++equation) {
    for (int a = 0; a < 4; ++a)
      for (int b = 0; b < points; ++b)
        factors[a * points + b] = b < equation ? 0 : column.value[a] * sums.factor(equation, b);
    surface.add(column.first * points, factors, sums.right(equation));
  }
}

}  // namespace

template <class T>
void fit_spline_surface(View2<const T> image, const std::vector<std::uint8_t>& mask, int points,
                        std::vector<double>& surface) {
  const Shape2 shape = image.shape;
  const std::vector<SplineBasis> rows = spline_axis(shape.height, points),
                                 columns = spline_axis(shape.width, points);
  LeastSquares fit(points * points);
  for (int x = 0; x < shape.width; ++x)
    add_column(fit, column_sums(image, mask, x, rows, points), columns[x]);
  const std::vector<double> control = fit.solution();

  std::vector<double> line(points);
  surface.resize(shape.size());
  for (int y = 0; y < shape.height; ++y) {
    // The surface above this row, as one value for each column of control values
    for (int a = 0; a < points; ++a) {
      line[a] = 0;
      for (int b = 0; b < 4; ++b) line[a] += control[a * points + rows[y].first + b] * rows[y].value[b];
    }
    for (int x = 0; x < shape.width; ++x) {
      double sum = 0;
      for (int a = 0; a < 4; ++a) sum += line[columns[x].first + a] * columns[x].value[a];
      surface[static_cast<std::size_t>(y) * shape.width + x] = sum;
    }
  }
}

template void fit_spline_surface(View2<const float>, const std::vector<std::uint8_t>&, int,
                                 std::vector<double>&);
template void fit_spline_surface(View2<const double>, const std::vector<std::uint8_t>&, int,
                                 std::vector<double>&);

}  // namespace cellerate::kernel
