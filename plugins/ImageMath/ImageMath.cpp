/// ImageMath: arithmetic and logic of images and measurements.
/// Meaning, sources and differences from CellProfiler: ImageMath.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <stdexcept>

#include "cuda/pixel/arithmetic.hpp"
#include "cuda/pixel/mask.hpp"
#include "plugins/ImageMath/calculation.hpp"
#include "plugins/ImageMath/image_math_settings.hpp"
#include "plugins/ImageMath/operands.hpp"

namespace cellerate::modules {
namespace {

using namespace image_math;

class ImageMath {
 public:
  static constexpr ModuleInfo info = {.revision = 5,
                                      .category = "Image Processing",
                                      .summary = "Arithmetic and logic of images and measurements."};
  using Settings = image_math::Settings;

  ImageMath(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u) { image_math::upgrade(u); }
  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  Buffer<std::uint8_t> output_mask(Queue& queue, const Operands& operands) const;

  Settings settings_;
};

void ImageMath::declare(Declaration& d) const {
  d.makes_image(settings_.output);
  if (settings_.operands.empty() || settings_.operands.front().source != Source::Image)
    return d.fault(kSourceText, "the first operand must be an image");
  for (std::size_t i = 0; i < settings_.operand_count(); ++i) {
    const OperandSettings& operand = settings_.operands[i];
    if (operand.source == Source::Image)
      d.needs_image(operand.image, kImageText);
    else if (settings_.operation == Operation::StandardDeviation)
      d.fault(kSourceText, "the standard deviation is that of images");
  }
}

Buffer<std::uint8_t> copy_of(Queue& queue, const CroppedSamples& mask, Shape2 shape) {
  Buffer<std::uint8_t> copy(queue, shape);
  const View2<const std::uint8_t> view{static_cast<const std::uint8_t*>(mask.samples.data), shape};
  kernel::keep_inside(queue, view, mask.samples, 1, copy.data());
  return copy;
}

/// The pixels that all masks allow; nothing where there is no mask. Of a standard deviation CellProfiler
/// forgets the masks unless every image has one; where masks are ignored, the first image's is kept.
Buffer<std::uint8_t> ImageMath::output_mask(Queue& queue, const Operands& operands) const {
  Buffer<std::uint8_t> mask;
  const Shape2 shape = operands.smallest.shape();
  for (const Operand& operand : operands.all) {
    if (operand.mask && mask.empty())
      mask = copy_of(queue, *operand.mask, shape);
    else if (operand.mask)
      kernel::intersect(queue, mask.view(),
                        {static_cast<const std::uint8_t*>(operand.mask->samples.data), shape.size()});
    else if (settings_.operation == Operation::StandardDeviation)
      return {};
    if (settings_.ignore_mask) break;
  }
  return mask;
}

template <class T>
NewImage calculated(Queue& queue, const Calculation& calculation, const Operands& operands) {
  const Shape2 shape = operands.smallest.shape();
  const int channels = operands.channels();
  Buffer<T> pixels(queue, shape.size() * channels);
  kernel::calculate(queue, calculation.steps, channels, pixels.view());
  if constexpr (std::is_same_v<T, std::uint8_t>) {
    NewImage image = NewImage::of(std::move(pixels), shape);
    image.channels = channels;
    return image;
  } else {
    return NewImage::of(std::move(pixels), shape, channels);
  }
}

NewImage calculated(Queue& queue, const Calculation& calculation, const Operands& operands) {
  switch (calculation.type) {
    case Type::Binary:
      return calculated<std::uint8_t>(queue, calculation, operands);
    case Type::Double:
      return calculated<double>(queue, calculation, operands);
    default:
      return calculated<float>(queue, calculation, operands);
  }
}

void ImageMath::run(ImageSet& images) const {
  Queue& queue = images.queue();
  const Operands operands = read_operands(settings_, images);
  Calculation calculation = plan(settings_, operands);
  Buffer<std::uint8_t> mask = output_mask(queue, operands);
  if (!mask.empty() && !settings_.ignore_mask) {
    if (operands.channels() > 1)
      throw std::invalid_argument("color images with a mask cannot be calculated with: ignore the masks");
    calculation.steps.push_back({.op = kernel::Arithmetic::Multiply,
                                 .operand = kernel::ArithmeticStep::Operand::Image,
                                 .image = {kernel::Sample::Bool, mask.data(), mask.size()},
                                 .is_single = calculation.type == Type::Single});
  }
  NewImage output = calculated(queue, calculation, operands);
  output.parent = operands.first;
  output.mask = hand_over(std::move(mask));
  if (const auto crop = operands.smallest.crop_mask()) {
    Buffer<std::uint8_t> copy =
        copy_of(queue, {{kernel::Sample::Bool, crop.data, crop.size()}, {}}, crop.shape);
    output.crop_mask = hand_over(std::move(copy));
    output.crop_shape = crop.shape;
  }
  images.add_image(settings_.output, std::move(output));
}

}  // namespace

CEL_MODULE(ImageMath)

}  // namespace cellerate::modules
