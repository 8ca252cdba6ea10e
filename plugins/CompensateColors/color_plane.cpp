// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/CompensateColors/color_plane.hpp"

#include <stdexcept>

#include "cuda/filter/gaussian.hpp"
#include "cuda/filter/gaussian_laplace.hpp"
#include "cuda/filter/grey_morphology.hpp"
#include "cuda/pixel/arithmetic.hpp"
#include "cuda/pixel/color_levels.hpp"
#include "cuda/pixel/quantize.hpp"
#include "cuda/pixel/sample_range.hpp"

namespace cellerate::modules {
namespace {

using kernel::Arithmetic;
using kernel::ArithmeticStep;

constexpr double kFullRange = 65535;

template <class T>
kernel::SampleView samples(const Buffer<T>& pixels) {
  return {sizeof(T) == sizeof(float) ? kernel::Sample::F32 : kernel::Sample::F64, pixels.data(),
          pixels.size()};
}

template <class T>
ArithmeticStep step(Arithmetic op, const Buffer<T>& image) {
  return {.op = op,
          .operand = ArithmeticStep::Operand::Image,
          .image = samples(image),
          .is_single = sizeof(T) == sizeof(float)};
}

ArithmeticStep step(Arithmetic op, double constant) {
  return {.op = op, .constant = constant, .is_single = false};
}

kernel::SampleRange range_of(Queue& queue, kernel::SampleView samples, View2<const std::uint8_t> mask = {}) {
  const kernel::SampleRange range = kernel::sample_range(queue, samples, 1, -1, mask);
  if (range.has_nan) throw std::invalid_argument("a pixel is no number");
  return range;
}

}  // namespace

ColorPlane::ColorPlane(Queue& queue, const GraySamples& image) : queue_(queue), shape_(image.shape()) {
  if (image.is_single()) {
    Buffer<float> copy(queue, shape_);
    queue.copy(copy.data(), image.samples().data, copy.size() * sizeof(float));
    pixels_ = std::move(copy);
  } else {
    Buffer<double> wide(queue, shape_);
    kernel::widen(queue, image.samples(), wide.view());
    pixels_ = std::move(wide);
  }
}

/// Puts what filter(pixels) returns in the place of the pixels.
template <class F>
void ColorPlane::replace(const F& filter) {
  std::visit([&](const auto& pixels) { pixels_ = filter(pixels); }, pixels_);
}

ColorPlane::Range ColorPlane::range() {
  const auto found =
      std::visit([&](const auto& pixels) { return range_of(queue_, samples(pixels)); }, pixels_);
  return {found.low, found.high};
}

void ColorPlane::tophat(int radius) {
  replace([&]<class T>(const Buffer<T>& pixels) {
    Buffer<T> out(queue_, shape_);
    kernel::white_tophat(queue_, pixels.view(shape_), kernel::disk(radius), out.view(shape_));
    return out;
  });
}

void ColorPlane::laplacian_of_gaussian(int sigma) {
  replace([&](const auto& pixels) {
    Buffer<std::uint16_t> whole(queue_, shape_);
    if (!kernel::quantize(queue_, pixels.view(), whole.view()))
      throw std::invalid_argument("the Laplacian of Gaussian needs pixels from -1 to 1");
    Buffer<double> image(queue_, shape_), filtered(queue_, shape_);
    kernel::widen(queue_, {kernel::Sample::U16, whole.data(), whole.size()}, image.view());
    kernel::gaussian_laplace(queue_, image.view(shape_), sigma, filtered.view(shape_));
    kernel::calculate(
        queue_,
        {step(Arithmetic::Set, filtered), step(Arithmetic::Multiply, -1), step(Arithmetic::Floor, 0),
         step(Arithmetic::Ceiling, kFullRange), step(Arithmetic::Divide, kFullRange)},
        1, image.view());
    return image;
  });
}

void ColorPlane::difference_of_gaussians(int low_sigma, int high_sigma) {
  replace([&]<class T>(const Buffer<T>& pixels) {
    Buffer<T> low(queue_, shape_), high(queue_, shape_), out(queue_, shape_);
    kernel::gaussian(queue_, pixels.view(shape_), low_sigma, kernel::Border::kNearest, low.view(shape_));
    kernel::gaussian(queue_, pixels.view(shape_), high_sigma, kernel::Border::kNearest, high.view(shape_));
    kernel::calculate(queue_, {step(Arithmetic::Set, low), step(Arithmetic::Subtract, high)}, 1, out.view());
    return out;
  });
}

void ColorPlane::divide(double divisor) {
  std::visit([&](auto& pixels) { kernel::divide(queue_, pixels.view(), divisor, pixels.view()); }, pixels_);
}

void ColorPlane::rescale() {
  const Range own = range();
  replace([&](const auto& pixels) {
    Buffer<double> out(queue_, shape_);
    kernel::rescale(queue_, pixels.view(), {own.low, own.high, 1 / kFullRange, 1}, out.view());
    return out;
  });
}

void ColorPlane::rescale_in_objects(View2<const std::int32_t> labels) {
  replace([&](const auto& pixels) {
    Buffer<double> inside(queue_, shape_);
    Buffer<std::uint8_t> counts(queue_, shape_);
    kernel::keep_labeled(queue_, pixels.view(), {labels.data, labels.size()}, inside.view());
    kernel::nonzero(queue_, inside.view(), counts.view());
    const kernel::SampleRange own = range_of(queue_, samples(inside), counts.view(shape_));
    if (own.pixels == 0)
      throw std::invalid_argument("an image is 0 in all objects: it has no range to rescale");
    kernel::rescale(queue_, inside.view(), {own.low, own.high, 1 / kFullRange, 1}, inside.view());
    return inside;
  });
}

void ColorPlane::write_levels(View1<std::int32_t> levels) const {
  std::visit([&](const auto& pixels) { kernel::to_levels(queue_, pixels.view(), levels); }, pixels_);
}

void ColorPlane::append_to(std::vector<float>& values) const {
  const std::vector<float> own = download(queue_, std::get<Buffer<float>>(pixels_));
  values.insert(values.end(), own.begin(), own.end());
}

void ColorPlane::append_to(std::vector<double>& values) const {
  std::visit(
      [&](const auto& pixels) {
        const auto own = download(queue_, pixels);
        values.insert(values.end(), own.begin(), own.end());
      },
      pixels_);
}

}  // namespace cellerate::modules
