/// MeasureObjectSkeleton: trunks, branches and ends of the skeletons that grow out of objects.
/// Meaning, sources and differences from CellProfiler: MeasureObjectSkeleton.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <stdexcept>

#include "cuda/morphology/object_skeleton.hpp"
#include "cuda/pixel/mask.hpp"
#include "cuda/pixel/window.hpp"
#include "plugins/MeasureObjectSkeleton/graph_files.hpp"
#include "plugins/shared/crop_similarly.hpp"
#include "plugins/shared/folder_setting.hpp"
#include "plugins/shared/gray_image.hpp"
#include "plugins/shared/image_set_tags.hpp"

namespace cellerate::modules {
namespace {

constexpr const char* kObjectsText = "Select the seed objects";
constexpr const char* kSkeletonText = "Select the skeletonized image";
constexpr const char* kIntensityText = "Intensity image";
constexpr const char* kHoleText = "Maximum hole size";
constexpr const char* kFolderText = "File output directory";

struct MeasureObjectSkeletonSettings {
  std::string objects = "None", skeleton = "None", picture = "BranchpointImage", intensity = "None";
  bool wants_picture = false, fills_holes = true, wants_graph = false;
  int largest_hole = 10;
  skeleton::GraphFileSettings files;

  void bind(Binder& b) {
    b.objects(objects, kObjectsText);
    b.image(skeleton, kSkeletonText);
    b.binary(wants_picture, "Retain the branchpoint image?");
    b.new_image(picture, "Name the branchpoint image");
    b.binary(fills_holes, "Fill small holes?");
    b.integer(largest_hole, kHoleText, {.min = 1});
    b.binary(wants_graph, "Export the skeleton graph relationships?");
    b.image(intensity, kIntensityText);
    b.folder(files.folder, kFolderText);
    b.text(files.vertices, "Vertex file name");
    b.text(files.edges, "Edge file name");
  }
  bool is_hidden(std::string_view text) const { return text == kHoleText && !fills_holes; }
};

struct Feature {
  const char* name;
  std::vector<double> kernel::SkeletonFeatures::*values;
  int type;
};
using F = kernel::SkeletonFeatures;
constexpr Feature kFeatures[] = {{"NumberTrunks", &F::trunks, CEL_VALUE_INTEGER},
                                 {"NumberNonTrunkBranches", &F::branches, CEL_VALUE_INTEGER},
                                 {"NumberBranchEnds", &F::ends, CEL_VALUE_INTEGER},
                                 {"TotalObjectSkeletonLength", &F::length, CEL_VALUE_F64}};

class MeasureObjectSkeleton {
 public:
  static constexpr const char* kAliases[] = {"MeasureNeurons", nullptr};
  static constexpr ModuleInfo info = {
      .revision = 3,
      .category = "Measurement",
      .summary = "Measures trunks, branches and ends of skeletons that grow out of objects.",
      .aliases = kAliases};
  using Settings = MeasureObjectSkeletonSettings;

  MeasureObjectSkeleton(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  /// Revision 1 filled no holes by choice, 2 exported no graph.
  static void upgrade(Upgrade& u) {
    if (u.revision == 1) {
      u.values.insert(u.values.end(), {"Yes", "10"});
      u.revision = 2;
    }
    if (u.revision == 2) {
      u.values.insert(u.values.end(), {"No", "None", "Default Output Folder|None", "None", "None"});
      u.revision = 3;
    }
  }

  void declare(Declaration& d) const;
  void run(ImageSet& images) const;
  void finish_run(Results& results) const {
    if (settings_.wants_graph) skeleton::write_graph_files(results, settings_.files);
  }

 private:
  std::string column_name(const Feature& feature) const {
    return std::string("ObjectSkeleton_") + feature.name + "_" + settings_.skeleton;
  }
  void check_files(Declaration& d) const;
  Buffer<std::uint8_t> visible_skeleton(Queue& queue, const Image& image) const;
  Buffer<std::int32_t> fitted_labels(Queue& queue, const Image& image, const Objects& objects) const;
  void keep_graph(ImageSet& images, const kernel::ObjectSkeleton& found) const;

  Settings settings_;
};

void MeasureObjectSkeleton::check_files(Declaration& d) const {
  if (const std::string wrong = folder_fault(settings_.files.folder); !wrong.empty())
    d.fault(kFolderText, wrong);
  for (const auto& name : {settings_.files.vertices, settings_.files.edges})
    if (const auto tag = undefined_tag(d, name))
      d.fault("Vertex file name", "no module extracts '" + *tag + "'");
}

void MeasureObjectSkeleton::declare(Declaration& d) const {
  d.needs_objects(settings_.objects, kObjectsText);
  d.needs_image(settings_.skeleton, kSkeletonText);
  for (const Feature& feature : kFeatures) d.column(settings_.objects, column_name(feature), feature.type);
  if (settings_.wants_picture) d.makes_image(settings_.picture);
  if (!settings_.wants_graph) return;
  d.needs_image(settings_.intensity, kIntensityText);
  check_files(d);
}

/// @throws std::invalid_argument for images that are not binary, or of a single row or column
Buffer<std::uint8_t> MeasureObjectSkeleton::visible_skeleton(Queue& queue, const Image& image) const {
  if (!image.is_binary()) throw std::invalid_argument("image '" + settings_.skeleton + "' must be binary");
  const Shape2 shape = image.shape();
  if (shape.height < 2 || shape.width < 2)
    throw std::invalid_argument("image '" + settings_.skeleton + "' needs two rows and columns");
  Buffer<std::uint8_t> visible(queue, shape);
  queue.copy(visible.data(), image.data<std::uint8_t>(), shape.size());
  if (image.mask()) kernel::intersect(queue, visible.view(), {image.mask().data, shape.size()});
  return visible;
}

/// The objects cropped like the image; where that is not known the upper left corners are put together.
Buffer<std::int32_t> MeasureObjectSkeleton::fitted_labels(Queue& queue, const Image& image,
                                                          const Objects& objects) const {
  const Shape2 shape = image.shape();
  Buffer<std::int32_t> labels(queue, shape);
  const kernel::SampleView samples{kernel::Sample::I32, objects.labels().data, objects.shape().size()};
  if (const auto cropped = cropped_like(queue, image, samples, objects.shape()))
    queue.copy(labels.data(), cropped->samples.data, shape.size() * sizeof(std::int32_t));
  else
    kernel::copy_window(queue, objects.labels(), 0, 0, labels.view(shape));
  return labels;
}

void MeasureObjectSkeleton::run(ImageSet& images) const {
  Queue& queue = images.queue();
  const Image image = images.image(settings_.skeleton);
  const Objects objects = images.objects(settings_.objects);
  const Buffer<std::uint8_t> bright = visible_skeleton(queue, image);
  const Buffer<std::int32_t> labels = fitted_labels(queue, image, objects);
  const kernel::ObjectSkeleton found =
      kernel::object_skeleton(queue, bright.view(image.shape()), labels.view(image.shape()),
                              settings_.fills_holes ? settings_.largest_hole : 0);
  const kernel::SkeletonFeatures features = kernel::skeleton_features(found, objects.count());
  for (const Feature& feature : kFeatures)
    images.measure(settings_.objects, column_name(feature), features.*feature.values, feature.type);
  if (settings_.wants_graph) keep_graph(images, found);
  if (!settings_.wants_picture) return;
  NewImage picture = NewImage::of(upload(queue, kernel::paint_skeleton(found)), image.shape(), 3);
  picture.parent = settings_.skeleton;
  images.add_image(settings_.picture, std::move(picture));
}

void MeasureObjectSkeleton::keep_graph(ImageSet& images, const kernel::ObjectSkeleton& found) const {
  const GrayImage intensity(images, settings_.intensity);
  if (intensity.shape() != found.shape)
    throw std::invalid_argument("image '" + settings_.intensity + "' has another size than the skeleton");
  const HostRead<float> pixels(images.queue(), intensity.pixels().data, found.shape.size());
  skeleton::keep_graph(images, settings_.files, kernel::skeleton_graph(found, pixels.view(found.shape)));
}

}  // namespace

CEL_MODULE(MeasureObjectSkeleton)

}  // namespace cellerate::modules
