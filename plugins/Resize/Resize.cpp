/// Resize: images made larger or smaller.
/// Meaning, sources and differences from CellProfiler: Resize.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

#include "cuda/filter/image_resize.hpp"
#include "cuda/pixel/color.hpp"
#include "cuda/pixel/gray.hpp"
#include "cuda/pixel/masked_mean.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {
namespace {

constexpr const char* kInputText = "Select the input image";
constexpr const char* kFactorXText = "X Resizing factor";
constexpr const char* kFactorYText = "Y Resizing factor";
constexpr const char* kFactorZText = "Z Resizing factor";
constexpr const char* kWidthText = "Width (x) of the final image";
constexpr const char* kHeightText = "Height (y) of the final image";
constexpr const char* kPlanesText = "# of planes (z) in the final image";
constexpr const char* kLikeText = "Select the image with the desired dimensions";
constexpr const char* kMoreText = "Select the additional image?";

enum class Method { Factor, Size };
enum class SizeFrom { Manual, Image };

struct Additional {
  std::string input = "None", output = "ResizedBlue";
  void bind(Binder& b) {
    b.image(input, kMoreText);
    b.new_image(output, "Name the output image");
  }
};

struct ResizeSettings {
  std::string input = "None", output = "Resize", like = "None";
  Method method = Method::Factor;
  double factor_x = 0.25, factor_y = 0.25, factor_z = 0.25;
  int width = 100, height = 100, planes = 10;
  kernel::Interpolation interpolation = kernel::Interpolation::kNearest;
  SizeFrom size_from = SizeFrom::Manual;
  std::vector<Additional> additional;

  void bind(Binder& b) {
    b.image(input, kInputText);
    b.new_image(output, "Name the output image");
    b.choice(method, "Resizing method",
             {"Resize by a fraction or multiple of the original size",
              "Resize by specifying desired final dimensions"});
    b.number(factor_x, kFactorXText, {.min = 0});
    b.number(factor_y, kFactorYText, {.min = 0});
    b.number(factor_z, kFactorZText, {.min = 0});
    b.integer(width, kWidthText, {.min = 1});
    b.integer(height, kHeightText, {.min = 1});
    b.integer(planes, kPlanesText, {.min = 1});
    b.choice(interpolation, "Interpolation method", {"Nearest Neighbor", "Bilinear", "Bicubic"});
    b.choice(size_from, "Method to specify the dimensions", {"Manual", "Image"});
    b.image(like, kLikeText);
    b.count(additional, "Additional image count");
    b.each(additional);
  }
  bool is_hidden(std::string_view text) const {
    if (text == kFactorXText || text == kFactorYText) return method != Method::Factor;
    if (text == kWidthText || text == kHeightText)
      return method != Method::Size || size_from != SizeFrom::Manual;
    return text == kFactorZText || text == kPlanesText;  // of volumes only
  }
};

class Resize {
 public:
  static constexpr ModuleInfo info = {
      .revision = 5, .category = "Image Processing", .summary = "Makes images larger or smaller."};
  using Settings = ResizeSettings;

  Resize(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u);

  void declare(Declaration& d) const {
    d.needs_image(settings_.input, kInputText);
    if (settings_.method == Method::Size && settings_.size_from == SizeFrom::Image)
      d.needs_image(settings_.like, kLikeText);
    d.makes_image(settings_.output);
    for (const Additional& more : settings_.additional) {
      d.needs_image(more.input, kMoreText);
      d.makes_image(more.output);
    }
  }

  void run(ImageSet& images) const {
    resize(images, settings_.input, settings_.output);
    for (const Additional& more : settings_.additional) resize(images, more.input, more.output);
  }

 private:
  Shape2 new_shape(ImageSet& images, const Image& image) const;
  void resize(ImageSet& images, const std::string& input, const std::string& output) const;
  template <class T>
  Buffer<float> resized(Queue& queue, const std::vector<Buffer<T>>& planes, Shape2 from, Shape2 to,
                        bool blur) const;
  Buffer<float> resized(Queue& queue, const Image& image, Shape2 to) const;

  Settings settings_;
};

void Resize::upgrade(Upgrade& u) {
  auto& values = u.values;
  if (u.revision == 1 && values.size() > 2) {
    if (values[2] == "Resize by a factor of the original size")
      values[2] = "Resize by a fraction or multiple of the original size";
    if (values[2] == "Resize to a size in pixels")
      values[2] = "Resize by specifying desired final dimensions";
    u.revision = 2;
  }
  if (u.revision == 2) {
    values.push_back("0");
    u.revision = 3;
  }
  if (u.revision == 3 && values.size() >= 7) {
    values.insert(values.begin() + 7, {"Manual", "None"});
    u.revision = 4;
  }
  if (u.revision == 4 && values.size() >= 6) {
    values.insert(values.begin() + 6, "10");
    values.insert(values.begin() + 4, {values[3], "1"});
    u.revision = 5;
  }
}

Shape2 Resize::new_shape(ImageSet& images, const Image& image) const {
  if (settings_.method == Method::Factor)
    return {static_cast<int>(std::nearbyint(image.shape().height * settings_.factor_y)),
            static_cast<int>(std::nearbyint(image.shape().width * settings_.factor_x))};
  if (settings_.size_from == SizeFrom::Image) return images.image(settings_.like).shape();
  return {settings_.height, settings_.width};
}

template <class T>
Buffer<float> Resize::resized(Queue& queue, const std::vector<Buffer<T>>& planes, Shape2 from, Shape2 to,
                              bool blur) const {
  std::vector<Buffer<T>> results;
  std::vector<View2<const T>> inputs;
  std::vector<View2<T>> outputs;
  for (const Buffer<T>& plane : planes) {
    inputs.push_back(plane.view(from));
    results.emplace_back(queue, to);
    outputs.push_back(results.back().view(to));
  }
  kernel::resize_planes(queue, inputs, settings_.interpolation, blur, outputs);
  const auto type = sizeof(T) == sizeof(float) ? kernel::Sample::F32 : kernel::Sample::F64;
  const auto channels = static_cast<int>(planes.size());
  Buffer<float> interleaved(queue, to.size() * channels);
  for (int channel = 0; channel < channels; ++channel)
    kernel::put_channel(queue, {type, results[channel].data(), to.size()}, channels, channel,
                        interleaved.data());
  return interleaved;
}

Buffer<float> Resize::resized(Queue& queue, const Image& image, Shape2 to) const {
  const Shape2 from = image.shape();
  if (image.is_binary() || image.type() == CEL_F64) {
    std::vector<Buffer<double>> planes;
    for (int channel = 0; channel < image.channels(); ++channel) {
      Buffer<double>& plane = planes.emplace_back(queue, from);
      if (image.channels() == 1)
        kernel::widen(queue, samples_of(image), plane.view());
      else
        kernel::take_channel(queue, image.data<double>(), image.channels(), channel, plane.view(from));
    }
    return resized(queue, planes, from, to, !image.is_binary());
  }
  std::vector<Buffer<float>> planes;
  for (int channel = 0; channel < image.channels(); ++channel)
    kernel::take_channel(queue, image.data<float>(), image.channels(), channel,
                         planes.emplace_back(queue, from).view(from));
  return resized(queue, planes, from, to, true);
}

Buffer<std::uint8_t> resized_mask(Queue& queue, View2<const std::uint8_t> mask, Shape2 to) {
  Buffer<std::uint8_t> result(queue, to);
  if (mask)
    kernel::resize_mask(queue, mask, result.view(to));
  else
    kernel::fill(queue, std::uint8_t{1}, result.view());
  return result;
}

void Resize::resize(ImageSet& images, const std::string& input, const std::string& output) const {
  Queue& queue = images.queue();
  const Image image = images.image(input);
  if (image.type() == CEL_I32)
    throw std::invalid_argument("image '" + input + "' holds labels, not intensities: use ResizeObjects");
  const Shape2 to = new_shape(images, image);
  if (to.empty() || image.shape().empty())
    throw std::invalid_argument("image '" + input + "' would have no pixels");
  NewImage result = NewImage::of(resized(queue, image, to), to, image.channels());
  result.mask = hand_over(resized_mask(queue, image.mask(), to));
  if (const auto crop = image.crop_mask()) {
    result.crop_mask = hand_over(resized_mask(queue, crop, to));
    result.crop_shape = to;
  }
  result.parent = input;
  result.channel_stack = image.is_channel_stack();
  images.add_image(output, std::move(result));
}

}  // namespace

CEL_MODULE(Resize)

}  // namespace cellerate::modules
