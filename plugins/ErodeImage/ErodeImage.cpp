/// ErodeImage: sets each pixel to the least value around it.
/// Meaning, sources and differences from CellProfiler: ErodeImage.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <utility>

#include "plugins/shared/grey_morphology.hpp"

namespace cellerate::modules {
namespace {

struct ErodeImageSettings : GreyMorphologySettings {
  ErodeImageSettings() : GreyMorphologySettings("ErodeImage") {}
};

class ErodeImage {
 public:
  static constexpr ModuleInfo info = {
      .revision = 1, .category = "Advanced", .summary = "Sets each pixel to the least value around it."};
  using Settings = ErodeImageSettings;

  ErodeImage(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  void declare(Declaration& d) const { settings_.declare(d); }
  void run(ImageSet& images) const { run_grey_morphology(images, settings_, GreyMorphology::kErode); }

 private:
  Settings settings_;
};

}  // namespace

CEL_MODULE(ErodeImage)

}  // namespace cellerate::modules
