/// MorphologicalSkeleton: a binary image thinned to lines of one pixel.
/// Meaning, sources and differences from CellProfiler: MorphologicalSkeleton.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <stdexcept>

#include "cuda/morphology/skeletonize.hpp"
#include "cuda/pixel/truncate.hpp"

namespace cellerate::modules {
namespace {

struct MorphologicalSkeletonSettings {
  std::string input, output = "MorphologicalSkeleton";

  void bind(Binder& b) {
    b.image(input, "Select the input image");
    b.new_image(output, "Name the output image");
  }
};

class MorphologicalSkeleton {
 public:
  static constexpr ModuleInfo info = {
      .revision = 1, .category = "Advanced", .summary = "Thins a binary image to lines of one pixel."};
  using Settings = MorphologicalSkeletonSettings;

  MorphologicalSkeleton(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  void declare(Declaration& d) const {
    d.needs_image(settings_.input, "Select the input image");
    d.makes_image(settings_.output);
  }

  void run(ImageSet& images) const {
    const Image image = images.image(settings_.input);
    if (image.channels() != 1)
      throw std::invalid_argument("image '" + settings_.input + "' has several channels");
    Buffer<std::uint8_t> skeleton = ones_of(images.queue(), image);
    const Shape2 shape = image.shape();
    kernel::skeletonize_mask(images.queue(), std::as_const(skeleton).view(shape), skeleton.view(shape));
    NewImage output = NewImage::of(std::move(skeleton), shape);
    output.parent = settings_.input;
    images.add_image(settings_.output, std::move(output));
  }

 private:
  /// Whole parts of the pixels. @throws std::invalid_argument if there are others than 0 and 1
  Buffer<std::uint8_t> ones_of(Queue& queue, const Image& image) const;

  Settings settings_;
};

Buffer<std::uint8_t> MorphologicalSkeleton::ones_of(Queue& queue, const Image& image) const {
  const Shape2 shape = image.shape();
  Buffer<std::uint8_t> ones(queue, shape);
  bool only_ones = true;
  if (image.is_binary())
    queue.copy(ones.data(), image.data<std::uint8_t>(), shape.size());
  else if (image.type() == CEL_F32)
    only_ones = kernel::truncate_to_mask(queue, image.plane<float>(), ones.view(shape));
  else if (image.type() == CEL_F64)
    only_ones = kernel::truncate_to_mask(queue, image.plane<double>(), ones.view(shape));
  else
    only_ones = kernel::truncate_to_mask(queue, image.plane<std::int32_t>(), ones.view(shape));
  if (!only_ones)
    throw std::invalid_argument("image '" + settings_.input + "' contains values other than 0 and 1");
  return ones;
}

}  // namespace

CEL_MODULE(MorphologicalSkeleton)

}  // namespace cellerate::modules
