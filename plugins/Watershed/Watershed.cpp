/// Watershed: objects by flooding an image from markers.
/// Meaning, columns, sources and differences from CellProfiler: Watershed.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <stdexcept>

#include "cuda/label/connected_components.hpp"
#include "plugins/Watershed/declump.hpp"
#include "plugins/shared/object_measurements.hpp"
#include "plugins/shared/structuring_element.hpp"

namespace cellerate::modules {
namespace {

class Watershed {
 public:
  static constexpr ModuleInfo info = {
      .revision = 3, .category = "Advanced", .summary = "Makes objects by flooding an image from markers."};
  using Settings = WatershedSettings;

  Watershed(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}
  static void upgrade(Upgrade& u) { Settings::upgrade(u); }

  void declare(Declaration& d) const {
    d.needs_image(settings_.image, "Select the input image");
    if (settings_.uses_markers()) d.needs_image(settings_.markers, "Markers");
    if (settings_.uses_mask()) d.needs_image(settings_.mask, "Mask");
    if (settings_.uses_reference()) d.needs_image(settings_.reference, "Reference Image");
    if (settings_.advanced) check_declumping(d);
    d.makes_objects(settings_.objects);
    declare_object_measurements(d, settings_.objects, ObjectLocations::kOfPresentLabels);
  }

  void run(ImageSet& images) const {
    Segmentation segments = settings_.uses_markers() ? segment_by_markers(images, settings_)
                                                     : segment_by_distance(images, settings_);
    if (settings_.advanced) segments.labels = declump(images, segments, settings_);
    const Shape2 shape = segments.shape;
    NewObjects result{.shape = shape, .parent_image = settings_.image};
    result.labels = Buffer<std::int32_t>(images.queue(), shape);
    result.count = kernel::equal_value_components(images.queue(), std::as_const(segments.labels).view(shape),
                                                  0, kernel::Connectivity::Eight, result.labels.view(shape));
    images.add_objects(settings_.objects, std::move(result));
    measure_objects(images, settings_.objects, ObjectLocations::kOfPresentLabels);
  }

 private:
  void check_declumping(Declaration& d) const {
    if (settings_.sigma < 0) d.fault(Settings::kSigma, "must not be negative");
    try {
      parse_structuring_element(settings_.element);
    } catch (const std::invalid_argument& error) {
      d.fault(Settings::kElement, error.what());
    }
  }

  Settings settings_;
};

}  // namespace

CEL_MODULE(Watershed)

}  // namespace cellerate::modules
