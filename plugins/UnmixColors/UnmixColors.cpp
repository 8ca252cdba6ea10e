/// UnmixColors: an image of each dye of a stained tissue out of its color image.
/// Meaning, sources and differences from CellProfiler: UnmixColors.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "cuda/pixel/unmix.hpp"
#include "plugins/UnmixColors/pseudo_inverse.hpp"

namespace cellerate::modules {
namespace {

using Absorbances = std::array<double, 3>;

enum class Stain { kCustom = 17 };

/// In the order of the setting's choices.
constexpr Absorbances kStains[] = {{0.274, 0.679, 0.680}, {0.875, 0.458, 0.158}, {0.853, 0.509, 0.113},
                                   {0.071, 0.977, 0.198}, {0.268, 0.570, 0.776}, {0.093, 0.954, 0.283},
                                   {0.749, 0.606, 0.267}, {0.214, 0.851, 0.478}, {0.464, 0.830, 0.308},
                                   {0.644, 0.717, 0.267}, {0.553, 0.754, 0.354}, {0.799, 0.591, 0.105},
                                   {0.980, 0.144, 0.133}, {0.553, 0.754, 0.354}, {0.107, 0.368, 0.923},
                                   {0.175, 0.972, 0.155}, {0.100, 0.737, 0.668}};

struct StainSettings {
  std::string output = "Hematoxylin";
  Stain stain = Stain{9};
  double red = 0.5, green = 0.5, blue = 0.5;

  void bind(Binder& b) {
    b.new_image(output, "Name the output image");
    b.choice(stain, "Stain",
             {"AEC", "Alcian blue", "Aniline blue", "Azocarmine", "DAB", "Eosin", "Fast blue", "Fast red",
              "Feulgen", "Hematoxylin", "Hematoxylin and PAS", "Methyl blue", "Methyl green",
              "Methylene blue", "Orange-G", "PAS", "Ponceau-fuchsin", "Custom"});
    b.number(red, "Red absorbance", {.min = 0, .max = 1});
    b.number(green, "Green absorbance", {.min = 0, .max = 1});
    b.number(blue, "Blue absorbance", {.min = 0, .max = 1});
  }
  Absorbances absorbances() const {
    Absorbances values =
        stain == Stain::kCustom ? Absorbances{red, green, blue} : kStains[static_cast<int>(stain)];
    const double length = std::sqrt(values[0] * values[0] + values[1] * values[1] + values[2] * values[2]);
    for (double& value : values) value /= length;
    return values;
  }
};

struct UnmixColorsSettings {
  std::string image = "None";
  std::vector<StainSettings> stains;

  void bind(Binder& b) {
    b.count(stains, "Stain count", 1);
    b.image(image, "Select the input color image");
    b.each(stains);
  }
  bool is_hidden(std::string_view text) const {
    return text.ends_with(" absorbance") && std::none_of(stains.begin(), stains.end(), [](const auto& s) {
             return s.stain == Stain::kCustom;
           });
  }
};

class UnmixColors {
 public:
  static constexpr ModuleInfo info = {.revision = 2,
                                      .category = "Image Processing",
                                      .summary = "Makes an image of each dye out of a color image."};
  using Settings = UnmixColorsSettings;

  UnmixColors(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  void declare(Declaration& d) const {
    d.needs_image(settings_.image, "Select the input color image");
    for (const StainSettings& stain : settings_.stains) d.makes_image(stain.output);
  }
  void run(ImageSet& images) const;

 private:
  Settings settings_;
};

void UnmixColors::run(ImageSet& images) const {
  Queue& queue = images.queue();
  const Image image = images.image(settings_.image);
  if (image.channels() != 3 && image.channels() != 4)
    throw std::invalid_argument("image '" + settings_.image + "' must be a color image");
  std::vector<Absorbances> rows;
  for (const StainSettings& stain : settings_.stains) rows.push_back(stain.absorbances());
  const std::vector<Absorbances> weights = inverse_columns(rows);
  for (std::size_t k = 0; k < weights.size(); ++k) {
    Buffer<float> out(queue, image.shape());
    if (image.type() == CEL_F64)
      kernel::unmix(queue, {image.data<double>(), image.samples()}, image.channels(), weights[k], out.view());
    else
      kernel::unmix(queue, {image.data<float>(), image.samples()}, image.channels(), weights[k], out.view());
    NewImage output = NewImage::of(std::move(out), image.shape());
    output.parent = settings_.image;
    images.add_image(settings_.stains[k].output, std::move(output));
  }
}

}  // namespace

CEL_MODULE(UnmixColors)

}  // namespace cellerate::modules
