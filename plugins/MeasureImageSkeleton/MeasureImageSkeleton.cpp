/// MeasureImageSkeleton: numbers of branches and ends of a skeleton.
/// Meaning, sources and differences from CellProfiler: MeasureImageSkeleton.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include "cuda/morphology/skeleton_nodes.hpp"
#include "cuda/pixel/convert.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {
namespace {

struct MeasureImageSkeletonSettings {
  std::string image;
  void bind(Binder& b) { b.image(image, "Select an image to measure"); }
};

class MeasureImageSkeleton {
 public:
  static constexpr ModuleInfo info = {
      .revision = 1, .category = "Measurement", .summary = "Counts the branches and the ends of a skeleton."};
  using Settings = MeasureImageSkeletonSettings;

  MeasureImageSkeleton(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  void declare(Declaration& d) const {
    d.needs_image(settings_.image, "Select an image to measure");
    for (const char* feature : {"Branches", "Endpoints"})
      d.column("Image", column_name(feature), CEL_VALUE_INTEGER);
  }

  void run(ImageSet& images) const {
    const GraySamples gray(images, settings_.image);
    Queue& queue = images.queue();
    const Shape2 shape = gray.shape();
    Buffer<std::uint8_t> mask(queue, shape);
    const void* const data = gray.samples().data;
    if (gray.samples().type == kernel::Sample::F32)
      kernel::nonzero(queue, {static_cast<const float*>(data), shape.size()}, mask.view());
    else if (gray.samples().type == kernel::Sample::F64)
      kernel::nonzero(queue, {static_cast<const double*>(data), shape.size()}, mask.view());
    else
      queue.copy(mask.data(), data, shape.size());
    const kernel::SkeletonNodes nodes = kernel::skeleton_nodes(queue, std::as_const(mask).view(shape));
    images.measure_image(column_name("Branches"), static_cast<double>(nodes.branches), CEL_VALUE_INTEGER);
    images.measure_image(column_name("Endpoints"), static_cast<double>(nodes.ends), CEL_VALUE_INTEGER);
  }

 private:
  std::string column_name(const char* feature) const {
    return std::string("Skeleton_") + feature + "_" + settings_.image;
  }

  Settings settings_;
};

}  // namespace

CEL_MODULE(MeasureImageSkeleton)

}  // namespace cellerate::modules
