/// ConvertObjectsToImage: an image of objects.
/// Meaning, sources and differences from CellProfiler: ConvertObjectsToImage.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <stdexcept>

#include "cuda/label/distance_colors.hpp"
#include "cuda/label/label_masks.hpp"
#include "cuda/label/object_table.hpp"
#include "cuda/pixel/paint_labels.hpp"
#include "plugins/shared/colormap.hpp"

namespace cellerate::modules {
namespace {

enum class ColorFormat { kColor, kBinary, kGray, kUint16 };

struct ConvertObjectsToImageSettings {
  std::string objects, image = "CellImage";
  ColorFormat format = ColorFormat::kColor;
  std::string colormap = "Default";

  void bind(Binder& b) {
    b.objects(objects, "Select the input objects");
    b.new_image(image, "Name the output image");
    b.choice(format, "Select the color format", {"Color", "Binary (black & white)", "Grayscale", "uint16"});
    b.text(colormap, "Select the colormap");
  }
};

class ConvertObjectsToImage {
 public:
  static constexpr const char* kAliases[] = {"ConvertToImage", nullptr};
  static constexpr ModuleInfo info = {.revision = 1,
                                      .category = "Object Processing",
                                      .summary = "Makes an image of objects.",
                                      .aliases = kAliases};
  using Settings = ConvertObjectsToImageSettings;

  ConvertObjectsToImage(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  NewImage picture(Queue& queue, const Objects& objects) const;

  Settings settings_;
};

void ConvertObjectsToImage::declare(Declaration& d) const {
  d.needs_objects(settings_.objects, "Select the input objects");
  d.makes_image(settings_.image);
  if (settings_.format != ColorFormat::kColor) return;
  check_colormap(d, "Select the colormap", settings_.colormap);
}

NewImage binary_picture(Queue& queue, const Objects& objects) {
  Buffer<std::uint8_t> pixels(queue, objects.shape());
  kernel::labeled_pixels(queue, objects.labels(), pixels.view(objects.shape()));
  return NewImage::of(std::move(pixels), objects.shape());
}

NewImage gray_picture(Queue& queue, const Objects& objects) {
  std::vector<float> values(1, 0.0f);
  for (int label = 1; label <= objects.count(); ++label)
    values.push_back(static_cast<float>(static_cast<double>(label) / objects.count()));
  Buffer<float> pixels(queue, objects.shape());
  kernel::paint_labels_gray(queue, objects.labels(), upload(queue, values).view(),
                            pixels.view(objects.shape()));
  return NewImage::of(std::move(pixels), objects.shape());
}

NewImage label_picture(Queue& queue, const Objects& objects) {
  Buffer<std::int32_t> pixels(queue, objects.shape());
  queue.copy(pixels.data(), objects.labels().data, objects.shape().size() * sizeof(std::int32_t));
  return {.shape = objects.shape(), .type = CEL_I32, .pixels = hand_over(std::move(pixels))};
}

/// Numbers spread over the color map, in the precision in which CellProfiler holds labels of that size. Where
/// there is no background, the lowest number is at the start of the map.
Rgb color_of(const Colormap& map, std::int32_t number, std::int32_t lowest, std::int32_t highest, int count) {
  if (highest == lowest) return map.at(0.0);
  if (count < 32768)
    return map.at(static_cast<float>(number - lowest) / static_cast<float>(highest - lowest));
  return map.at(static_cast<double>(number - lowest) / (highest - lowest));
}

NewImage color_picture(Queue& queue, const Objects& objects, const Colormap& map) {
  const std::vector<std::int32_t> numbers = kernel::distance_colors(queue, objects.labels(), objects.count());
  Buffer<std::int32_t> areas(queue, objects.count() + 1);
  kernel::label_areas(queue, objects.labels(), areas.view());
  const std::int32_t lowest = HostRead<std::int32_t>(queue, areas.data(), 1)[0] > 0 ? 0 : 1;
  const std::int32_t highest = *std::max_element(numbers.begin(), numbers.end());
  std::vector<float> colors(3, 0.0f);
  for (int label = 1; label <= objects.count(); ++label) {
    const Rgb rgb = color_of(map, numbers[label], lowest, highest, objects.count());
    colors.insert(colors.end(), rgb.begin(), rgb.end());
  }
  Buffer<float> pixels(queue, 3 * objects.shape().size());
  kernel::paint_labels(queue, objects.labels(), upload(queue, colors).view(), pixels.view());
  return NewImage::of(std::move(pixels), objects.shape(), 3);
}

NewImage ConvertObjectsToImage::picture(Queue& queue, const Objects& objects) const {
  switch (settings_.format) {
    case ColorFormat::kBinary:
      return binary_picture(queue, objects);
    case ColorFormat::kGray:
      return gray_picture(queue, objects);
    case ColorFormat::kUint16:
      return label_picture(queue, objects);
    case ColorFormat::kColor:
      break;
  }
  return color_picture(queue, objects, Colormap::named(settings_.colormap));
}

void ConvertObjectsToImage::run(ImageSet& images) const {
  const Objects objects = images.objects(settings_.objects);
  if (objects.layers() != 1)
    throw std::invalid_argument("objects '" + settings_.objects + "' overlap: there is no one image of them");
  NewImage result = picture(images.queue(), objects);
  result.parent = objects.parent_image();
  images.add_image(settings_.image, std::move(result));
}

}  // namespace

CEL_MODULE(ConvertObjectsToImage)

}  // namespace cellerate::modules
