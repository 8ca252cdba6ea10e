/// ConvertImageToObjects: connected parts of equal value, or the values themselves, as objects.
/// Meaning, columns, sources and differences from CellProfiler: ConvertImageToObjects.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <cmath>
#include <stdexcept>

#include "cuda/label/connected_components.hpp"
#include "cuda/morphology/peaks.hpp"
#include "cuda/pixel/image_labels.hpp"
#include "cuda/region/pixel_index.hpp"
#include "plugins/shared/object_measurements.hpp"

namespace cellerate::modules {
namespace {

struct ConvertImageToObjectsSettings {
  std::string input, output = "ConvertImageToObjects";
  bool makes_binary = true, keeps_labels = false;
  std::int32_t background = 0;
  int connectivity = 0;

  void bind(Binder& b) {
    b.image(input, "Select the input image");
    b.new_objects(output, "Name the output object");
    b.binary(makes_binary, "Convert to boolean image");
    b.binary(keeps_labels, "Preserve original labels");
    b.integer(background, kBackground, {.min = -2147483648.0, .max = 2147483647.0});
    b.integer(connectivity, kConnectivity, {.min = 0, .max = 2});
  }
  /// CellProfiler hides these two by one setting and ignores them by both.
  bool is_hidden(std::string_view text) const {
    return keeps_labels && !makes_binary && (text == kBackground || text == kConnectivity);
  }

  static constexpr char kBackground[] = "Background label", kConnectivity[] = "Connectivity";
};

class ConvertImageToObjects {
 public:
  static constexpr ModuleInfo info = {.revision = 1,
                                      .category = "Object Processing",
                                      .summary = "Makes objects of the connected parts of an image."};
  using Settings = ConvertImageToObjectsSettings;

  ConvertImageToObjects(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  void declare(Declaration& d) const {
    d.needs_image(settings_.input, "Select the input image");
    d.makes_objects(settings_.output);
    declare_object_measurements(d, settings_.output, ObjectLocations::kOfPresentLabels);
  }

  void run(ImageSet& images) const;

 private:
  template <class T>
  void convert(Queue& queue, View2<const T> image, View2<std::int32_t> labels) const {
    if (settings_.makes_binary)
      kernel::binary_labels(queue, image, labels);
    else
      kernel::sixteen_bit_labels(queue, image, labels);
  }
  template <class T>
  void convert_fraction(Queue& queue, View2<const T> image, View2<std::int32_t> labels) const;
  void convert(Queue& queue, const Image& image, View2<std::int32_t> labels) const;
  /// scikit-image takes any other background than 1 of a boolean image for 0.
  std::int32_t background() const {
    return settings_.makes_binary ? settings_.background == 1 : settings_.background;
  }

  Settings settings_;
};

template <class T>
void ConvertImageToObjects::convert_fraction(Queue& queue, View2<const T> image,
                                             View2<std::int32_t> labels) const {
  const auto range = kernel::value_range(queue, image);
  if (range.lowest < -1 || range.highest > 1)
    throw std::invalid_argument("image '" + settings_.input + "' must lie between -1 and 1");
  convert(queue, image, labels);
}

void ConvertImageToObjects::convert(Queue& queue, const Image& image, View2<std::int32_t> labels) const {
  switch (image.type()) {
    case CEL_BOOL:
      return convert(queue, image.plane<std::uint8_t>(), labels);
    case CEL_I32:
      return convert(queue, image.plane<std::int32_t>(), labels);
    case CEL_F64:
      return convert_fraction(queue, image.plane<double>(), labels);
    default:
      return convert_fraction(queue, image.plane<float>(), labels);
  }
}

void ConvertImageToObjects::run(ImageSet& images) const {
  Queue& queue = images.queue();
  const Image image = images.image(settings_.input);
  if (image.channels() != 1)
    throw std::invalid_argument("image '" + settings_.input + "' must be grayscale or binary");
  const Shape2 shape = image.shape();
  NewObjects result{.shape = shape, .parent_image = settings_.input};
  result.labels = Buffer<std::int32_t>(queue, shape);
  convert(queue, image, result.labels.view(shape));
  if (settings_.keeps_labels && !settings_.makes_binary) {
    result.count = kernel::max_label(queue, result.labels.view(shape));
  } else {
    const auto connectivity =
        settings_.connectivity == 1 ? kernel::Connectivity::Four : kernel::Connectivity::Eight;
    Buffer<std::int32_t> components(queue, shape);
    result.count = kernel::equal_value_components(queue, result.labels.view(shape), background(),
                                                  connectivity, components.view(shape));
    result.labels = std::move(components);
  }
  images.add_objects(settings_.output, std::move(result));
  measure_objects(images, settings_.output, ObjectLocations::kOfPresentLabels);
}

}  // namespace

CEL_MODULE(ConvertImageToObjects)

}  // namespace cellerate::modules
