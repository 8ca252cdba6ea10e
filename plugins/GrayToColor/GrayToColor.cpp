/// GrayToColor: gray images to a color image or a stack of channels.
/// Meaning, sources and differences from CellProfiler: GrayToColor.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <list>
#include <stdexcept>

#include "cuda/pixel/color.hpp"
#include "plugins/shared/color.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {
namespace {

enum class Scheme { Rgb, Cmyk, Stack, Composite };

constexpr const char* kBlank = "Leave this black";
constexpr const char* kDefaultColors[] = {"#ff0000", "#00ff00", "#0000ff", "#808000", "#800080", "#008080"};

/// A fixed color of a scheme: what it adds to red, green and blue.
struct Ink {
  const char* text;
  const char* weight_text;
  double color[3];
};

constexpr Ink kInks[] = {
    {"Select the image to be colored red", "Relative weight for the red image", {1, 0, 0}},
    {"Select the image to be colored green", "Relative weight for the green image", {0, 1, 0}},
    {"Select the image to be colored blue", "Relative weight for the blue image", {0, 0, 1}},
    {"Select the image to be colored cyan", "Relative weight for the cyan image", {0, .5, .5}},
    {"Select the image to be colored magenta", "Relative weight for the magenta image", {.5, 0, .5}},
    {"Select the image to be colored yellow", "Relative weight for the yellow image", {.5, .5, 0}},
    {"Select the image that determines brightness",
     "Relative weight for the brightness image",
     {1 / 3., 1 / 3., 1 / 3.}}};
constexpr int kFirstCmyk = 3, kInkCount = 7;

struct StackChannel {
  std::string image = "None", color = kDefaultColors[0];
  double weight = 1;
  void bind(Binder& b) {
    b.image(image, "Image name");
    b.color(color, "Color");
    b.number(weight, "Weight", {.min = 0.5 / 255});
  }
};

struct GrayToColorSettings {
  Scheme scheme = Scheme::Rgb;
  bool rescale = true;
  std::string output = "ColorImage";
  std::string images[kInkCount] = {kBlank, kBlank, kBlank, kBlank, kBlank, kBlank, kBlank};
  double weights[kInkCount] = {1, 1, 1, 1, 1, 1, 1};
  std::vector<StackChannel> channels;

  void bind(Binder& b) {
    b.choice(scheme, "Select a color scheme", {"RGB", "CMYK", "Stack", "Composite"});
    b.binary(rescale, "Rescale intensity");
    bind_images(b, 0, kFirstCmyk);
    b.new_image(output, "Name the output image");
    bind_weights(b, 0, kFirstCmyk);
    bind_images(b, kFirstCmyk, kInkCount);
    bind_weights(b, kFirstCmyk, kInkCount);
    b.count(channels, "Hidden", 1);
    b.each(channels);
  }
  bool is_hidden(std::string_view text) const {
    if (text == "Weight") return scheme != Scheme::Composite;
    if (text == "Rescale intensity") return scheme == Scheme::Stack;
    for (int i = 0; i < kInkCount; ++i)
      if (text == kInks[i].weight_text) return !uses(i) || images[i] == kBlank;
    return false;
  }
  /// Whether the scheme has this ink.
  bool uses(int ink) const { return ink < kFirstCmyk ? scheme == Scheme::Rgb : scheme == Scheme::Cmyk; }
  bool has_channels() const { return scheme == Scheme::Stack || scheme == Scheme::Composite; }

 private:
  void bind_images(Binder& b, int begin, int end) {
    for (int i = begin; i < end; ++i) b.image(images[i], kInks[i].text);
  }
  void bind_weights(Binder& b, int begin, int end) {
    for (int i = begin; i < end; ++i) b.number(weights[i], kInks[i].weight_text, {.min = 0});
  }
};

class GrayToColor {
 public:
  static constexpr ModuleInfo info = {.revision = 4,
                                      .category = "Image Processing",
                                      .summary = "Gray images to a color image or a stack of channels."};
  using Settings = GrayToColorSettings;

  GrayToColor(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u);
  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  /// Sources in the order in which they are painted.
  std::vector<std::string> sources() const;
  std::vector<kernel::BlendLayer> layers(Queue& queue, const std::list<GraySamples>& planes) const;
  std::vector<kernel::BlendLayer> composite(Queue& queue, const std::list<GraySamples>& planes) const;
  /// What samples are divided by.
  double divisor(Queue& queue, const GraySamples& plane) const {
    return settings_.rescale ? kernel::greatest(queue, plane.samples()) : 1;
  }

  Settings settings_;
};

void GrayToColor::upgrade(Upgrade& u) {
  auto& values = u.values;
  constexpr std::size_t kStack = 16;  // where the stack's images begin in revision 2
  if (u.revision == 1) {
    values.insert(values.begin(), "CMYK");
    values.insert(values.end(), {"None", "None", "None", "None", "1", "1", "1", "1"});
    u.revision = 2;
  }
  if (u.revision == 2) {
    std::vector<std::string> now(values.begin(), values.begin() + std::min(kStack, values.size()));
    now.push_back(std::to_string(values.size() - now.size()));
    for (std::size_t i = kStack; i < values.size(); ++i)
      now.insert(now.end(), {values[i], kDefaultColors[(i - kStack) % std::size(kDefaultColors)], "1.0"});
    values = std::move(now);
    u.revision = 3;
  }
  if (u.revision == 3) {
    values.insert(values.begin() + std::min<std::size_t>(1, values.size()), "No");
    u.revision = 4;
  }
}

void GrayToColor::declare(Declaration& d) const {
  d.makes_image(settings_.output);
  if (settings_.has_channels()) {
    for (const StackChannel& channel : settings_.channels) {
      d.needs_image(channel.image, "Image name");
      if (settings_.scheme == Scheme::Stack) continue;
      try {
        parse_color(channel.color);
      } catch (const std::invalid_argument& error) {
        d.fault("Color", error.what());
      }
    }
    return;
  }
  for (int i = 0; i < kInkCount; ++i)
    if (settings_.uses(i) && settings_.images[i] != kBlank) d.needs_image(settings_.images[i], kInks[i].text);
  if (sources().empty())
    d.fault(kInks[settings_.scheme == Scheme::Rgb ? 0 : kFirstCmyk].text,
            "at least one of the images must not be blank");
}

std::vector<std::string> GrayToColor::sources() const {
  std::vector<std::string> names;
  if (settings_.has_channels())
    for (const StackChannel& channel : settings_.channels) names.push_back(channel.image);
  for (int i = 0; i < kInkCount; ++i)
    if (settings_.uses(i) && settings_.images[i] != kBlank) names.push_back(settings_.images[i]);
  return names;
}

std::vector<kernel::BlendLayer> GrayToColor::layers(Queue& queue,
                                                    const std::list<GraySamples>& planes) const {
  std::vector<kernel::BlendLayer> all;
  auto plane = planes.begin();
  for (int i = 0; i < kInkCount; ++i) {
    if (!settings_.uses(i) || settings_.images[i] == kBlank) continue;
    kernel::BlendLayer& layer = all.emplace_back();
    layer.plane = plane->samples();
    layer.divisor = divisor(queue, *plane++);
    for (int c = 0; c < 3; ++c) layer.color[c] = kInks[i].color[c] * settings_.weights[i];
  }
  return all;
}

/// Colors have the type of the first image in CellProfiler: single precision, or, of a binary image that is
/// not rescaled, whether there is any of the color.
std::vector<kernel::BlendLayer> GrayToColor::composite(Queue& queue,
                                                       const std::list<GraySamples>& planes) const {
  std::vector<kernel::BlendLayer> all;
  const bool is_single = planes.front().is_single();
  const bool is_binary = planes.front().image().is_binary() && !settings_.rescale;
  auto channel = settings_.channels.begin();
  for (const GraySamples& plane : planes) {
    const Color color = parse_color(channel->color);
    kernel::BlendLayer& layer = all.emplace_back();
    layer.plane = plane.samples();
    layer.divisor = divisor(queue, plane);
    layer.is_single = is_single && plane.is_single();
    for (int c = 0; c < 3; ++c) {
      const double part = is_binary ? color[c] != 0 : color[c];
      layer.color[c] =
          is_single
              ? static_cast<double>(static_cast<float>(channel->weight) * static_cast<float>(part) / 255.f)
              : channel->weight * part / 255;
    }
    ++channel;
  }
  return all;
}

void GrayToColor::run(ImageSet& images) const {
  Queue& queue = images.queue();
  std::list<GraySamples> planes;
  const std::vector<std::string> names = sources();
  for (const std::string& name : names) {
    planes.emplace_back(images, name);
    if (planes.back().shape() != planes.front().shape())
      throw std::invalid_argument("the images '" + names.front() + "' and '" + name +
                                  "' have different sizes");
  }
  const Shape2 shape = planes.front().shape();
  const bool is_stack = settings_.scheme == Scheme::Stack;
  const int channels = is_stack ? static_cast<int>(planes.size()) : 3;
  Buffer<float> color(queue, shape.size() * channels);
  if (is_stack) {
    int channel = 0;
    for (const GraySamples& plane : planes)
      kernel::put_channel(queue, plane.samples(), channels, channel++, color.data());
  } else {
    const auto painted =
        settings_.scheme == Scheme::Composite ? composite(queue, planes) : layers(queue, planes);
    kernel::blend(queue, painted, settings_.rescale, color.view());
  }
  NewImage output = NewImage::of(std::move(color), shape, channels);
  output.parent = names.front();
  output.channel_stack = is_stack;
  images.add_image(settings_.output, std::move(output));
}

}  // namespace

CEL_MODULE(GrayToColor)

}  // namespace cellerate::modules
