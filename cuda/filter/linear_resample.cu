// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/linear_resample.hpp"

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

template <class T>
struct Interpolate {
  View2<const T> image;
  const LinearTaps* rows;
  const LinearTaps* columns;
  View2<T> out;
  CEL_FN void operator()(int y, int x) const {
    const LinearTaps &row = rows[y], &column = columns[x];
    double sum = 0;
    if (row.inside && column.inside)
      for (int i = 0; i < 2; ++i) {
        const T* const line = image.row(row.index[i]);
        for (int j = 0; j < 2; ++j) sum += line[column.index[j]] * row.weight[i] * column.weight[j];
      }
    out(y, x) = static_cast<T>(sum);
  }
};

template <class T>
void resample(Queue& queue, View2<const T> image, const std::vector<double>& rows,
              const std::vector<double>& columns, View2<T> out) {
  const Shape2 shape{static_cast<int>(rows.size()), static_cast<int>(columns.size())};
  CEL_REQUIRE(out.shape == shape, "linear resampling: the output must have a pixel for each place");
  if (image.shape.empty() || shape.empty()) return;
  const auto row_taps = upload(queue, linear_taps(rows, image.shape.height));
  const auto column_taps = upload(queue, linear_taps(columns, image.shape.width));
  for_each_pixel(queue, shape, Interpolate<T>{image, row_taps.data(), column_taps.data(), out});
}

}  // namespace

std::vector<LinearTaps> linear_taps(const std::vector<double>& places, int n) {
  std::vector<LinearTaps> taps;
  for (const double place : places) taps.push_back(linear_taps(place, n));
  return taps;
}

void linear_resample(Queue& queue, View2<const float> image, const std::vector<double>& rows,
                     const std::vector<double>& columns, View2<float> out) {
  resample(queue, image, rows, columns, out);
}
void linear_resample(Queue& queue, View2<const double> image, const std::vector<double>& rows,
                     const std::vector<double>& columns, View2<double> out) {
  resample(queue, image, rows, columns, out);
}

}  // namespace cellerate::kernel
