/// FindMaxima: the peaks of an image as a binary image.
/// Meaning, sources and differences from CellProfiler: FindMaxima.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <stdexcept>

#include "cuda/morphology/peaks.hpp"
#include "cuda/pixel/keep_where.hpp"

namespace cellerate::modules {
namespace {

enum class Exclude { kThreshold, kMask, kObjects };

struct FindMaximaSettings {
  std::string input, output = "FindMaxima";
  int distance = 5;
  Exclude exclude = Exclude::kThreshold;
  double threshold = 0;
  std::string mask_image = "None", mask_objects = "None";

  void bind(Binder& b) {
    b.image(input, "Select the input image");
    b.new_image(output, "Name the output image");
    b.integer(distance, "Minimum distance between maxima", {.min = 0});
    b.choice(exclude, "Method for excluding background", {"Threshold", "Mask", "Within Objects"});
    b.number(threshold, kThreshold, {.min = 0, .max = 99});
    b.image(mask_image, "Select the image to use as a mask");
    b.objects(mask_objects, "Select the objects to search within");
  }
  bool is_hidden(std::string_view text) const { return text == kThreshold && exclude != Exclude::kThreshold; }

  static constexpr char kThreshold[] = "Specify the minimum intensity of a peak";
};

class FindMaxima {
 public:
  static constexpr ModuleInfo info = {
      .revision = 1, .category = "Advanced", .summary = "Finds the peaks of an image."};
  using Settings = FindMaximaSettings;

  FindMaxima(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  void declare(Declaration& d) const {
    d.needs_image(settings_.input, "Select the input image");
    if (settings_.exclude == Exclude::kMask)
      d.needs_image(settings_.mask_image, "Select the image to use as a mask");
    if (settings_.exclude == Exclude::kObjects)
      d.needs_objects(settings_.mask_objects, "Select the objects to search within");
    d.makes_image(settings_.output);
  }

  void run(ImageSet& images) const;

 private:
  template <class T>
  std::vector<std::int64_t> peaks(ImageSet& images, View2<const T> image) const;

  Settings settings_;
};

/// `image` where the image `mask` is not 0.
template <class T>
void keep_where_set(Queue& queue, View2<const T> image, const Image& mask, View2<T> out) {
  if (mask.channels() != 1) throw std::invalid_argument("the mask must be grayscale or binary");
  if (mask.is_binary())
    kernel::keep_where(queue, image, mask.plane<std::uint8_t>(), out);
  else if (mask.type() == CEL_F64)
    kernel::keep_where(queue, image, mask.plane<double>(), out);
  else if (mask.type() == CEL_I32)
    kernel::keep_where(queue, image, mask.plane<std::int32_t>(), out);
  else
    kernel::keep_where(queue, image, mask.plane<float>(), out);
}

/// Outside of the mask pixels are 0, and the lowest value left is the threshold.
template <class T>
std::vector<std::int64_t> FindMaxima::peaks(ImageSet& images, View2<const T> image) const {
  Queue& queue = images.queue();
  const kernel::PeakOptions options{.distance = settings_.distance, .border = settings_.distance};
  if (settings_.exclude == Exclude::kThreshold)
    return kernel::peak_local_max(queue, image, static_cast<T>(settings_.threshold), options);
  Buffer<T> masked(queue, image.shape);
  if (settings_.exclude == Exclude::kMask)
    keep_where_set(queue, image, images.image(settings_.mask_image), masked.view(image.shape));
  else
    kernel::keep_where(queue, image, images.objects(settings_.mask_objects).labels(),
                       masked.view(image.shape));
  const View2<const T> plane = masked.view(image.shape);
  return kernel::peak_local_max(queue, plane, kernel::value_range(queue, plane).lowest, options);
}

void FindMaxima::run(ImageSet& images) const {
  const Image image = images.image(settings_.input);
  if (image.channels() != 1 || image.is_binary())
    throw std::invalid_argument("image '" + settings_.input + "' must be grayscale");
  const std::vector<std::int64_t> found =
      image.type() == CEL_F64 ? peaks(images, image.plane<double>()) : peaks(images, image.plane<float>());
  std::vector<std::uint8_t> marks(image.shape().size(), 0);
  for (const std::int64_t peak : found) marks[peak] = 1;
  NewImage result = NewImage::of(upload(images.queue(), marks), image.shape());
  result.parent = settings_.input;
  images.add_image(settings_.output, std::move(result));
}

}  // namespace

CEL_MODULE(FindMaxima)

}  // namespace cellerate::modules
