/// Opening: removes bright spots smaller than a structuring element.
/// Meaning, sources and differences from CellProfiler: Opening.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <utility>

#include "plugins/shared/grey_morphology.hpp"

namespace cellerate::modules {
namespace {

struct OpeningSettings : GreyMorphologySettings {
  OpeningSettings() : GreyMorphologySettings("Opening") {}
};

class Opening {
 public:
  static constexpr ModuleInfo info = {.revision = 1,
                                      .category = "Advanced",
                                      .summary = "Removes bright spots smaller than a structuring element."};
  using Settings = OpeningSettings;

  Opening(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  void declare(Declaration& d) const { settings_.declare(d); }
  void run(ImageSet& images) const { run_grey_morphology(images, settings_, GreyMorphology::kOpen); }

 private:
  Settings settings_;
};

}  // namespace

CEL_MODULE(Opening)

}  // namespace cellerate::modules
