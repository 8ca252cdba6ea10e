/// Smooth: images without their fine detail.
/// Meaning, sources and differences from CellProfiler: Smooth.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <utility>

#include "cuda/filter/bilateral.hpp"
#include "cuda/filter/gaussian.hpp"
#include "cuda/filter/octagon_filter.hpp"
#include "cuda/filter/pillbox.hpp"
#include "cuda/filter/polynomial.hpp"
#include "cuda/filter/smooth_with_mask.hpp"
#include "cuda/pixel/gray.hpp"
#include "cuda/pixel/masked_mean.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {
namespace {

using Mask = View2<const std::uint8_t>;

constexpr const char* kInputText = "Select the input image";
constexpr const char* kAutomaticText = "Calculate artifact diameter automatically?";
constexpr const char* kDiameterText = "Typical artifact diameter";
constexpr const char* kDifferenceText = "Edge intensity difference";
constexpr double kFullWidthPerSigma = 2.35;

enum class Method { Polynomial, Gaussian, Median, KeepingEdges, CircularAverage, Average };

struct SmoothSettings {
  std::string input = "None", output = "FilteredImage";
  Method method = Method::Polynomial;
  bool automatic = true, clip = true;
  double diameter = 16, edge_difference = 0.1;

  void bind(Binder& b) {
    b.image(input, kInputText);
    b.new_image(output, "Name the output image");
    b.choice(method, "Select smoothing method",
             {"Fit Polynomial", "Gaussian Filter", "Median Filter", "Smooth Keeping Edges",
              "Circular Average Filter", "Smooth to Average"});
    b.binary(automatic, kAutomaticText);
    b.number(diameter, kDiameterText);
    b.number(edge_difference, kDifferenceText);
    b.binary(clip, "Clip intensities to 0 and 1?");
  }
  bool is_hidden(std::string_view text) const {
    const bool has_size = method != Method::Polynomial && method != Method::Average;
    if (text == kAutomaticText) return !has_size;
    if (text == kDiameterText) return !has_size || automatic;
    if (text == kDifferenceText) return method != Method::KeepingEdges;
    return false;
  }
  double diameter_in(Shape2 shape) const {
    if (!automatic) return diameter;
    return std::min(30.0, std::max(1.0, (shape.height + shape.width) / 2.0 / 40));
  }
};

class Smooth {
 public:
  static constexpr ModuleInfo info = {
      .revision = 2, .category = "Image Processing", .summary = "Takes the fine detail out of images."};
  using Settings = SmoothSettings;

  Smooth(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u) {
    if (u.revision != 1) return;
    u.values.push_back("Yes");
    u.revision = 2;
  }

  void declare(Declaration& d) const {
    d.needs_image(settings_.input, kInputText);
    d.makes_image(settings_.output);
  }

  void run(ImageSet& images) const {
    const GraySamples source(images, settings_.input);
    NewImage output = NewImage::of(smoothed(images.queue(), source), source.shape());
    output.parent = settings_.input;
    images.add_image(settings_.output, std::move(output));
  }

 private:
  Buffer<float> smoothed(Queue& queue, const GraySamples& source) const;
  template <class T>
  Buffer<float> smoothed(Queue& queue, View2<const T> plane, Mask mask) const;
  Buffer<float> smoothed_as_double(Queue& queue, kernel::SampleView samples, Shape2 shape, Mask mask) const;

  Settings settings_;
};

Buffer<float> rounded(Queue& queue, const Buffer<double>& pixels) {
  Buffer<float> result(queue, pixels.size());
  kernel::narrow(queue, pixels.view(), result.view());
  return result;
}
Buffer<float> rounded(Queue&, Buffer<float>&& pixels) { return std::move(pixels); }

template <class T>
Buffer<float> Smooth::smoothed(Queue& queue, View2<const T> plane, Mask mask) const {
  const Shape2 shape = plane.shape;
  const double diameter = settings_.diameter_in(shape), sigma = diameter / kFullWidthPerSigma;
  Buffer<T> out(queue, shape);
  switch (settings_.method) {
    case Method::Gaussian:
      kernel::smooth_with_mask(queue, plane, mask,
                               sigma > 0 ? kernel::gaussian_weights(sigma) : std::vector<double>{1},
                               kernel::kMaskEpsilon, out.view(shape));
      return rounded(queue, std::move(out));
    case Method::Polynomial:
      kernel::fit_polynomial(queue, plane, mask, settings_.clip, out.view(shape));
      return rounded(queue, std::move(out));
    default:
      break;
  }
  Buffer<float> result(queue, shape);
  if (settings_.method == Method::Median)
    kernel::octagon_filter(queue, plane, mask, diameter / 2 + 1, result.view(shape));
  else
    kernel::fill(queue, static_cast<float>(kernel::masked_mean(queue, plane, mask)), result.view());
  return result;
}

/// Methods that CellProfiler computes in double precision, whatever the image is.
Buffer<float> Smooth::smoothed_as_double(Queue& queue, kernel::SampleView samples, Shape2 shape,
                                         Mask mask) const {
  Buffer<double> wide(queue, shape), out(queue, shape);
  kernel::widen(queue, samples, wide.view());
  const View2<const double> plane = std::as_const(wide).view(shape);
  const double diameter = settings_.diameter_in(shape);
  if (settings_.method == Method::CircularAverage)
    kernel::circular_average(queue, plane, mask, diameter / 2 + 1, out.view(shape));
  else
    kernel::bilateral(queue, plane, settings_.edge_difference, diameter / kFullWidthPerSigma,
                      out.view(shape));
  return rounded(queue, out);
}

Buffer<float> Smooth::smoothed(Queue& queue, const GraySamples& source) const {
  const Mask mask = source.image().mask();
  const kernel::SampleView samples = source.samples();
  const Shape2 shape = source.shape();
  if (settings_.method == Method::CircularAverage || settings_.method == Method::KeepingEdges)
    return smoothed_as_double(queue, samples, shape, mask);
  if (source.is_single())
    return smoothed(queue, View2<const float>{static_cast<const float*>(samples.data), shape}, mask);
  // As gray images binary ones have double precision
  Buffer<double> gray(queue, shape);
  kernel::widen(queue, samples, gray.view());
  return smoothed(queue, std::as_const(gray).view(shape), mask);
}

}  // namespace

CEL_MODULE(Smooth)

}  // namespace cellerate::modules
