/// RescaleIntensity: intensities stretched over a range, or divided.
/// Meaning, sources and differences from CellProfiler: RescaleIntensity.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "cuda/pixel/arithmetic.hpp"
#include "cuda/pixel/color.hpp"
#include "cuda/pixel/gray.hpp"
#include "cuda/pixel/sample_range.hpp"
#include "plugins/RescaleIntensity/rescale_settings.hpp"
#include "plugins/shared/image_samples.hpp"
#include "plugins/shared/required_measurement.hpp"

namespace cellerate::modules {
namespace {

using namespace rescale;
using kernel::Arithmetic;
using Steps = std::vector<kernel::ArithmeticStep>;

/// Of all images of a group; CellProfiler only looks at those without a mask.
struct GroupRange {
  std::optional<double> low, high;
};

class RescaleIntensity {
 public:
  static constexpr ModuleInfo info = {
      .revision = 3,
      .category = "Image Processing",
      .summary = "Stretches the intensities of an image over a range, or divides them."};
  using Settings = rescale::Settings;

  RescaleIntensity(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u) { rescale::upgrade(u); }

  void declare(Declaration& d) const {
    d.needs_image(settings_.input, kInputText);
    if (settings_.method == Method::MatchMaximum) d.needs_image(settings_.match, kMatchText);
    if (settings_.method == Method::DivideByMeasurement)
      require_measurement(d, "Image", settings_.measurement, kMeasurementText);
    d.makes_image(settings_.output);
  }

  bool works_on_groups() const { return settings_.looks_at_all_images(); }
  std::string_view gathers_from() const {
    return settings_.looks_at_all_images() ? std::string_view(settings_.input) : std::string_view();
  }
  void gather(ImageSet& images) const;
  void run(ImageSet& images) const;

 private:
  Range<double> source_range(ImageSet& images, const Image& image) const;
  NewImage stretched(Queue& queue, const Image& image) const;
  NewImage divided(ImageSet& images, const Image& image) const;
  double divisor(ImageSet& images, const Image& image) const;
  std::optional<Steps> steps_to_match(ImageSet& images, const Image& image) const;

  Settings settings_;
};

kernel::SampleRange range_of(Queue& queue, const Image& image) {
  return kernel::sample_range(queue, samples_of(image), image.channels(), -1, image.mask());
}

/// numpy.min and numpy.max
double lowest(const kernel::SampleRange& range) { return range.has_nan ? NAN : range.low; }
double highest(const kernel::SampleRange& range) { return range.has_nan ? NAN : range.high; }

/// CellProfiler computes with the type of the image, binary ones in double precision.
bool is_single(const Image& image) { return image.type() == CEL_F32; }

kernel::ArithmeticStep step(Arithmetic op, double constant, bool single) {
  return {.op = op,
          .constant = single ? static_cast<double>(static_cast<float>(constant)) : constant,
          .is_single = single};
}

kernel::ArithmeticStep set(kernel::SampleView samples, int channels, bool single) {
  return {.op = Arithmetic::Set,
          .operand = kernel::ArithmeticStep::Operand::Image,
          .image = samples,
          .channels = channels,
          .is_single = single};
}

/// skimage.exposure.rescale_intensity
Steps rescaling(kernel::SampleView samples, int channels, bool single, Range<double> from, Range<double> to) {
  const bool flat = from.min == from.max;
  const Range<double> limits = flat ? to : from;
  Steps steps{set(samples, channels, single), step(Arithmetic::Maximum, limits.min, single),
              step(Arithmetic::Minimum, limits.max, single)};
  if (flat) return steps;
  steps.push_back(step(Arithmetic::Subtract, from.min, single));
  steps.push_back(step(Arithmetic::Divide, from.max - from.min, single));
  steps.push_back(step(Arithmetic::Multiply, to.max - to.min, single));
  steps.push_back(step(Arithmetic::Add, to.min, single));
  return steps;
}

/// A result in double precision, which CellProfiler keeps.
NewImage calculated(Queue& queue, const Image& image, const Steps& steps) {
  Buffer<double> pixels(queue, image.samples());
  kernel::calculate(queue, steps, image.channels(), pixels.view());
  return NewImage::of(std::move(pixels), image.shape(), image.channels());
}

void RescaleIntensity::gather(ImageSet& images) const {
  const GraySamples gray(images, settings_.input);
  if (gray.image().has_mask()) return;
  const kernel::SampleRange range = kernel::sample_range(images.queue(), gray.samples(), 1, -1, {});
  GroupRange& all = images.group_state<GroupRange>();
  all.low = all.low ? std::min(*all.low, lowest(range)) : lowest(range);
  all.high = all.high ? std::max(*all.high, highest(range)) : highest(range);
}

Range<double> RescaleIntensity::source_range(ImageSet& images, const Image& image) const {
  const End low = settings_.low_from, high = settings_.high_from;
  if (low == End::Custom && high == End::Custom) return settings_.from;
  kernel::SampleRange range{};
  if (low == End::EachImage || high == End::EachImage) {
    range = range_of(images.queue(), image);
    if (range.pixels == 0) return {0, 1};
  }
  const auto of_group = [&](const std::optional<double> GroupRange::*end) {
    const std::optional<double> value = images.group_state<GroupRange>().*end;
    if (!value)
      throw std::runtime_error("every image of the group has a mask: there is no range of all images");
    return *value;
  };
  Range<double> result{settings_.low, settings_.high};
  if (low == End::EachImage) result.min = lowest(range);
  if (high == End::EachImage) result.max = highest(range);
  if (low == End::AllImages) result.min = of_group(&GroupRange::low);
  if (high == End::AllImages) result.max = of_group(&GroupRange::high);
  return result;
}

/// One channel of an image as a plane.
class ChannelSamples {
 public:
  ChannelSamples(Queue& queue, const Image& image, int channel) : samples_(samples_of(image)) {
    if (image.channels() == 1) return;
    if (image.type() == CEL_F64)
      take(queue, image, channel, doubles_, kernel::Sample::F64);
    else
      take(queue, image, channel, floats_, kernel::Sample::F32);
  }
  kernel::SampleView samples() const { return samples_; }

 private:
  template <class T>
  void take(Queue& queue, const Image& image, int channel, Buffer<T>& plane, kernel::Sample type) {
    plane = Buffer<T>(queue, image.shape());
    kernel::take_channel(queue, image.data<T>(), image.channels(), channel, plane.view(image.shape()));
    samples_ = {type, plane.data(), plane.size()};
  }
  Buffer<float> floats_;
  Buffer<double> doubles_;
  kernel::SampleView samples_;
};

/// Each channel of a color image over a range of its own.
NewImage RescaleIntensity::stretched(Queue& queue, const Image& image) const {
  const int channels = image.channels();
  Buffer<double> interleaved(queue, image.samples()), plane(queue, image.shape());
  for (int channel = 0; channel < channels; ++channel) {
    const ChannelSamples source(queue, image, channel);
    const kernel::SampleRange found = kernel::sample_range(queue, source.samples(), 1, 0, image.mask());
    const Range<double> from = found.pixels ? Range<double>{found.low, found.high} : Range<double>{0, 1};
    kernel::calculate(queue, rescaling(source.samples(), 1, is_single(image), from, {0, 1}), 1, plane.view());
    if (channels == 1) return NewImage::of(std::move(plane), image.shape());
    kernel::put_channel(queue, {kernel::Sample::F64, plane.data(), plane.size()}, channels, channel,
                        interleaved.data());
  }
  return NewImage::of(std::move(interleaved), image.shape(), channels);
}

double RescaleIntensity::divisor(ImageSet& images, const Image& image) const {
  if (settings_.method == Method::DivideByValue) return settings_.divisor;
  if (settings_.method == Method::DivideByMeasurement)
    return measured_values(images, "Image", settings_.measurement).at(0);
  const kernel::SampleRange range = range_of(images.queue(), image);
  if (settings_.method == Method::DivideByMinimum) return range.pixels ? lowest(range) : 0;
  return range.pixels ? highest(range) : 1;
}

/// Nothing where the image stays as it is.
std::optional<Steps> RescaleIntensity::steps_to_match(ImageSet& images, const Image& image) const {
  const bool single = is_single(image);
  const kernel::SampleRange range = range_of(images.queue(), image);
  if (range.pixels == 0 || highest(range) == 0) return std::nullopt;
  const kernel::SampleRange other = range_of(images.queue(), images.image(settings_.match));
  return Steps{set(samples_of(image), image.channels(), single),
               step(Arithmetic::Multiply, other.pixels ? highest(other) : 1, single),
               step(Arithmetic::Divide, highest(range), single)};
}

NewImage RescaleIntensity::divided(ImageSet& images, const Image& image) const {
  Queue& queue = images.queue();
  const bool single = is_single(image);
  std::optional<Steps> steps;
  if (settings_.method == Method::MatchMaximum) {
    steps = steps_to_match(images, image);
  } else {
    const double value = divisor(images, image);
    if (value == 0) throw std::runtime_error("pixel intensities cannot be divided by 0");
    steps = Steps{set(samples_of(image), image.channels(), single), step(Arithmetic::Divide, value, single)};
  }
  if (!steps) {
    NewImage same{.shape = image.shape(), .channels = image.channels(), .type = image.type()};
    same.pixels = copy_of_samples(queue, image);
    return same;
  }
  if (!single) return calculated(queue, image, *steps);
  Buffer<float> pixels(queue, image.samples());
  kernel::calculate(queue, *steps, image.channels(), pixels.view());
  return NewImage::of(std::move(pixels), image.shape(), image.channels());
}

void RescaleIntensity::run(ImageSet& images) const {
  const Image image = images.image(settings_.input);
  if (image.type() == CEL_I32)
    throw std::invalid_argument("image '" + settings_.input + "' holds labels, not intensities");
  NewImage output;
  if (settings_.method == Method::Stretch) {
    output = stretched(images.queue(), image);
  } else if (settings_.uses_range()) {
    const Range<double> to = settings_.method == Method::CustomRange ? settings_.to : Range<double>{0, 1};
    output = calculated(
        images.queue(), image,
        rescaling(samples_of(image), image.channels(), is_single(image), source_range(images, image), to));
  } else {
    output = divided(images, image);
  }
  output.parent = settings_.input;
  output.channel_stack = image.is_channel_stack();
  images.add_image(settings_.output, std::move(output));
}

}  // namespace

CEL_MODULE(RescaleIntensity)

}  // namespace cellerate::modules
