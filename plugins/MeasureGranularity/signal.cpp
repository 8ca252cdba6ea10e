// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/MeasureGranularity/signal.hpp"

#include <cmath>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "cuda/filter/cubic_resample.hpp"
#include "cuda/filter/grey_morphology.hpp"
#include "cuda/filter/linear_resample.hpp"
#include "cuda/pixel/arithmetic.hpp"
#include "cuda/pixel/keep_where.hpp"

namespace cellerate::modules::granularity {
namespace {

/// The spline through a mask must be so near to 1 for a pixel of the coarser grid to be visible.
constexpr double kVisible = 0.9;
constexpr const char* kTooSmall =
    "granularity needs images, also subsampled ones, with more than one row and column";

std::vector<double> divided(int n, double divisor) {
  std::vector<double> places(n);
  for (int i = 0; i < n; ++i) places[i] = i / divisor;
  return places;
}

/// n places from the first to the last of two grids of such sizes.
/// @throws std::invalid_argument where CellProfiler divides by zero
std::vector<double> stretched(int n, double from, double to) {
  if (to == 1) throw std::invalid_argument(kTooSmall);
  std::vector<double> places(n);
  for (int i = 0; i < n; ++i) places[i] = i * ((from - 1) / (to - 1));
  return places;
}

template <class T>
Signal<T> copied(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask, double height,
                 double width) {
  Signal<T> copy{image.shape, height, width, Buffer<T>(queue, image.shape), {}};
  queue.copy(copy.pixels.data(), image.data, image.size() * sizeof(T));
  if (mask) {
    copy.mask_pixels = Buffer<std::uint8_t>(queue, mask.shape);
    queue.copy(copy.mask_pixels.data(), mask.data, mask.size());
  }
  return copy;
}

/// A mask that hides nothing, for planes whose grid reaches beyond them.
Buffer<std::uint8_t> open_mask(Queue& queue, Shape2 shape) {
  return upload(queue, std::vector<std::uint8_t>(shape.size(), 1));
}

/// The image at every (1 / factor)-th pixel. What comes to lie beyond its last row or column is masked.
/// @param height, width  of the image, which are whole numbers only at first
template <class T>
Signal<T> sampled(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask, double height,
                  double width, double factor) {
  if (factor >= 1) return copied(queue, image, mask, height, width);
  Signal<T> grid;
  grid.height = height * factor;
  grid.width = width * factor;
  grid.shape = {static_cast<int>(std::ceil(grid.height)), static_cast<int>(std::ceil(grid.width))};
  const std::vector<double> rows = divided(grid.shape.height, factor),
                            columns = divided(grid.shape.width, factor);
  grid.pixels = Buffer<T>(queue, grid.shape);
  kernel::linear_resample(queue, image, rows, columns, grid.pixels.view(grid.shape));
  const bool reaches_beyond = rows.back() > image.shape.height - 1 || columns.back() > image.shape.width - 1;
  if (mask || reaches_beyond) {
    const Buffer<std::uint8_t> all = mask ? Buffer<std::uint8_t>() : open_mask(queue, image.shape);
    grid.mask_pixels = Buffer<std::uint8_t>(queue, grid.shape);
    kernel::cubic_resample(queue, mask ? mask : all.view(image.shape), factor,
                           grid.mask_pixels.view(grid.shape), kVisible);
  }
  return grid;
}

template <class T>
void clear_hidden(Queue& queue, Signal<T>& signal) {
  if (signal.mask())
    kernel::keep_where(queue, signal.view(), signal.mask(), signal.pixels.view(signal.shape));
}

/// The opening of the visible pixels with a disk, on a grid that is coarser still.
template <class T>
Signal<T> background_of(Queue& queue, const Signal<T>& signal, const Sampling& sampling) {
  Signal<T> background =
      sampled(queue, signal.view(), signal.mask(), signal.height, signal.width, sampling.background_factor);
  const kernel::Footprint disk = kernel::disk(sampling.radius);
  Buffer<T> filtered(queue, background.shape);
  clear_hidden(queue, background);
  kernel::minimum_filter(queue, background.view(), disk, kernel::Border::kReflect,
                         filtered.view(background.shape));
  std::swap(background.pixels, filtered);
  clear_hidden(queue, background);
  kernel::maximum_filter(queue, background.view(), disk, kernel::Border::kReflect,
                         filtered.view(background.shape));
  std::swap(background.pixels, filtered);
  return background;
}

template <class T>
void subtract(Queue& queue, View2<const T> background, View1<T> pixels) {
  using kernel::Arithmetic;
  using kernel::ArithmeticStep;
  constexpr bool is_single = std::is_same_v<T, float>;
  const auto sample = is_single ? kernel::Sample::F32 : kernel::Sample::F64;
  const auto step = [&](Arithmetic op, const T* image) {
    return ArithmeticStep{.op = op,
                          .operand = ArithmeticStep::Operand::Image,
                          .image = {sample, image, pixels.size},
                          .is_single = is_single};
  };
  kernel::calculate(queue,
                    {step(Arithmetic::Set, pixels.data),
                     step(Arithmetic::Subtract, background.data),
                     {.op = Arithmetic::Floor, .is_single = is_single}},
                    1, pixels);
}

template <class T>
Signal<T> make_signal(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask,
                      const Sampling& sampling) {
  const Shape2 shape = image.shape;
  if (shape.height < 2 || shape.width < 2) throw std::invalid_argument(kTooSmall);
  Signal<T> signal = sampled(queue, image, mask, shape.height, shape.width, sampling.factor);
  Signal<T> background = background_of(queue, signal, sampling);
  if (sampling.background_factor < 1) {
    Buffer<T> stretched_background(queue, signal.shape);
    kernel::linear_resample(queue, background.view(),
                            stretched(signal.shape.height, background.height, signal.height),
                            stretched(signal.shape.width, background.width, signal.width),
                            stretched_background.view(signal.shape));
    std::swap(background.pixels, stretched_background);
  }
  subtract(queue, std::as_const(background.pixels).view(signal.shape), signal.pixels.view());
  return signal;
}

}  // namespace

template <class T>
std::vector<double> Signal<T>::rows(int image_height) const {
  return stretched(image_height, height, image_height);
}
template <class T>
std::vector<double> Signal<T>::columns(int image_width) const {
  return stretched(image_width, width, image_width);
}
template struct Signal<float>;
template struct Signal<double>;

Signal<float> signal_of(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                        const Sampling& sampling) {
  return make_signal(queue, image, mask, sampling);
}
Signal<double> signal_of(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                         const Sampling& sampling) {
  return make_signal(queue, image, mask, sampling);
}

}  // namespace cellerate::modules::granularity
