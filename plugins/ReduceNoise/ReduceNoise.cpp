/// ReduceNoise: non-local means.
/// Meaning, sources and differences from CellProfiler: ReduceNoise.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <stdexcept>
#include <utility>

#include "cuda/filter/nl_means.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {
namespace {

constexpr const char* kInputText = "Select the input image";

struct ReduceNoiseSettings {
  std::string input = "None", output = "ReduceNoise";
  int patch_size = 7, reach = 11;
  double cutoff = 0.1;

  void bind(Binder& b) {
    b.image(input, kInputText);
    b.new_image(output, "Name the output image");
    b.integer(patch_size, "Size", {.min = 0});
    b.integer(reach, "Distance", {.min = 0});
    b.number(cutoff, "Cut-off distance");
  }
};

class ReduceNoise {
 public:
  static constexpr ModuleInfo info = {
      .revision = 1,
      .category = "Advanced",
      .summary = "Replaces pixels by the mean of those whose surroundings look alike."};
  using Settings = ReduceNoiseSettings;

  ReduceNoise(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  void declare(Declaration& d) const {
    d.needs_image(settings_.input, kInputText);
    d.makes_image(settings_.output);
  }

  void run(ImageSet& images) const;

 private:
  Settings settings_;
};

void ReduceNoise::run(ImageSet& images) const {
  Queue& queue = images.queue();
  const Image image = images.image(settings_.input);
  if (image.type() == CEL_I32)
    throw std::invalid_argument("image '" + settings_.input + "' holds labels, not intensities");
  Buffer<double> pixels(queue, image.samples());
  kernel::widen(queue, samples_of(image), pixels.view());
  Buffer<float> denoised(queue, image.samples());
  // An even size counts as one more, also 0.
  kernel::nl_means(queue, std::as_const(pixels).view(), image.shape(), image.channels(),
                   settings_.patch_size | 1, settings_.reach, settings_.cutoff, denoised.view());
  NewImage output = NewImage::of(std::move(denoised), image.shape(), image.channels());
  output.parent = settings_.input;
  output.channel_stack = image.is_channel_stack();
  images.add_image(settings_.output, std::move(output));
}

}  // namespace

CEL_MODULE(ReduceNoise)

}  // namespace cellerate::modules
