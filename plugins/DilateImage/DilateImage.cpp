/// DilateImage: sets each pixel to the greatest value around it.
/// Meaning, sources and differences from CellProfiler: DilateImage.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <utility>

#include "plugins/shared/grey_morphology.hpp"

namespace cellerate::modules {
namespace {

struct DilateImageSettings : GreyMorphologySettings {
  DilateImageSettings() : GreyMorphologySettings("DilateImage") {}
};

class DilateImage {
 public:
  static constexpr ModuleInfo info = {
      .revision = 1, .category = "Advanced", .summary = "Sets each pixel to the greatest value around it."};
  using Settings = DilateImageSettings;

  DilateImage(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  void declare(Declaration& d) const { settings_.declare(d); }
  void run(ImageSet& images) const { run_grey_morphology(images, settings_, GreyMorphology::kDilate); }

 private:
  Settings settings_;
};

}  // namespace

CEL_MODULE(DilateImage)

}  // namespace cellerate::modules
