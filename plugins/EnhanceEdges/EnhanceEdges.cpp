/// EnhanceEdges: images of where intensities change.
/// Meaning, sources and differences from CellProfiler: EnhanceEdges.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <stdexcept>
#include <utility>

#include "cuda/filter/canny.hpp"
#include "cuda/filter/gradient.hpp"
#include "cuda/filter/laplacian_of_gaussian.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {
namespace {

using kernel::EdgeDirection;
using kernel::GradientOperator;
using Mask = View2<const std::uint8_t>;

constexpr const char* kInputText = "Select the input image";
constexpr const char* kAutomaticUpperText = "Automatically calculate the threshold?";
constexpr const char* kUpperText = "Absolute threshold";
constexpr const char* kFactorText = "Threshold adjustment factor";
constexpr const char* kDirectionText = "Select edge direction to enhance";
constexpr const char* kAutomaticSigmaText = "Calculate Gaussian's sigma automatically?";
constexpr const char* kSigmaText = "Gaussian's sigma value";
constexpr const char* kAutomaticLowerText = "Calculate value for low threshold automatically?";
constexpr const char* kLowerText = "Low threshold value";

enum class Method { Sobel, Prewitt, Roberts, LoG, Canny, Kirsch };

struct EnhanceEdgesSettings {
  std::string input = "None", output = "EdgedImage";
  bool automatic_upper = true, automatic_sigma = true, automatic_lower = true;
  double upper = 0.2, factor = 1, sigma = 10, lower = 0.1;
  Method method = Method::Sobel;
  EdgeDirection direction = EdgeDirection::kAll;

  void bind(Binder& b) {
    b.image(input, kInputText);
    b.new_image(output, "Name the output image");
    b.binary(automatic_upper, kAutomaticUpperText);
    b.number(upper, kUpperText, {.min = 0, .max = 1});
    b.number(factor, kFactorText);
    b.choice(method, "Select an edge-finding method",
             {"Sobel", "Prewitt", "Roberts", "LoG", "Canny", "Kirsch"});
    b.choice(direction, kDirectionText, {"All", "Horizontal", "Vertical"});
    b.binary(automatic_sigma, kAutomaticSigmaText);
    b.number(sigma, kSigmaText);
    b.binary(automatic_lower, kAutomaticLowerText);
    b.number(lower, kLowerText, {.min = 0, .max = 1});
  }
  bool is_hidden(std::string_view text) const {
    const bool is_canny = method == Method::Canny, has_sigma = is_canny || method == Method::LoG;
    if (text == kDirectionText) return method != Method::Sobel && method != Method::Prewitt;
    if (text == kAutomaticSigmaText) return !has_sigma;
    if (text == kSigmaText) return !has_sigma || automatic_sigma;
    if (text == kAutomaticUpperText || text == kAutomaticLowerText) return !is_canny;
    if (text == kUpperText) return !is_canny || automatic_upper;
    if (text == kLowerText) return !is_canny || automatic_lower;
    if (text == kFactorText) return !is_canny || !(automatic_upper || automatic_lower);
    return false;
  }
  double sigma_used() const {
    if (!automatic_sigma) return sigma;
    return method == Method::Canny ? 1.0 : 2.0;
  }
};

class EnhanceEdges {
 public:
  static constexpr ModuleInfo info = {
      .revision = 2, .category = "Image Processing", .summary = "Makes images of where intensities change."};
  using Settings = EnhanceEdgesSettings;

  EnhanceEdges(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u) {
    constexpr std::size_t kFilterSize = 6;
    if (u.revision != 1) return;
    if (u.values.size() <= kFilterSize) throw std::invalid_argument("the module has too few settings");
    u.values.erase(u.values.begin() + kFilterSize);
    u.revision = 2;
  }

  void declare(Declaration& d) const {
    d.needs_image(settings_.input, kInputText);
    d.makes_image(settings_.output);
  }

  void run(ImageSet& images) const;

 private:
  template <class T>
  NewImage edges(Queue& queue, View2<const T> plane, Mask mask) const;
  template <class T>
  NewImage canny(Queue& queue, View2<const T> plane, Mask mask) const;

  Settings settings_;
};

template <class T>
NewImage EnhanceEdges::canny(Queue& queue, View2<const T> plane, Mask mask) const {
  kernel::OtsuThresholds thresholds{settings_.lower, settings_.upper};
  if (settings_.automatic_lower || settings_.automatic_upper) {
    const kernel::OtsuThresholds found = kernel::canny_thresholds(queue, plane, mask);
    if (settings_.automatic_lower) thresholds.lower = found.lower * settings_.factor;
    if (settings_.automatic_upper) thresholds.upper = found.upper * settings_.factor;
  }
  Buffer<std::uint8_t> binary(queue, plane.shape);
  kernel::canny(queue, plane, mask, settings_.sigma_used(), thresholds, binary.view(plane.shape));
  return NewImage::of(std::move(binary), plane.shape);
}

/// Roberts' and Kirsch's edges have double precision whatever the image is, the others that of the image.
template <class T>
NewImage EnhanceEdges::edges(Queue& queue, View2<const T> plane, Mask mask) const {
  const Shape2 shape = plane.shape;
  if (settings_.method == Method::Canny) return canny(queue, plane, mask);
  if (settings_.method == Method::Roberts || settings_.method == Method::Kirsch) {
    Buffer<double> out(queue, shape);
    if (settings_.method == Method::Roberts)
      kernel::roberts(queue, plane, mask, out.view(shape));
    else
      kernel::kirsch(queue, plane, out.view(shape));
    return NewImage::of(std::move(out), shape);
  }
  Buffer<T> out(queue, shape);
  if (settings_.method == Method::LoG) {
    kernel::laplacian_of_gaussian(queue, plane, mask, settings_.sigma_used(), out.view(shape));
    return NewImage::of(std::move(out), shape);
  }
  const bool is_sobel = settings_.method == Method::Sobel;
  // CellProfiler hands the mask to all but Prewitt's filter in all directions
  const bool counts_mask = is_sobel || settings_.direction != EdgeDirection::kAll;
  kernel::gradient_magnitude(queue, plane, counts_mask ? mask : Mask{},
                             is_sobel ? GradientOperator::kSobel : GradientOperator::kPrewitt,
                             settings_.direction, out.view(shape));
  return NewImage::of(std::move(out), shape);
}

void EnhanceEdges::run(ImageSet& images) const {
  const GraySamples source(images, settings_.input);
  Queue& queue = images.queue();
  const Mask mask = source.image().mask();
  const Shape2 shape = source.shape();
  NewImage output;
  if (source.is_single()) {
    output = edges(queue, View2<const float>{static_cast<const float*>(source.samples().data), shape}, mask);
  } else {
    // As gray images binary ones have double precision
    Buffer<double> gray(queue, shape);
    kernel::widen(queue, source.samples(), gray.view());
    output = edges(queue, std::as_const(gray).view(shape), mask);
  }
  output.parent = settings_.input;
  images.add_image(settings_.output, std::move(output));
}

}  // namespace

CEL_MODULE(EnhanceEdges)

}  // namespace cellerate::modules
