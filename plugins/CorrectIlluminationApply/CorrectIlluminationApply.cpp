/// CorrectIlluminationApply: images divided by illumination functions, or minus them.
/// Meaning, sources and differences from CellProfiler: CorrectIlluminationApply.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "cuda/pixel/arithmetic.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {
namespace {

constexpr const char* kInputText = "Select the input image";
constexpr const char* kFunctionText = "Select the illumination function";

enum class Method { Divide, Subtract };

struct Correction {
  std::string input = "None", output = "CorrBlue", function = "None";
  Method method = Method::Divide;

  void bind(Binder& b) {
    b.image(input, kInputText);
    b.new_image(output, "Name the output image");
    b.image(function, kFunctionText);
    b.choice(method, "Select how the illumination function is applied", {"Divide", "Subtract"});
  }
};
constexpr int kSettingsOfCorrection = 4;

struct CorrectIlluminationApplySettings {
  std::vector<Correction> corrections;
  bool truncates_low = true, truncates_high = true;

  void bind(Binder& b) {
    b.each_to_end(corrections, kSettingsOfCorrection, 2);
    b.binary(truncates_low, "Set output image values less than 0 equal to 0?");
    b.binary(truncates_high, "Set output image values greater than 1 equal to 1?");
  }
};

class CorrectIlluminationApply {
 public:
  static constexpr ModuleInfo info = {
      .revision = 5,
      .category = "Image Processing",
      .summary = "Divides images by illumination functions, or subtracts them."};
  using Settings = CorrectIlluminationApplySettings;

  CorrectIlluminationApply(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u);

  void declare(Declaration& d) const {
    for (const Correction& correction : settings_.corrections) {
      d.needs_image(correction.input, kInputText);
      d.needs_image(correction.function, kFunctionText);
      d.makes_image(correction.output);
    }
  }

  void run(ImageSet& images) const {
    for (const Correction& correction : settings_.corrections) correct(images, correction);
  }

 private:
  void correct(ImageSet& images, const Correction& correction) const;
  std::vector<kernel::ArithmeticStep> steps(const Correction& correction, const Image& image,
                                            const Image& function) const;

  Settings settings_;
};

void CorrectIlluminationApply::upgrade(Upgrade& u) {
  auto& values = u.values;
  if (u.revision == 1) u.revision = 2;  // had one image only, in the same order
  if (u.revision == 2) {
    constexpr int kOldSize = 5;  // its last one, the rescaling, is no more
    std::vector<std::string> kept;
    for (std::size_t i = 0; i < values.size(); ++i)
      if (i % kOldSize != kOldSize - 1) kept.push_back(values[i]);
    values = std::move(kept);
    u.revision = 3;
  }
  if (u.revision == 4 && !values.empty()) values.pop_back();  // an answer that has become two
  if (u.revision == 3 || u.revision == 4) {
    values.insert(values.end(), {"Yes", "Yes"});
    u.revision = 5;
  }
}

std::string size_text(const Image& image) {
  std::string text = "(" + std::to_string(image.shape().height) + ", " + std::to_string(image.shape().width);
  if (image.channels() > 1) text += ", " + std::to_string(image.channels());
  return text + ")";
}

void check_sizes(const Correction& correction, const Image& image, const Image& function) {
  if (image.shape() == function.shape() &&
      (function.channels() == 1 || function.channels() == image.channels()))
    return;
  throw std::invalid_argument("image '" + correction.input + "' and illumination function '" +
                              correction.function + "' have different sizes: " + size_text(image) + " and " +
                              size_text(function));
}

std::vector<kernel::ArithmeticStep> CorrectIlluminationApply::steps(const Correction& correction,
                                                                    const Image& image,
                                                                    const Image& function) const {
  using kernel::Arithmetic;
  using Step = kernel::ArithmeticStep;
  const auto operand = [](Arithmetic op, const Image& of) {
    return Step{
        .op = op, .operand = Step::Operand::Image, .image = samples_of(of), .channels = of.channels()};
  };
  const auto constant = [](Arithmetic op, double value) { return Step{.op = op, .constant = value}; };
  const bool subtracts = correction.method == Method::Subtract;
  std::vector<Step> all{operand(Arithmetic::Set, image),
                        operand(subtracts ? Arithmetic::Subtract : Arithmetic::Divide, function)};
  // CellProfiler leaves nothing below 0 of a subtraction, whatever the settings say
  if (subtracts || settings_.truncates_low) all.push_back(constant(Arithmetic::Floor, 0));
  if (settings_.truncates_high) all.push_back(constant(Arithmetic::Ceiling, 1));
  const bool is_double =
      image.type() == CEL_F64 || function.type() == CEL_F64 || (image.is_binary() && function.is_binary());
  for (Step& step : all) step.is_single = !is_double;
  return all;
}

void CorrectIlluminationApply::correct(ImageSet& images, const Correction& correction) const {
  const Image image = images.image(correction.input), function = images.image(correction.function);
  check_sizes(correction, image, function);
  for (const Image& each : {image, function})
    if (each.type() == CEL_I32) throw std::invalid_argument("labels are no intensities to correct");
  if (image.is_binary() && function.is_binary() && correction.method == Method::Subtract)
    throw std::invalid_argument("a binary image cannot be subtracted from another one");
  Buffer<float> pixels(images.queue(), image.samples());
  kernel::calculate(images.queue(), steps(correction, image, function), image.channels(), pixels.view());
  NewImage output = NewImage::of(std::move(pixels), image.shape(), image.channels());
  output.parent = correction.input;
  images.add_image(correction.output, std::move(output));
}

}  // namespace

CEL_MODULE(CorrectIlluminationApply)

}  // namespace cellerate::modules
