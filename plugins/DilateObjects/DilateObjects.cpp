/// DilateObjects: objects made larger by a structuring element.
/// Meaning, columns, sources and differences from CellProfiler: DilateObjects.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <utility>

#include "cuda/filter/grey_morphology.hpp"
#include "plugins/shared/label_planes.hpp"
#include "plugins/shared/object_processing.hpp"
#include "plugins/shared/structuring_element.hpp"

namespace cellerate::modules {
namespace {

struct DilateObjectsSettings : ObjectProcessingSettings {
  StructuringElement element;

  DilateObjectsSettings() : ObjectProcessingSettings("DilateObjects") {}
  void bind(Binder& b) {
    ObjectProcessingSettings::bind(b);
    element.bind(b);
  }
};

class DilateObjects {
 public:
  static constexpr ModuleInfo info = {
      .revision = 1, .category = "Advanced", .summary = "Makes objects larger by a structuring element."};
  using Settings = DilateObjectsSettings;

  DilateObjects(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  void declare(Declaration& d) const { settings_.declare(d); }
  void run(ImageSet& images) const;

 private:
  Settings settings_;
};

/// Where objects would overlap the one with the higher number stays.
void DilateObjects::run(ImageSet& images) const {
  const Objects objects = images.objects(settings_.objects);
  require_no_overlap(objects, settings_.objects);
  const Shape2 shape = objects.shape();
  Buffer<std::int32_t> dilated(images.queue(), shape);
  kernel::maximum_filter(images.queue(), objects.labels(), settings_.element.window(),
                         kernel::Border::kReflect, dilated.view(shape));
  add_processed_objects(images, settings_, std::move(dilated), shape);
}

}  // namespace

CEL_MODULE(DilateObjects)

}  // namespace cellerate::modules
