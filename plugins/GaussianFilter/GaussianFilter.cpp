/// GaussianFilter: images blurred by a Gaussian.
/// Meaning, sources and differences from CellProfiler: GaussianFilter.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <stdexcept>
#include <utility>

#include "cuda/filter/gaussian.hpp"
#include "cuda/pixel/color.hpp"
#include "cuda/pixel/gray.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {
namespace {

constexpr const char* kInputText = "Select the input image";
constexpr int kColors = 3;

struct GaussianFilterSettings {
  std::string input = "None", output = "GaussianFilter";
  int sigma = 1;

  void bind(Binder& b) {
    b.image(input, kInputText);
    b.new_image(output, "Name the output image");
    b.integer(sigma, "Sigma");
  }
};

class GaussianFilter {
 public:
  static constexpr ModuleInfo info = {
      .revision = 1, .category = "Advanced", .summary = "Blurs images by a Gaussian."};
  using Settings = GaussianFilterSettings;

  GaussianFilter(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  void declare(Declaration& d) const {
    d.needs_image(settings_.input, kInputText);
    d.makes_image(settings_.output);
  }

  void run(ImageSet& images) const;

 private:
  Buffer<float> blurred_colors(Queue& queue, const Image& image) const;
  Buffer<float> blurred(Queue& queue, const Image& image) const;

  Settings settings_;
};

Buffer<float> GaussianFilter::blurred_colors(Queue& queue, const Image& image) const {
  const Shape2 shape = image.shape();
  Buffer<float> plane(queue, shape), smooth(queue, shape), all(queue, image.samples());
  for (int channel = 0; channel < image.channels(); ++channel) {
    kernel::take_channel(queue, image.data<float>(), image.channels(), channel, plane.view(shape));
    kernel::gaussian(queue, std::as_const(plane).view(shape), settings_.sigma, kernel::Border::kNearest,
                     smooth.view(shape));
    kernel::put_channel(queue, {kernel::Sample::F32, smooth.data(), smooth.size()}, image.channels(), channel,
                        all.data());
  }
  return all;
}

/// Binary images are blurred in double precision, as others that have it.
Buffer<float> GaussianFilter::blurred(Queue& queue, const Image& image) const {
  const Shape2 shape = image.shape();
  Buffer<float> result(queue, shape);
  if (image.type() == CEL_F32) {
    kernel::gaussian(queue, image.plane<float>(), settings_.sigma, kernel::Border::kNearest,
                     result.view(shape));
    return result;
  }
  Buffer<double> wide(queue, shape), smooth(queue, shape);
  kernel::widen(queue, samples_of(image), wide.view());
  kernel::gaussian(queue, std::as_const(wide).view(shape), settings_.sigma, kernel::Border::kNearest,
                   smooth.view(shape));
  kernel::narrow(queue, std::as_const(smooth).view(), result.view());
  return result;
}

void GaussianFilter::run(ImageSet& images) const {
  if (settings_.sigma < 0) throw std::invalid_argument("\"Sigma\" must not be negative");
  const Image image = images.image(settings_.input);
  const bool is_color = image.channels() == kColors && image.type() == CEL_F32;
  if (image.type() == CEL_I32 || (image.channels() > 1 && !is_color))
    throw std::invalid_argument("image '" + settings_.input +
                                "' must be gray, binary or of three colors of single precision");
  Queue& queue = images.queue();
  NewImage output = NewImage::of(is_color ? blurred_colors(queue, image) : blurred(queue, image),
                                 image.shape(), image.channels());
  output.parent = settings_.input;
  images.add_image(settings_.output, std::move(output));
}

}  // namespace

CEL_MODULE(GaussianFilter)

}  // namespace cellerate::modules
