/// EnhanceOrSuppressFeatures: an image of mostly the features of interest, or without them.
/// Meaning, sources and differences from CellProfiler: EnhanceOrSuppressFeatures.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include "cuda/pixel/gray.hpp"
#include "plugins/EnhanceOrSuppressFeatures/feature_filter.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {
namespace {

class EnhanceOrSuppressFeatures {
 public:
  static constexpr const char* kAliases[] = {"EnhanceOrSuppressSpeckles", nullptr};
  static constexpr ModuleInfo info = {
      .revision = 7,
      .category = "Image Processing",
      .summary = "Enhances or suppresses speckles, neurites, holes, circles, texture or relief.",
      .aliases = kAliases};
  using Settings = enhance::Settings;

  EnhanceOrSuppressFeatures(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u) { enhance::upgrade(u); }

  void declare(Declaration& d) const {
    d.needs_image(settings_.input, enhance::kInputText);
    d.makes_image(settings_.output);
  }

  void run(ImageSet& images) const {
    const GraySamples source(images, settings_.input);
    NewImage output = NewImage::of(filtered(images.queue(), source), source.shape());
    output.parent = settings_.input;
    images.add_image(settings_.output, std::move(output));
  }

 private:
  Buffer<float> filtered(Queue& queue, const GraySamples& source) const;

  Settings settings_;
};

Buffer<float> EnhanceOrSuppressFeatures::filtered(Queue& queue, const GraySamples& source) const {
  const View2<const std::uint8_t> mask = source.image().mask();
  const kernel::SampleView samples = source.samples();
  if (samples.type == kernel::Sample::F32)
    return enhance::filter_features(
        queue, settings_, View2<const float>{static_cast<const float*>(samples.data), source.shape()}, mask);
  if (samples.type == kernel::Sample::F64)
    return enhance::filter_features(
        queue, settings_, View2<const double>{static_cast<const double*>(samples.data), source.shape()},
        mask);
  // As gray images binary ones have double precision
  Buffer<double> gray(queue, source.shape());
  kernel::widen(queue, samples, gray.view());
  return enhance::filter_features(queue, settings_, std::as_const(gray).view(source.shape()), mask);
}

}  // namespace

CEL_MODULE(EnhanceOrSuppressFeatures)

}  // namespace cellerate::modules
