/// OverlayOutlines: draws the outlines of objects on an image or on black.
/// Meaning, sources and differences from CellProfiler: OverlayOutlines.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>

#include "cuda/pixel/convert.hpp"
#include "cuda/pixel/gray.hpp"
#include "cuda/pixel/mark_boundaries.hpp"
#include "cuda/threshold/compact.hpp"
#include "plugins/OverlayOutlines/outline_images.hpp"
#include "plugins/shared/color.hpp"

namespace cellerate::modules {
namespace {

enum class Mode { Color, Grayscale };
enum class Brightness { MaxOfImage, MaxPossible };

struct Outline {
  std::string color = "Red", objects = "None";
  void bind(Binder& b) {
    b.color(color, "Select outline color");
    b.objects(objects, "Select objects to display");
  }
};

struct OverlayOutlinesSettings {
  bool blank = false;
  std::string image = "None", output = "OrigOverlay";
  Mode mode = Mode::Color;
  Brightness brightness = Brightness::MaxOfImage;
  kernel::BoundaryMode line = kernel::BoundaryMode::Inner;
  std::vector<Outline> outlines;

  void bind(Binder& b) {
    b.binary(blank, "Display outlines on a blank image?");
    b.image(image, "Select image on which to display outlines");
    b.new_image(output, "Name the output image");
    b.choice(mode, "Outline display mode", {"Color", "Grayscale"});
    b.choice(brightness, "Select method to determine brightness of outlines",
             {"Max of image", "Max possible"});
    b.choice(line, "How to outline", {"Inner", "Outer", "Thick"});
    b.each_to_end(outlines, 2);
  }
};

class OverlayOutlines {
 public:
  static constexpr ModuleInfo info = {.revision = 4,
                                      .category = "Image Processing",
                                      .summary = "Draws the outlines of objects on an image or on black."};
  using Settings = OverlayOutlinesSettings;

  OverlayOutlines(Settings settings, const ModuleEntryInfo&)
      : settings_(std::move(settings)), outlines_(settings_.outlines) {}

  static void upgrade(Upgrade& u);

  void declare(Declaration& d) const {
    if (!settings_.blank) d.needs_image(settings_.image, "Select image on which to display outlines");
    if (settings_.blank && outlines_.empty())
      d.fault("Select objects to display", "no outlines are given, of whose size a blank image could be");
    find_objects_of_images(d);
    for (const Outline& outline : outlines_) {
      d.needs_objects(outline.objects, "Select objects to display");
      if (settings_.mode == Mode::Color) check_color(d, outline.color);
    }
    d.makes_image(settings_.output);
  }

  void run(ImageSet& images) const;

 private:
  static void check_color(Declaration& d, const std::string& color) {
    try {
      parse_color(color);
    } catch (const std::invalid_argument& error) {
      d.fault("Select outline color", error.what());
    }
  }
  void find_objects_of_images(const HostContext& context) const;
  Buffer<float> base(ImageSet& images, Shape2 shape) const;
  kernel::Rgb color_of(const Outline& outline, float brightest) const;

  Settings settings_;
  mutable std::vector<Outline> outlines_;  ///< with the objects that are found when the module declares
};

void OverlayOutlines::upgrade(Upgrade& u) {
  auto& values = u.values;
  // Fixed settings and settings of an outline in each revision; objects' names come last in an outline.
  // Outlines that came from an image have none: the name of the image stands for them until they are found.
  if (u.revision == 1 && values.size() >= 5) {
    values.insert(values.begin() + 5, "1");  // line width
    u.revision = 2;
  }
  if (u.revision == 2 && values.size() >= 6) {
    std::vector<std::string> longer(values.begin(), values.begin() + 6);
    for (std::size_t i = 6; i < values.size(); i += 2) {
      longer.insert(longer.end(), values.begin() + i, values.begin() + std::min(i + 2, values.size()));
      longer.insert(longer.end(), {"Image", "None"});
    }
    values = longer;
    u.revision = 3;
  }
  if (u.revision == 3 && values.size() >= 6) {
    std::vector<std::string> now(values.begin(), values.begin() + 5);
    now.push_back("Inner");
    for (std::size_t i = 6; i + 3 < values.size(); i += 4) {
      const bool is_image = values[i + 2] == "Image" && values[i + 3] == "None";
      now.insert(now.end(), {values[i + 1], values[is_image ? i : i + 3]});
    }
    values = now;
    u.revision = 4;
  }
}

void OverlayOutlines::find_objects_of_images(const HostContext& context) const {
  const std::vector<std::string> known = context.names(CEL_NAME_OBJECTS);
  for (Outline& outline : outlines_)
    if (std::find(known.begin(), known.end(), outline.objects) == known.end())
      outline.objects = outlined_objects(context, outline.objects).value_or(outline.objects);
}

/// The picture to draw on, three channels.
Buffer<float> OverlayOutlines::base(ImageSet& images, Shape2 shape) const {
  Queue& queue = images.queue();
  if (settings_.blank) return zeros<float>(queue, 3 * shape.size());
  const Image image = images.image(settings_.image);
  Buffer<float> picture(queue, 3 * shape.size());
  Buffer<float> gray;
  const float* pixels = image.data<float>();
  if (image.type() == CEL_BOOL || image.type() == CEL_F64) {
    gray = Buffer<float>(queue, image.samples());
    if (image.is_binary())
      kernel::binary_to_gray(queue, {image.data<std::uint8_t>(), image.samples()}, gray.view());
    else
      kernel::narrow(queue, {image.data<double>(), image.samples()}, gray.view());
    pixels = gray.data();
  }
  kernel::change_channels(queue, {pixels, image.samples()}, image.channels(), 3, picture.view());
  return picture;
}

kernel::Rgb OverlayOutlines::color_of(const Outline& outline, float brightest) const {
  if (settings_.mode == Mode::Grayscale) return {brightest, brightest, brightest};
  const Color color = parse_color(outline.color);
  return {static_cast<float>(color[0] / 255.0), static_cast<float>(color[1] / 255.0),
          static_cast<float>(color[2] / 255.0)};
}

void OverlayOutlines::run(ImageSet& images) const {
  Queue& queue = images.queue();
  const Shape2 shape = settings_.blank ? images.objects(outlines_.front().objects).shape()
                                       : images.image(settings_.image).shape();
  Buffer<float> picture = base(images, shape);
  float brightest = 1;
  const bool wants_maximum = !settings_.blank && settings_.brightness == Brightness::MaxOfImage;
  if (settings_.mode == Mode::Grayscale && wants_maximum && !shape.empty())
    brightest = kernel::extrema(queue, picture.view()).max;
  for (const Outline& outline : outlines_) {
    const Objects objects = images.objects(outline.objects);
    for (int layer = 0; layer < objects.layers(); ++layer)
      kernel::mark_boundaries(queue, objects.labels(layer), settings_.line, color_of(outline, brightest),
                              picture.data(), shape);
  }
  NewImage output;
  if (settings_.mode == Mode::Color) {
    output = NewImage::of(std::move(picture), shape, 3);
  } else {
    Buffer<float> gray(queue, shape);
    if (settings_.blank)  // CellProfiler has doubles here, in which the weights of the channels sum to 1
      kernel::take_channel(queue, picture.data(), 3, 0, gray.view(shape));
    else
      kernel::rgb_to_gray(queue, picture.view(), 3, gray.view());
    output = NewImage::of(std::move(gray), shape);
  }
  if (!settings_.blank) output.parent = settings_.image;
  images.add_image(settings_.output, std::move(output));
}

}  // namespace

CEL_MODULE(OverlayOutlines)

}  // namespace cellerate::modules
