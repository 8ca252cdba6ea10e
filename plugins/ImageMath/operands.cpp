// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/ImageMath/operands.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules::image_math {
namespace {

using Step = kernel::ArithmeticStep;

Type type_of(const Image& image, const std::string& name) {
  switch (image.type()) {
    case CEL_BOOL:
      return Type::Binary;
    case CEL_F32:
      return Type::Single;
    case CEL_F64:
      return Type::Double;
    default:
      throw std::invalid_argument("image '" + name + "' holds labels, not intensities");
  }
}

Operand measured(const ImageSet& images, const std::string& feature) {
  Operand operand;
  const auto values = images.values("Image", feature);
  operand.scalar = values && !values->empty() ? values->front() : std::nan("");
  return operand;
}

/// The first of the images with the fewest samples.
Image smallest_of(const std::vector<Image>& images) {
  return *std::min_element(images.begin(), images.end(),
                           [](const Image& a, const Image& b) { return a.samples() < b.samples(); });
}

Operand read_image(Queue& queue, const Image& image, const std::string& name, const Image& smallest) {
  Operand operand;
  operand.type = type_of(image, name);
  operand.channels = image.channels();
  operand.pixels = crop_similarly(queue, smallest, samples_of(image), image.shape(), image.channels());
  if (const auto mask = image.mask())
    operand.mask =
        crop_similarly(queue, smallest, {kernel::Sample::Bool, mask.data, mask.size()}, mask.shape);
  return operand;
}

}  // namespace

Type promoted(Type a, Type b) {
  if (a == b) return a;
  const Type low = std::min(a, b), high = std::max(a, b);
  return low == Type::Binary && high == Type::Scalar ? Type::Double : high;
}

void Operand::scale(double by) {
  if (by == 1) return;
  if (type == Type::Scalar) {
    scalar *= by;
    return;
  }
  factor = type == Type::Single ? static_cast<double>(static_cast<float>(by)) : by;
  if (type == Type::Binary) type = Type::Double;
}

kernel::ArithmeticStep Operand::step(kernel::Arithmetic op, Type result, int target) const {
  Step step{.op = op, .target = target};
  step.is_single = result == Type::Single;
  if (type == Type::Scalar) {
    step.constant = step.is_single ? static_cast<double>(static_cast<float>(scalar)) : scalar;
    return step;
  }
  step.operand = Step::Operand::Image;
  step.image = pixels.samples;
  step.channels = channels;
  step.factor = factor;
  step.is_scaled = factor != 1;
  return step;
}

int Operands::channels() const {
  int most = 1;
  for (const Operand& operand : all) most = std::max(most, operand.channels);
  return most;
}

bool Operands::are_binary() const {
  return std::all_of(all.begin(), all.end(), [](const Operand& operand) {
    return operand.type == Type::Binary || operand.type == Type::Scalar;
  });
}

bool Operands::has_scalars() const {
  return std::any_of(all.begin(), all.end(),
                     [](const Operand& operand) { return operand.type == Type::Scalar; });
}

Operands read_operands(const Settings& settings, ImageSet& images) {
  const std::vector<OperandSettings> used(settings.operands.begin(),
                                          settings.operands.begin() + settings.operand_count());
  std::vector<Image> pictures;
  for (const OperandSettings& operand : used)
    if (operand.source == Source::Image) pictures.push_back(images.image(operand.image));
  Operands result;
  result.smallest = smallest_of(pictures);
  result.first = used.front().image;
  auto picture = pictures.begin();
  for (const OperandSettings& operand : used) {
    result.all.push_back(operand.source == Source::Image
                             ? read_image(images.queue(), *picture++, operand.image, result.smallest)
                             : measured(images, operand.measurement));
    if (!settings.is_logical()) result.all.back().scale(operand.factor);
  }
  for (const Operand& operand : result.all)
    if (operand.channels != 1 && operand.channels != result.channels())
      throw std::invalid_argument("the images have different numbers of channels");
  return result;
}

}  // namespace cellerate::modules::image_math
