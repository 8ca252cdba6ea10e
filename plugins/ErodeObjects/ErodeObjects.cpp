/// ErodeObjects: objects made smaller by a structuring element.
/// Meaning, columns, sources and differences from CellProfiler: ErodeObjects.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <utility>

#include "cuda/label/connected_components.hpp"
#include "cuda/morphology/erode_labels.hpp"
#include "plugins/shared/label_planes.hpp"
#include "plugins/shared/object_processing.hpp"
#include "plugins/shared/structuring_element.hpp"

namespace cellerate::modules {
namespace {

struct ErodeObjectsSettings : ObjectProcessingSettings {
  StructuringElement element;
  bool preserves_midpoints = true, relabels = false;

  ErodeObjectsSettings() : ObjectProcessingSettings("ErodeObjects") {}
  void bind(Binder& b) {
    ObjectProcessingSettings::bind(b);
    element.bind(b);
    b.binary(preserves_midpoints, "Prevent object removal");
    b.binary(relabels, "Relabel resulting objects");
  }
};

class ErodeObjects {
 public:
  static constexpr ModuleInfo info = {
      .revision = 1, .category = "Advanced", .summary = "Makes objects smaller by a structuring element."};
  using Settings = ErodeObjectsSettings;

  ErodeObjects(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  void declare(Declaration& d) const { settings_.declare(d); }
  void run(ImageSet& images) const;

 private:
  Settings settings_;
};

void ErodeObjects::run(ImageSet& images) const {
  Queue& queue = images.queue();
  const Objects objects = images.objects(settings_.objects);
  require_no_overlap(objects, settings_.objects);
  const Shape2 shape = objects.shape();
  Buffer<std::int32_t> eroded(queue, shape);
  kernel::erode_labels(queue, objects.labels(), settings_.element.offsets(), eroded.view(shape));
  if (settings_.preserves_midpoints) kernel::restore_midpoints(queue, objects.labels(), eroded.view(shape));
  if (settings_.relabels) {
    Buffer<std::int32_t> parts(queue, shape);
    kernel::equal_value_components(queue, std::as_const(eroded).view(shape), 0, kernel::Connectivity::Eight,
                                   parts.view(shape));
    eroded = std::move(parts);
  }
  add_processed_objects(images, settings_, std::move(eroded), shape);
}

}  // namespace

CEL_MODULE(ErodeObjects)

}  // namespace cellerate::modules
