/// ColorToGray: color images and stacks of channels to gray images.
/// Meaning, sources and differences from CellProfiler: ColorToGray.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <stdexcept>

#include "cuda/pixel/color.hpp"
#include "cuda/pixel/gray.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {
namespace {

enum class Method { Combine, Split };
enum class ImageType { Rgb, Hsv, Channels };

struct Channel {
  int number = 1;
  double contribution = 1;
  std::string output = "Channel1";
  void bind(Binder& b) {
    b.integer(number, "Channel number", {.min = 1});
    b.number(contribution, "Relative weight of the channel", {.min = 0});
    b.new_image(output, "Image name");
  }
};

/// A channel of RGB or HSV that becomes an image of its own.
struct Part {
  bool wanted = true;
  std::string output;
};

struct ColorToGraySettings {
  std::string image = "None", output = "OrigGray";
  Method method = Method::Combine;
  ImageType type = ImageType::Rgb;
  double contributions[3] = {1, 1, 1};
  Part rgb[3] = {{true, "OrigRed"}, {true, "OrigGreen"}, {true, "OrigBlue"}};
  Part hsv[3] = {{true, "OrigHue"}, {true, "OrigSaturation"}, {true, "OrigValue"}};
  std::vector<Channel> channels;

  void bind(Binder& b) {
    b.image(image, "Select the input image");
    b.choice(method, "Conversion method", {"Combine", "Split"});
    b.choice(type, "Image type", {"RGB", "HSV", "Channels"});
    b.new_image(output, "Name the output image");
    b.number(contributions[0], "Relative weight of the red channel", {.min = 0});
    b.number(contributions[1], "Relative weight of the green channel", {.min = 0});
    b.number(contributions[2], "Relative weight of the blue channel", {.min = 0});
    bind_part(b, rgb[0], "Convert red to gray?");
    bind_part(b, rgb[1], "Convert green to gray?");
    bind_part(b, rgb[2], "Convert blue to gray?");
    bind_part(b, hsv[0], "Convert hue to gray?");
    bind_part(b, hsv[1], "Convert saturation to gray?");
    bind_part(b, hsv[2], "Convert value to gray?");
    b.count(channels, "Channel count", 1);
    b.each(channels);
  }
  bool is_hidden(std::string_view text) const {
    const bool sums_channels = method == Method::Combine && type == ImageType::Channels;
    if (text == "Relative weight of the channel") return !sums_channels;
    if (text == "Channel number") return type != ImageType::Channels;
    if (text.starts_with("Relative weight of the")) return method == Method::Split || sums_channels;
    return false;
  }

 private:
  static void bind_part(Binder& b, Part& part, const char* text) {
    b.binary(part.wanted, text);
    b.new_image(part.output, "Name the output image");
  }
};

class ColorToGray {
 public:
  static constexpr ModuleInfo info = {.revision = 4,
                                      .category = "Image Processing",
                                      .summary = "Color images and stacks of channels to gray images."};
  using Settings = ColorToGraySettings;

  ColorToGray(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u);

  void declare(Declaration& d) const {
    d.needs_image(settings_.image, "Select the input image");
    if (settings_.method == Method::Combine) return d.makes_image(settings_.output);
    for (const Output& output : outputs()) d.makes_image(output.name);
    if (outputs().empty())
      d.fault(settings_.type == ImageType::Rgb ? "Convert red to gray?" : "Convert hue to gray?",
              "at least one of the images must be made");
  }

  void run(ImageSet& images) const {
    const Image image = images.image(settings_.image);
    if (image.channels() < 2)
      throw std::invalid_argument("image '" + settings_.image + "' must be color, but it is grayscale");
    settings_.method == Method::Combine ? combine(images, image) : split(images, image);
  }

 private:
  struct Output {
    int channel;
    std::string name;
  };
  std::vector<Output> outputs() const;
  std::vector<kernel::ChannelWeight> weights() const;
  void combine(ImageSet& images, const Image& image) const;
  void split(ImageSet& images, const Image& image) const;

  Settings settings_;
};

void ColorToGray::upgrade(Upgrade& u) {
  auto& values = u.values;
  const auto insert = [&](std::size_t at, std::initializer_list<const char*> more) {
    values.insert(values.begin() + std::min(at, values.size()), more.begin(), more.end());
  };
  constexpr std::size_t kHsv = 13, kChannelCount = 19;
  if (u.revision == 1) {
    insert(2, {"RGB"});
    insert(values.size(), {"1", "Red: 1", "1", "Channel1"});
    u.revision = 2;
  }
  if (u.revision == 2) {
    insert(kHsv, {"Yes", "OrigHue", "Yes", "OrigSaturation", "Yes", "OrigValue"});
    u.revision = 3;
  }
  if (u.revision == 3) {  // "Red: 1" became "1"
    for (std::size_t i = kChannelCount + 1; i < values.size(); i += 3)
      values[i].erase(0, values[i].find_last_not_of("0123456789") + 1);
    u.revision = 4;
  }
}

std::vector<ColorToGray::Output> ColorToGray::outputs() const {
  std::vector<Output> all;
  if (settings_.type == ImageType::Channels) {
    for (const Channel& channel : settings_.channels) all.push_back({channel.number - 1, channel.output});
    return all;
  }
  const auto& parts = settings_.type == ImageType::Rgb ? settings_.rgb : settings_.hsv;
  for (int i = 0; i < 3; ++i)
    if (parts[i].wanted) all.push_back({i, parts[i].output});
  return all;
}

/// Contributions of the channels, of which the sum is 1.
std::vector<kernel::ChannelWeight> ColorToGray::weights() const {
  std::vector<kernel::ChannelWeight> all;
  if (settings_.type == ImageType::Channels)
    for (const Channel& channel : settings_.channels)
      all.push_back({channel.number - 1, channel.contribution});
  else
    for (int i = 0; i < 3; ++i) all.push_back({i, settings_.contributions[i]});
  double sum = 0;
  for (const auto& term : all) sum += term.weight;
  for (auto& term : all) term.weight /= sum;
  return all;
}

void require_channel(const Image& image, int channel) {
  if (channel >= image.channels())
    throw std::invalid_argument("the image has " + std::to_string(image.channels()) +
                                " channels: there is no channel " + std::to_string(channel + 1));
}

void ColorToGray::combine(ImageSet& images, const Image& image) const {
  Buffer<float> gray(images.queue(), image.shape());
  const auto terms = weights();
  for (const auto& term : terms) require_channel(image, term.channel);
  kernel::weighted_sum(images.queue(), samples_of(image), image.channels(), terms, gray.view());
  NewImage output = NewImage::of(std::move(gray), image.shape());
  output.parent = settings_.image;
  images.add_image(settings_.output, std::move(output));
}

void ColorToGray::split(ImageSet& images, const Image& image) const {
  Queue& queue = images.queue();
  const bool is_hsv = settings_.type == ImageType::Hsv;
  Buffer<float> converted, hsv;
  const float* pixels = image.data<float>();
  if (image.type() == CEL_F64) {
    converted = Buffer<float>(queue, image.samples());
    kernel::narrow(queue, {image.data<double>(), image.samples()}, converted.view());
    pixels = converted.data();
  }
  if (is_hsv) {
    if (image.channels() != 3)
      throw std::invalid_argument("hue, saturation and value need an image of 3 channels; it has " +
                                  std::to_string(image.channels()));
    hsv = Buffer<float>(queue, image.samples());
    kernel::rgb_to_hsv(queue, {pixels, image.samples()}, hsv.view());
    pixels = hsv.data();
  }
  for (const Output& output : outputs()) {
    require_channel(image, output.channel);
    Buffer<float> plane(queue, image.shape());
    kernel::take_channel(queue, pixels, image.channels(), output.channel, plane.view(image.shape()));
    NewImage gray = NewImage::of(std::move(plane), image.shape());
    gray.parent = settings_.image;
    images.add_image(output.name, std::move(gray));
  }
}

}  // namespace

CEL_MODULE(ColorToGray)

}  // namespace cellerate::modules
