/// Align: images shifted so that they lie on each other.
/// Meaning, columns, sources and differences from CellProfiler: Align.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <cstddef>
#include <stdexcept>

#include "cuda/pixel/channel_means.hpp"
#include "cuda/pixel/crop.hpp"
#include "cuda/pixel/window.hpp"
#include "cuda/region/cross_correlation.hpp"
#include "plugins/Align/hill_climb.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {
namespace {

enum class Method { kMutualInformation, kCrossCorrelation };
enum class CropMode { kCrop, kPad, kKeepSize };
enum class Alignment { kSimilarly, kSeparately };

struct AdditionalImage {
  std::string input = "None", output = "AlignedBlue";
  Alignment alignment = Alignment::kSimilarly;

  void bind(Binder& b) {
    b.image(input, "Select the additional image");
    b.new_image(output, "Name the output image");
    b.choice(alignment, "Select how the alignment is to be applied", {"Similarly", "Separately"});
  }
};

struct AlignSettings {
  Method method = Method::kMutualInformation;
  CropMode crop_mode = CropMode::kCrop;
  std::string first = "None", first_output = "AlignedRed", second = "None", second_output = "AlignedGreen";
  std::vector<AdditionalImage> additional;

  void bind(Binder& b) {
    constexpr std::uint64_t kSettingsOfAdditional = 3;
    b.choice(method, "Select the alignment method", {"Mutual Information", "Normalized Cross Correlation"});
    b.choice(crop_mode, "Crop mode", {"Crop to aligned region", "Pad images", "Keep size"});
    b.image(first, "Select the first input image");
    b.new_image(first_output, "Name the first output image");
    b.image(second, "Select the second input image");
    b.new_image(second_output, "Name the second output image");
    b.each_to_end(additional, kSettingsOfAdditional);
  }
};

/// Where an image comes to lie: pixel (0, 0) at `offset` of a plane of `shape`.
struct Placement {
  std::string input, output;
  kernel::Offset offset;
  Shape2 shape;
};

class Align {
 public:
  static constexpr ModuleInfo info = {.revision = 3,
                                      .category = "Image Processing",
                                      .summary = "Shifts images so that they lie on each other."};
  using Settings = AlignSettings;

  Align(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u);
  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  kernel::Offset shift(ImageSet& images, const std::string& other) const;
  std::vector<Placement> placements(ImageSet& images) const;

  Settings settings_;
};

/// From 1: method and cropping come first. From 2: a third way of cropping.
void Align::upgrade(Upgrade& u) {
  auto& values = u.values;
  if (u.revision == 1 && values.size() >= 2) {
    std::rotate(values.begin(), values.end() - 2, values.end());
    u.revision = 2;
  }
  if (u.revision == 2 && values.size() >= 2) {
    values[1] = values[1] == "Yes" ? "Crop to aligned region" : "Keep size";
    u.revision = 3;
  }
}

void Align::declare(Declaration& d) const {
  d.needs_image(settings_.first, "Select the first input image");
  d.needs_image(settings_.second, "Select the second input image");
  std::vector<std::string> outputs = {settings_.first_output, settings_.second_output};
  for (const AdditionalImage& image : settings_.additional) {
    d.needs_image(image.input, "Select the additional image");
    outputs.push_back(image.output);
  }
  for (const auto& name : outputs) {
    d.makes_image(name);
    d.column("Image", "Align_Xshift_" + name, CEL_VALUE_INTEGER);
    d.column("Image", "Align_Yshift_" + name, CEL_VALUE_INTEGER);
  }
}

/// An image in double precision; the mean of the channels of a color image.
Buffer<double> gray_plane(Queue& queue, const Image& image) {
  Buffer<double> samples(queue, image.samples());
  kernel::widen(queue, samples_of(image), samples.view());
  if (image.channels() == 1) return samples;
  Buffer<double> plane(queue, image.shape());
  kernel::channel_means(queue, samples.view(), image.channels(), plane.view());
  return plane;
}

/// How far the other image's pixels are to be moved.
kernel::Offset Align::shift(ImageSet& images, const std::string& other) const {
  Queue& queue = images.queue();
  const Image a = images.image(settings_.first), b = images.image(other);
  const Buffer<double> first = gray_plane(queue, a), second = gray_plane(queue, b);
  if (settings_.method == Method::kCrossCorrelation)
    return kernel::best_correlated_shift(queue, first.view(a.shape()), second.view(b.shape()));
  return most_informative_shift(queue, {first.view(a.shape()), a.mask()}, {second.view(b.shape()), b.mask()});
}

void crop_to_common_part(std::vector<Placement>& placements) {
  kernel::Offset most = placements.front().offset;
  for (const Placement& p : placements)
    most = {std::max(most.dy, p.offset.dy), std::max(most.dx, p.offset.dx)};
  Shape2 common = placements.front().shape;
  for (Placement& p : placements) {
    p.offset = {p.offset.dy - most.dy, p.offset.dx - most.dx};
    common = {std::min(common.height, p.shape.height + p.offset.dy),
              std::min(common.width, p.shape.width + p.offset.dx)};
  }
  if (common.height < 0 || common.width < 0)
    throw std::runtime_error("the images, once aligned, have no part in common");
  for (Placement& p : placements) p.shape = common;
}

void pad_to_all(std::vector<Placement>& placements) {
  kernel::Offset least = placements.front().offset;
  for (const Placement& p : placements)
    least = {std::min(least.dy, p.offset.dy), std::min(least.dx, p.offset.dx)};
  Shape2 all;
  for (Placement& p : placements) {
    p.offset = {p.offset.dy - least.dy, p.offset.dx - least.dx};
    all = {std::max(all.height, p.shape.height + p.offset.dy),
           std::max(all.width, p.shape.width + p.offset.dx)};
  }
  for (Placement& p : placements) p.shape = all;
}

std::vector<Placement> Align::placements(ImageSet& images) const {
  std::vector<Placement> all;
  const auto place = [&](const std::string& input, const std::string& output, kernel::Offset offset) {
    all.push_back({input, output, offset, images.image(input).shape()});
  };
  const kernel::Offset second = shift(images, settings_.second);
  place(settings_.first, settings_.first_output, {0, 0});
  place(settings_.second, settings_.second_output, second);
  for (const AdditionalImage& image : settings_.additional)
    place(image.input, image.output,
          image.alignment == Alignment::kSimilarly ? second : shift(images, image.input));
  if (settings_.crop_mode == CropMode::kCrop) crop_to_common_part(all);
  if (settings_.crop_mode == CropMode::kPad) pad_to_all(all);
  return all;
}

/// The part of a plane that lies on another one, in coordinates of the other one, and in its own.
Box covered(Shape2 shape, const Placement& p) {
  return {std::max(0, p.offset.dy), std::max(0, p.offset.dx),
          std::min(p.shape.height, shape.height + p.offset.dy),
          std::min(p.shape.width, shape.width + p.offset.dx)};
}
Box used(Shape2 shape, const Placement& p) {
  const Box box = covered(shape, p);
  return {box.y0 - p.offset.dy, box.x0 - p.offset.dx, box.y1 - p.offset.dy, box.x1 - p.offset.dx};
}

bool is_all(Box box, Shape2 shape) {
  return box.y0 == 0 && box.x0 == 0 && box.y1 == shape.height && box.x1 == shape.width;
}

/// Masks what the image does not cover; the crop mask is what stays of the image.
void add_masks(Queue& queue, const Image& image, const Placement& p, NewImage& output) {
  const Box box = covered(image.shape(), p), own = used(image.shape(), p);
  if (box.height() < 0 || box.width() < 0)
    throw std::runtime_error("image '" + p.input + "', once aligned, lies beside the first image");
  if (image.mask() || !is_all(box, p.shape)) {
    Buffer<std::uint8_t> mask(queue, p.shape);
    if (image.mask())
      kernel::copy_window(queue, image.mask(), -p.offset.dy, -p.offset.dx, mask.view(p.shape));
    else
      kernel::rectangle_mask(queue, box, mask.view(p.shape));
    output.mask = hand_over(std::move(mask));
  }
  if (!is_all(own, image.shape())) {
    Buffer<std::uint8_t> crop_mask(queue, image.shape());
    kernel::rectangle_mask(queue, own, crop_mask.view(image.shape()));
    output.crop_shape = image.shape();
    output.crop_mask = hand_over(std::move(crop_mask));
  }
}

/// What the image does not cover is 0 before the image is converted.
NewImage placed(Queue& queue, const Image& image, const Placement& p) {
  const kernel::SampleView samples = samples_of(image);
  const std::int64_t n = p.shape.size() * image.channels();
  Buffer<std::byte> pixels(queue, n * kernel::sample_size(samples.type));
  kernel::copy_window(queue, samples, image.shape(), image.channels(), -p.offset.dy, -p.offset.dx, p.shape,
                      pixels.data());
  NewImage output = new_image(queue, std::move(pixels), samples.type, p.shape, image.channels());
  output.parent = p.input;
  add_masks(queue, image, p, output);
  output.channel_stack = image.is_channel_stack();
  return output;
}

void Align::run(ImageSet& images) const {
  for (const Placement& p : placements(images)) {
    images.add_image(p.output, placed(images.queue(), images.image(p.input), p));
    images.measure_image("Align_Xshift_" + p.output, -p.offset.dx, CEL_VALUE_INTEGER);
    images.measure_image("Align_Yshift_" + p.output, -p.offset.dy, CEL_VALUE_INTEGER);
  }
}

}  // namespace

CEL_MODULE(Align)

}  // namespace cellerate::modules
