// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/CorrectIlluminationCalculate/illumination_function.hpp"

#include <algorithm>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "cuda/filter/block_minimum.hpp"
#include "cuda/filter/correlate.hpp"
#include "cuda/filter/gaussian.hpp"
#include "cuda/filter/hull_transform.hpp"
#include "cuda/filter/polynomial.hpp"
#include "cuda/filter/rank_median.hpp"
#include "cuda/filter/smooth_with_mask.hpp"
#include "cuda/pixel/color.hpp"
#include "cuda/pixel/gray.hpp"
#include "cuda/pixel/masked_mean.hpp"
#include "cuda/pixel/robust_scale.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules::illumination {
namespace {

using Mask = View2<const std::uint8_t>;

constexpr double kFullWidthPerSigma = 2.35;
constexpr int kShortestSplineSide = 200;
constexpr double kRobustFraction = 0.02, kMiddle = 0.5;

template <class T>
Plane owning_plane(Buffer<T>&& pixels, Shape2 shape) {
  auto owner = std::make_shared<const Buffer<T>>(std::move(pixels));
  return {owner->view(shape), owner};
}

template <class T>
Plane channel_of(Queue& queue, const Image& image, int channel) {
  if (image.channels() == 1) return {image.plane<T>(), nullptr};
  Buffer<T> plane(queue, image.shape());
  kernel::take_channel(queue, image.data<T>(), image.channels(), channel, plane.view(image.shape()));
  return owning_plane(std::move(plane), image.shape());
}

std::vector<Plane> planes_of(Queue& queue, const Image& image) {
  std::vector<Plane> planes;
  if (image.type() == CEL_I32) throw std::invalid_argument("the image holds labels, not intensities");
  if (image.is_binary()) {
    Buffer<double> plane(queue, image.shape());
    kernel::widen(queue, samples_of(image), plane.view());
    planes.push_back(owning_plane(std::move(plane), image.shape()));
    return planes;
  }
  for (int channel = 0; channel < image.channels(); ++channel)
    planes.push_back(image.type() == CEL_F64 ? channel_of<double>(queue, image, channel)
                                             : channel_of<float>(queue, image, channel));
  return planes;
}

/// A picture of the same shape, each plane made by step(View2<const T>) -> Buffer<float>.
template <class Step>
Picture changed(const Picture& picture, const Step& step) {
  Picture result{.shape = picture.shape, .keeps_mask = picture.keeps_mask};
  if (picture.keeps_mask) result.mask = picture.mask;
  for (const Plane& plane : picture.planes)
    result.planes.push_back(std::visit(
        [&](const auto& pixels) { return make_plane(step(pixels), picture.shape); }, plane.pixels));
  return result;
}

Buffer<float> rounded(Queue& queue, Buffer<double>&& pixels) {
  Buffer<float> result(queue, pixels.size());
  kernel::narrow(queue, std::as_const(pixels).view(), result.view());
  return result;
}
Buffer<float> rounded(Queue&, Buffer<float>&& pixels) { return std::move(pixels); }

Buffer<float> single_precision(Queue& queue, View2<const double> plane) {
  Buffer<float> result(queue, plane.shape);
  kernel::narrow(queue, {plane.data, plane.size()}, result.view());
  return result;
}
Buffer<float> single_precision(Queue& queue, View2<const float> plane) {
  Buffer<float> result(queue, plane.shape);
  queue.copy(result.data(), plane.data, result.size() * sizeof(float));
  return result;
}

template <class T>
Buffer<float> gaussian(Queue& queue, double sigma, View2<const T> plane, Mask mask) {
  const std::vector<double> weights = sigma > 0 ? kernel::gaussian_weights(sigma) : std::vector<double>{1};
  Buffer<T> out(queue, plane.shape);
  kernel::smooth_with_mask(queue, plane, mask, weights, kernel::kMaskEpsilon, out.view(plane.shape));
  return rounded(queue, std::move(out));
}

/// Of colors CellProfiler keeps the levels of 16 bits as they are.
template <class T>
Buffer<float> median(Queue& queue, double sigma, View2<const T> plane, Mask mask, bool is_color) {
  const Shape2 shape = plane.shape;
  Buffer<std::uint16_t> levels(queue, shape), medians(queue, shape);
  Buffer<float> out(queue, shape);
  kernel::to_rank_levels(queue, plane, mask, levels.view(shape));
  kernel::rank_median(queue, std::as_const(levels).view(shape), std::max(1, static_cast<int>(sigma + 0.5)),
                      medians.view(shape));
  const kernel::SampleView samples{kernel::Sample::U16, medians.data(), medians.size()};
  if (is_color)
    kernel::divide_samples(queue, samples, 1, out.view());
  else
    kernel::full_range(queue, samples, out.view());
  return out;
}

template <class T>
Buffer<float> polynomial(Queue& queue, View2<const T> plane, Mask mask) {
  Buffer<T> out(queue, plane.shape);
  kernel::fit_polynomial(queue, plane, mask, true, out.view(plane.shape));
  return rounded(queue, std::move(out));
}

template <class T>
Buffer<float> hulls(Queue& queue, View2<const T> plane, Mask mask) {
  Buffer<double> out(queue, plane.shape);
  kernel::smooth_by_hulls(queue, plane, mask, out.view(plane.shape));
  return rounded(queue, std::move(out));
}

template <class T>
Buffer<float> average(Queue& queue, View2<const T> plane, Mask mask) {
  Buffer<float> out(queue, plane.shape);
  kernel::fill(queue, static_cast<float>(kernel::masked_mean(queue, plane, mask)), out.view());
  return out;
}

/// The background as its deviation from its mean: meant to be subtracted.
template <class T>
Buffer<float> splines(Queue& queue, const Settings& settings, View2<const T> plane, Mask mask) {
  kernel::SplineBackground parameters = settings.splines;
  if (settings.automatic_splines) {
    const int side = std::min(plane.shape.height, plane.shape.width);
    parameters = {.scale = side < kShortestSplineSide ? 1 : static_cast<double>(side) / kShortestSplineSide};
  }
  Buffer<T> out(queue, plane.shape);
  kernel::spline_background(queue, plane, mask, parameters, out.view(plane.shape));
  const T mean = kernel::masked_mean(queue, std::as_const(out).view(plane.shape), mask);
  kernel::subtract_inside(queue, mask, mean, out.view(plane.shape));
  return rounded(queue, std::move(out));
}

template <class T>
Buffer<float> smooth(Queue& queue, const Settings& settings, View2<const T> plane, Mask mask, bool is_color) {
  const double sigma = settings.filter_width(plane.shape) / kFullWidthPerSigma;
  switch (settings.smoothing) {
    case Smoothing::ConvexHull:
      return hulls(queue, plane, mask);
    case Smoothing::Polynomial:
      return polynomial(queue, plane, mask);
    case Smoothing::MedianFilter:
      return median(queue, sigma, plane, mask, is_color);
    case Smoothing::Gaussian:
      return gaussian(queue, sigma, plane, mask);
    case Smoothing::Average:
      return average(queue, plane, mask);
    default:
      return splines(queue, settings, plane, mask);
  }
}

/// CellProfiler keeps a binary image binary while it convolves it, and is left with next to nothing.
void refuse_binary(const Picture& picture, const char* step) {
  if (picture.is_binary)
    throw std::invalid_argument(std::string(step) + " cannot be calculated of a binary image");
}

}  // namespace

Plane make_plane(Buffer<float>&& pixels, Shape2 shape) { return owning_plane(std::move(pixels), shape); }
Plane make_plane(Buffer<double>&& pixels, Shape2 shape) { return owning_plane(std::move(pixels), shape); }

Picture prepared(Queue& queue, const Settings& settings, const Image& image) {
  const Picture picture{.shape = image.shape(),
                        .planes = planes_of(queue, image),
                        .mask = image.mask(),
                        .keeps_mask = true,
                        .is_binary = image.is_binary()};
  if (settings.takes_block_minima())
    return changed(picture, [&](const auto& plane) {
      Buffer<float> minima(queue, plane.shape);
      kernel::block_minimum(queue, plane, picture.mask, settings.block_size, minima.view(plane.shape));
      return minima;
    });
  if (!picture.mask || picture.is_binary || image.type() == CEL_F32) return picture;
  return changed(picture, [&](const auto& plane) { return single_precision(queue, plane); });
}

Picture dilated(Queue& queue, const Settings& settings, const Picture& picture) {
  if (!settings.dilates) return picture;
  refuse_binary(picture, "the dilation");
  const kernel::SquareKernel weights =
      kernel::circular_gaussian(settings.dilation_radius, 3 * settings.dilation_radius);
  return changed(picture, [&](const auto& plane) {
    Buffer<float> out(queue, plane.shape);
    kernel::correlate_with_mask(queue, plane, picture.mask, weights, kernel::kMaskEpsilon,
                                out.view(plane.shape));
    return out;
  });
}

Picture smoothed(Queue& queue, const Settings& settings, const Picture& picture) {
  if (settings.smoothing == Smoothing::None) return picture;
  if (settings.smoothing == Smoothing::Gaussian) refuse_binary(picture, "the Gaussian filter");
  if (settings.smoothing == Smoothing::Splines) refuse_binary(picture, "the splines");
  const bool is_color = picture.planes.size() > 1;
  return changed(picture,
                 [&](const auto& plane) { return smooth(queue, settings, plane, picture.mask, is_color); });
}

Picture rescaled(Queue& queue, const Settings& settings, const Picture& picture) {
  if (settings.rescaling == Rescaling::No) return picture;
  const bool raise = settings.rescaling == Rescaling::Yes;
  return changed(picture, [&](const auto& plane) {
    Buffer<float> out(queue, plane.shape);
    kernel::divide_by_quantile(queue, plane, picture.mask, raise ? kRobustFraction : kMiddle, raise,
                               out.view(plane.shape));
    return out;
  });
}

NewImage to_image(Queue& queue, const Picture& picture) {
  const auto channels = static_cast<int>(picture.planes.size());
  const auto* exact = std::get_if<View2<const double>>(&picture.planes.front().pixels);
  if (picture.is_binary) {
    Buffer<std::uint8_t> binary(queue, picture.shape);
    kernel::nonzero(queue, View1<const double>{exact->data, exact->size()}, binary.view());
    return NewImage::of(std::move(binary), picture.shape);
  }
  if (exact && channels == 1) {
    Buffer<double> copy(queue, picture.shape);
    queue.copy(copy.data(), exact->data, copy.size() * sizeof(double));
    return NewImage::of(std::move(copy), picture.shape);
  }
  Buffer<float> interleaved(queue, picture.shape.size() * channels);
  for (int channel = 0; channel < channels; ++channel)
    std::visit(
        [&]<class T>(View2<const T> plane) {
          const auto type = std::is_same_v<T, float> ? kernel::Sample::F32 : kernel::Sample::F64;
          kernel::put_channel(queue, {type, plane.data, plane.size()}, channels, channel, interleaved.data());
        },
        picture.planes[channel].pixels);
  return NewImage::of(std::move(interleaved), picture.shape, channels);
}

}  // namespace cellerate::modules::illumination
