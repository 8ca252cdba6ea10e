/// Closing: removes dark spots smaller than a structuring element.
/// Meaning, sources and differences from CellProfiler: Closing.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <utility>

#include "plugins/shared/grey_morphology.hpp"

namespace cellerate::modules {
namespace {

struct ClosingSettings : GreyMorphologySettings {
  ClosingSettings() : GreyMorphologySettings("Closing") {}
};

class Closing {
 public:
  static constexpr ModuleInfo info = {.revision = 1,
                                      .category = "Advanced",
                                      .summary = "Removes dark spots smaller than a structuring element."};
  using Settings = ClosingSettings;

  Closing(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  void declare(Declaration& d) const { settings_.declare(d); }
  void run(ImageSet& images) const { run_grey_morphology(images, settings_, GreyMorphology::kClose); }

 private:
  Settings settings_;
};

}  // namespace

CEL_MODULE(Closing)

}  // namespace cellerate::modules
