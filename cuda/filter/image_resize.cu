// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/image_resize.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "cuda/core/launch.hpp"
#include "cuda/filter/border.hpp"
#include "cuda/filter/gaussian.hpp"

namespace cellerate::kernel {
namespace {

/// The pixels along an axis that one of the result is made of, and where it lies between them.
template <class T>
struct Place {
  std::int32_t index[4];
  T offset;
};

template <class T>
std::vector<Place<T>> places(int inputs, int outputs, Interpolation interpolation) {
  const double exact = static_cast<double>(inputs) / outputs;
  const T step = static_cast<T>(exact), start = static_cast<T>(0.5 * exact - 0.5);
  const auto fold = [inputs](T at) { return fold_index(static_cast<int>(at), inputs, Border::kReflect); };
  std::vector<Place<T>> all(outputs);
  for (int k = 0; k < outputs; ++k) {
    const T at = step * static_cast<T>(k) + start, below = std::floor(at);
    Place<T>& place = all[k];
    place.offset = at - below;
    switch (interpolation) {
      case Interpolation::kNearest:
        place.index[0] = fold(std::round(at));
        break;
      case Interpolation::kBilinear:
        place.index[0] = fold(below);
        place.index[1] = fold(std::ceil(at));
        break;
      case Interpolation::kCubic:
        for (int i = 0; i < 4; ++i) place.index[i] = fold(below - T(1) + static_cast<T>(i));
    }
  }
  return all;
}

template <class T>
struct Nearest {
  View2<const T> plane;
  const std::int32_t *rows, *columns;
  View2<T> out;
  CEL_FN void operator()(int y, int x) const { out(y, x) = plane(rows[y], columns[x]); }
};

template <class T>
struct Limits {
  T low, high;
  /// NumPy's clip: no number stays that, and is what all pixels become where a limit is none.
  CEL_FN T of(T value) const {
    if (low != low || high != high) return low != low ? low : high;
    return value < low ? low : value > high ? high : value;
  }
};

template <class T>
struct Bilinear {
  View2<const T> plane;
  const Place<T>*rows, *columns;
  Limits<T> limits;
  View2<T> out;
  CEL_FN void operator()(int y, int x) const {
    const Place<T>&row = rows[y], &column = columns[x];
    const double above = between(plane.row(row.index[0]), column),
                 below = between(plane.row(row.index[1]), column);
    const double value =
        (1.0 - static_cast<double>(row.offset)) * above + static_cast<double>(row.offset) * below;
    out(y, x) = limits.of(static_cast<T>(value));
  }
  /// The product on the right is rounded to the type of the plane, as the compiler of scikit-image had it.
  CEL_FN static double between(const T* line, const Place<T>& at) {
    return (1.0 - static_cast<double>(at.offset)) * static_cast<double>(line[at.index[0]]) +
           static_cast<double>(at.offset * line[at.index[1]]);
  }
};

template <class T>
struct Cubic {
  View2<const T> plane;
  const Place<T>*rows, *columns;
  Limits<T> limits;
  View2<T> out;
  CEL_FN void operator()(int y, int x) const {
    T along_rows[4];
    for (int i = 0; i < 4; ++i) {
      const T* const line = plane.row(rows[y].index[i]);
      T pixels[4];
      for (int j = 0; j < 4; ++j) pixels[j] = line[columns[x].index[j]];
      along_rows[i] = through(columns[x].offset, pixels);
    }
    out(y, x) = limits.of(through(rows[y].offset, along_rows));
  }
  CEL_FN static T through(T t, const T* f) {
    return f[1] + T(0.5) * t *
                      (f[2] - f[0] +
                       t * (T(2) * f[0] - T(5) * f[1] + T(4) * f[2] - f[3] +
                            t * (T(3) * (f[1] - f[2]) + f[3] - f[0])));
  }
};

/// Lowest and highest value of a row; not a number if one is none.
template <class T>
struct RowLimits {
  View2<const T> plane;
  Limits<T>* limits;
  CEL_FN void operator()(std::int64_t y) const {
    const T* const row = plane.row(static_cast<int>(y));
    Limits<T> found{row[0], row[0]};
    for (int x = 1; x < plane.shape.width; ++x) {
      found.low = row[x] < found.low || row[x] != row[x] ? row[x] : found.low;
      found.high = row[x] > found.high || row[x] != row[x] ? row[x] : found.high;
    }
    limits[y] = found;
  }
};

template <class T>
Limits<T> limits_of(Queue& queue, const std::vector<View2<const T>>& planes) {
  Limits<T> all{std::numeric_limits<T>::infinity(), -std::numeric_limits<T>::infinity()};
  for (const View2<const T>& plane : planes) {
    Buffer<Limits<T>> rows(queue, plane.shape.height);
    for_each_index(queue, plane.shape.height, RowLimits<T>{plane, rows.data()});
    for (const Limits<T>& row : download(queue, rows)) {
      if (row.low < all.low || row.low != row.low) all.low = row.low;
      if (row.high > all.high || row.high != row.high) all.high = row.high;
    }
  }
  return all;
}

template <class T>
std::vector<std::int32_t> first_indices(const std::vector<Place<T>>& all) {
  std::vector<std::int32_t> indices;
  for (const Place<T>& place : all) indices.push_back(place.index[0]);
  return indices;
}

/// @param U  precision of the places
template <class U, class T>
void take_nearest(Queue& queue, View2<const T> plane, View2<T> out) {
  const auto along = [&](int inputs, int outputs) {
    return upload(queue, first_indices(places<U>(inputs, outputs, Interpolation::kNearest)));
  };
  const auto rows = along(plane.shape.height, out.shape.height),
             columns = along(plane.shape.width, out.shape.width);
  for_each_pixel(queue, out.shape, Nearest<T>{plane, rows.data(), columns.data(), out});
}

template <class T>
void interpolate(Queue& queue, View2<const T> plane, Interpolation interpolation, Limits<T> limits,
                 View2<T> out) {
  if (interpolation == Interpolation::kNearest) return take_nearest<T>(queue, plane, out);
  const auto rows = upload(queue, places<T>(plane.shape.height, out.shape.height, interpolation)),
             columns = upload(queue, places<T>(plane.shape.width, out.shape.width, interpolation));
  if (interpolation == Interpolation::kBilinear)
    for_each_pixel(queue, out.shape, Bilinear<T>{plane, rows.data(), columns.data(), limits, out});
  else
    for_each_pixel(queue, out.shape, Cubic<T>{plane, rows.data(), columns.data(), limits, out});
}

template <class T>
void resize(Queue& queue, std::vector<View2<const T>> planes, Interpolation interpolation, bool blur,
            const std::vector<View2<T>>& out) {
  if (planes.empty() || planes[0].shape.empty() || out[0].shape.empty()) return;
  const Shape2 from = planes[0].shape, to = out[0].shape;
  const double sigma_y = std::max(0.0, (static_cast<double>(from.height) / to.height - 1) / 2),
               sigma_x = std::max(0.0, (static_cast<double>(from.width) / to.width - 1) / 2);
  std::vector<Buffer<T>> blurred;
  if (blur && (sigma_y > 0 || sigma_x > 0))
    for (View2<const T>& plane : planes) {
      Buffer<T>& own = blurred.emplace_back(queue, from);
      gaussian(queue, plane, sigma_y, sigma_x, Border::kReflect, own.view(from));
      plane = own.view(from);
    }
  Limits<T> limits{};
  if (interpolation != Interpolation::kNearest) limits = limits_of(queue, planes);
  for (std::size_t i = 0; i < planes.size(); ++i)
    interpolate(queue, planes[i], interpolation, limits, out[i]);
}

}  // namespace

void resize_planes(Queue& queue, const std::vector<View2<const float>>& planes, Interpolation interpolation,
                   bool blur, const std::vector<View2<float>>& out) {
  resize(queue, planes, interpolation, blur, out);
}
void resize_planes(Queue& queue, const std::vector<View2<const double>>& planes, Interpolation interpolation,
                   bool blur, const std::vector<View2<double>>& out) {
  resize(queue, planes, interpolation, blur, out);
}

void resize_mask(Queue& queue, View2<const std::uint8_t> mask, View2<std::uint8_t> out) {
  if (mask.shape.empty() || out.shape.empty()) return;
  take_nearest<double>(queue, mask, out);
}

}  // namespace cellerate::kernel
