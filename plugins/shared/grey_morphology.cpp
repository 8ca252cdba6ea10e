// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/grey_morphology.hpp"

#include <stdexcept>
#include <utility>

#include "cuda/pixel/convert.hpp"
#include "cuda/pixel/gray.hpp"

namespace cellerate::modules {
namespace {

/// Where the size of the window is even, openings and closings go on with the edge pixels of the image: their
/// windows have the size of the square then.
template <class T>
void apply(Queue& queue, View2<const T> from, const StructuringElement& element, GreyMorphology operation,
           View2<T> to) {
  kernel::Footprint window = element.window();
  switch (operation) {
    case GreyMorphology::kDilate:
      return kernel::maximum_filter(queue, from, window, kernel::Border::kReflect, to);
    case GreyMorphology::kErode:
      return kernel::minimum_filter(queue, from, window, kernel::Border::kReflect, to);
    case GreyMorphology::kOpen:
      if (element.is_even()) --window.size;
      return kernel::opening(queue, from, window, to);
    case GreyMorphology::kClose:
      if (element.is_even()) --window.size;
      return kernel::closing(queue, from, window, to);
  }
}

}  // namespace

void GreyMorphologySettings::bind(Binder& b) {
  b.image(image, "Select the input image");
  b.new_image(output, "Name the output image");
  element.bind(b);
}

void GreyMorphologySettings::declare(Declaration& d) const {
  d.needs_image(image, "Select the input image");
  d.makes_image(output);
}

void run_grey_morphology(ImageSet& images, const GreyMorphologySettings& settings, GreyMorphology operation) {
  Queue& queue = images.queue();
  const Image image = images.image(settings.image);
  const Shape2 shape = image.shape();
  if (image.channels() != 1 || image.type() == CEL_I32)
    throw std::invalid_argument("image '" + settings.image + "' must be grayscale or binary");
  NewImage output;
  if (image.type() == CEL_F64) {
    Buffer<double> result(queue, shape);
    apply(queue, image.plane<double>(), settings.element, operation, result.view(shape));
    output = NewImage::of(std::move(result), shape);
  } else if (image.is_binary()) {
    Buffer<float> gray(queue, shape), result(queue, shape);
    Buffer<std::uint8_t> binary(queue, shape);
    kernel::binary_to_gray(queue, {image.data<std::uint8_t>(), shape.size()}, gray.view());
    apply(queue, std::as_const(gray).view(shape), settings.element, operation, result.view(shape));
    kernel::nonzero(queue, std::as_const(result).view(), binary.view());
    output = NewImage::of(std::move(binary), shape);
  } else {
    Buffer<float> result(queue, shape);
    apply(queue, image.plane<float>(), settings.element, operation, result.view(shape));
    output = NewImage::of(std::move(result), shape);
  }
  output.parent = settings.image;
  images.add_image(settings.output, std::move(output));
}

}  // namespace cellerate::modules
