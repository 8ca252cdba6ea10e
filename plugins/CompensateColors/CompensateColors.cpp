/// CompensateColors: takes apart what overlaps in the spectra of several channels.
/// Meaning, sources and differences from CellProfiler: CompensateColors.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "cuda/numeric/selected_percentile.hpp"
#include "cuda/pixel/convert.hpp"
#include "cuda/pixel/sample_range.hpp"
#include "plugins/CompensateColors/color_class.hpp"
#include "plugins/CompensateColors/unmixing.hpp"

namespace cellerate::modules {
namespace {

enum class Where { Images, Objects };
enum class RescaleInside { No, PerImage, PerGroup };
enum class Match { No, BeforeMask, AfterMask };

constexpr const char* kImageText = "Select an image to measure";
constexpr const char* kClassText = "What compensation class does this image belong to?";
constexpr const char* kWhereText = "Select where to perform color compensation";
constexpr const char* kObjectsText = "Select an object to perform compensation within";
constexpr const char* kRescaleInsideText =
    "Should images be rescaled 0-1 before compensating but after masking to objects?";
constexpr const char* kMatchText = "Should histogram matching be performed between the image groups?";
constexpr const char* kTemplateText = "What compensation class should serve as the template histogram?";
constexpr const char* kPercentileText = "What percentile should be used for multiplication";
constexpr const char* kTophatRadiusText = "What size radius should be used for the tophat filter?";
constexpr const char* kLaplaceSigmaText = "What size radius should be used for the LoG filter?";
constexpr const char* kLowSigmaText = "What size sigma should be used for the DoG low sigma?";
constexpr const char* kHighSigmaText = "What size radius should be used for the DoG low sigma?";

struct Channel {
  std::string input = "None", output = "None";
  int color = 1;
  void bind(Binder& b) {
    b.image(input, kImageText);
    b.integer(color, kClassText);
    b.new_image(output, "Select an output image name");
  }
};

struct Within {
  std::string name = "None";
  void bind(Binder& b) { b.objects(name, kObjectsText); }
};

struct CompensateColorsSettings {
  std::vector<Channel> channels;
  std::vector<Within> objects;
  Where where = Where::Images;
  bool rescales_input = false, rescales_output = false, divides = false;
  RescaleInside rescale_inside = RescaleInside::No;
  Match match = Match::No;
  int reference = 1, tophat_radius = 3, laplace_sigma = 1, low_sigma = 3, high_sigma = 5;
  double percentile = 99;
  bool has_tophat = false, has_laplace = false, has_difference = false;

  void bind(Binder& b) {
    b.count(channels, "Hidden", 1);
    b.count(objects, "Hidden", 1);
    b.each(channels);
    b.choice(where, kWhereText, {"Across entire image", "Within objects"});
    b.each(objects);
    b.binary(
        rescales_input,
        "Should individual images be rescaled 0-1 before compensating pre-masking or on unmasked images?");
    b.choice(rescale_inside, kRescaleInsideText, {"No", "Yes, per image", "Yes, per group"});
    b.choice(match, kMatchText,
             {"No", "Yes, pre-masking or on unmasked images", "Yes, post-masking to objects"});
    b.integer(reference, kTemplateText);
    b.binary(rescales_output, "Should images be rescaled 0-1 after compensating?");
    b.binary(divides, "Should the images be divided by a scalar based on group percentiles");
    b.number(percentile, kPercentileText, {.min = 0, .max = 100});
    b.binary(has_tophat, "Should the images have a tophat filter applied before correction?");
    b.integer(tophat_radius, kTophatRadiusText, {.min = 0});
    b.binary(has_laplace, "Should the images have a Laplacian of Gaussian filter applied before correction?");
    b.integer(laplace_sigma, kLaplaceSigmaText, {.min = 1});
    b.binary(has_difference,
             "Should the images have a Difference of Gaussians filter applied before correction?");
    b.integer(low_sigma, kLowSigmaText, {.min = 0});
    b.integer(high_sigma, kHighSigmaText, {.min = 0});
  }
  bool is_hidden(std::string_view text) const {
    if (text == kObjectsText) return !in_objects();
    if (text == kTemplateText) return match == Match::No;
    if (text == kPercentileText) return !divides;
    if (text == kTophatRadiusText) return !has_tophat;
    if (text == kLaplaceSigmaText) return !has_laplace;
    if (text == kLowSigmaText || text == kHighSigmaText) return !has_difference;
    return false;
  }
  bool in_objects() const { return where == Where::Objects; }
};

/// The images of each compensation class, in the order of their numbers.
using Members = std::map<int, std::vector<const Channel*>>;

class CompensateColors {
 public:
  static constexpr ModuleInfo info = {.revision = 1,
                                      .category = "Image Processing",
                                      .summary = "Takes apart what overlaps in the spectra of channels."};
  using Settings = CompensateColorsSettings;

  CompensateColors(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u);
  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  Members members() const;
  void declare_classes(Declaration& d) const;
  std::map<int, double> divisors(const std::map<int, std::vector<ColorPlane>>& planes) const;
  void enhance(ColorPlane& plane, double divisor, View2<const std::int32_t> labels) const;
  std::vector<ColorClass> classes(ImageSet& images, Shape2& shape) const;
  void compensate(std::vector<ColorClass>& classes, View2<const std::int32_t> labels) const;
  void add_image(ImageSet& images, const Channel& channel, Buffer<double> pixels, Shape2 shape) const;
  void add_images(ImageSet& images, const std::vector<ColorClass>& classes, Shape2 shape) const;

  Settings settings_;
};

/// The revision stayed 1 when settings were added at the end; and 'Yes' was the answer where the choice is
/// now between images and groups: the module takes it for No.
void CompensateColors::upgrade(Upgrade& u) {
  static const std::vector<std::string> kStandard{"No", "No", "No", "1", "No", "No", "99",
                                                  "No", "3",  "No", "1", "No", "3",  "5"};
  auto& values = u.values;
  if (u.revision != 1 || values.size() < 2) return;
  const auto images = detail::parse<std::size_t>(values[0]), objects = detail::parse<std::size_t>(values[1]);
  if (!images || !objects) return;
  const std::size_t fixed = 3 + 3 * *images + *objects;
  for (std::size_t i = values.size(); i >= fixed && i < fixed + kStandard.size(); ++i)
    values.push_back(kStandard[i - fixed]);
  if (values.size() > fixed + 1 && values[fixed + 1] == "Yes") values[fixed + 1] = "No";
}

Members CompensateColors::members() const {
  Members found;
  for (const Channel& channel : settings_.channels) found[channel.color].push_back(&channel);
  return found;
}

void CompensateColors::declare_classes(Declaration& d) const {
  const Members all = members();
  for (const auto& [color, channels] : all)
    if (channels.size() != all.begin()->second.size())
      d.fault(kClassText, "class " + std::to_string(color) + " has another number of images than class " +
                              std::to_string(all.begin()->first));
  if (settings_.match != Match::No && !all.count(settings_.reference))
    d.fault(kTemplateText, std::to_string(settings_.reference) + ": no image belongs to this class");
}

void CompensateColors::declare(Declaration& d) const {
  for (const Channel& channel : settings_.channels) {
    d.needs_image(channel.input, kImageText);
    d.makes_image(channel.output);
  }
  declare_classes(d);
  if (settings_.in_objects())
    d.needs_objects(settings_.objects.front().name, kObjectsText);
  else if (settings_.rescale_inside == RescaleInside::PerImage)
    d.fault(kRescaleInsideText, "'Yes, per image' needs objects");
  else if (settings_.match == Match::AfterMask)
    d.fault(kMatchText, "'Yes, post-masking to objects' needs objects");
  if (settings_.has_difference && settings_.high_sigma < settings_.low_sigma)
    d.fault(kHighSigmaText, "must not be smaller than the low sigma");
}

/// How much brighter a percentile of each class is than that of the darkest one.
std::map<int, double> CompensateColors::divisors(const std::map<int, std::vector<ColorPlane>>& planes) const {
  std::map<int, double> found;
  for (const auto& [color, own] : planes) {
    const auto percentile = [&](auto values) {
      for (const ColorPlane& plane : own) plane.append_to(values);
      return kernel::selected_percentile(values, settings_.percentile);
    };
    const bool is_single = std::all_of(own.begin(), own.end(), [](const auto& p) { return p.is_single(); });
    found[color] = is_single ? percentile(std::vector<float>()) : percentile(std::vector<double>());
  }
  const double least = std::min_element(found.begin(), found.end(), [](const auto& a, const auto& b) {
                         return a.second < b.second;
                       })->second;
  for (auto& [color, value] : found) value /= least;
  return found;
}

void CompensateColors::enhance(ColorPlane& plane, double divisor, View2<const std::int32_t> labels) const {
  if (settings_.has_tophat) plane.tophat(settings_.tophat_radius);
  if (settings_.has_laplace) plane.laplacian_of_gaussian(settings_.laplace_sigma);
  if (settings_.has_difference) plane.difference_of_gaussians(settings_.low_sigma, settings_.high_sigma);
  if (settings_.divides) plane.divide(divisor);
  if (settings_.rescales_input) plane.rescale();
  if (settings_.rescale_inside == RescaleInside::PerImage) plane.rescale_in_objects(labels);
}

std::vector<ColorClass> CompensateColors::classes(ImageSet& images, Shape2& shape) const {
  Queue& queue = images.queue();
  std::map<int, std::vector<ColorPlane>> planes;
  shape = images.image(settings_.channels.front().input).shape();
  for (const auto& [color, channels] : members())
    for (const Channel* channel : channels) {
      ColorPlane& plane = planes[color].emplace_back(queue, GraySamples(images, channel->input));
      if (images.image(channel->input).shape() != shape)
        throw std::invalid_argument("the images '" + settings_.channels.front().input + "' and '" +
                                    channel->input + "' have different sizes");
      plane.range();
    }
  View2<const std::int32_t> labels;
  if (settings_.in_objects()) labels = images.objects(settings_.objects.front().name).labels();
  if (labels && labels.shape != shape)
    throw std::invalid_argument("the objects have another size than the images");
  const std::map<int, double> by = settings_.divides ? divisors(planes) : std::map<int, double>();
  std::vector<ColorClass> found;
  for (auto& [color, own] : planes) {
    for (ColorPlane& plane : own) enhance(plane, settings_.divides ? by.at(color) : 1, labels);
    found.emplace_back(queue, own, shape);
    own.clear();
  }
  compensate(found, labels);
  return found;
}

/// Makes the histograms of the classes alike.
void CompensateColors::compensate(std::vector<ColorClass>& classes, View2<const std::int32_t> labels) const {
  const Members all = members();
  const auto reference = static_cast<std::size_t>(std::distance(all.begin(), all.find(settings_.reference)));
  const auto match = [&](const ValueTable& table) {
    for (std::size_t i = 0; i < classes.size(); ++i)
      if (i != reference) classes[i].match(table);
  };
  if (settings_.match == Match::BeforeMask) match(classes[reference].table());
  if (labels)
    for (ColorClass& one : classes) one.mask(labels);
  // As it is before it is rescaled.
  ValueTable masked;
  if (settings_.match == Match::AfterMask) masked = classes[reference].table();
  if (settings_.rescale_inside == RescaleInside::PerGroup)
    for (ColorClass& one : classes) one.rescale();
  if (settings_.match == Match::AfterMask) match(masked);
}

void CompensateColors::run(ImageSet& images) const {
  Shape2 shape;
  const std::vector<ColorClass> all = classes(images, shape);
  add_images(images, all, shape);
}

void CompensateColors::add_image(ImageSet& images, const Channel& channel, Buffer<double> pixels,
                                 Shape2 shape) const {
  Queue& queue = images.queue();
  const kernel::SampleView samples{kernel::Sample::F64, pixels.data(), pixels.size()};
  if (settings_.rescales_output) {
    const kernel::SampleRange range = kernel::sample_range(queue, samples, 1, -1, {});
    kernel::rescale(queue, pixels.view(), {range.low, range.high, 0, 1}, pixels.view());
  }
  Buffer<float> rounded(queue, shape);
  kernel::full_range(queue, samples, rounded.view());
  NewImage output = NewImage::of(std::move(rounded), shape);
  output.parent = channel.input;
  images.add_image(channel.output, std::move(output));
}

void CompensateColors::add_images(ImageSet& images, const std::vector<ColorClass>& classes,
                                  Shape2 shape) const {
  Queue& queue = images.queue();
  const bool is_single =
      std::all_of(classes.begin(), classes.end(), [](const ColorClass& one) { return one.is_single(); });
  const int count = static_cast<int>(classes.size());
  const std::vector<double> weights = unmixing_weights(median_colors(queue, classes), count, is_single);
  std::vector<kernel::LevelChannel> channels;
  for (const ColorClass& one : classes) channels.push_back(one.channel());
  int row = 0;
  for (const auto& [color, own] : members()) {
    std::vector<double> of_color(count);
    if (!weights.empty()) of_color.assign(weights.begin() + row * count, weights.begin() + (row + 1) * count);
    std::int64_t begin = 0;
    for (const Channel* channel : own) {
      Buffer<double> pixels(queue, shape);
      kernel::unmix_levels(queue, channels, of_color, is_single, begin, pixels.view());
      add_image(images, *channel, std::move(pixels), shape);
      begin += shape.size();
    }
    ++row;
  }
}

}  // namespace

CEL_MODULE(CompensateColors)

}  // namespace cellerate::modules
