/// Threshold: a binary image of the pixels at or above a threshold.
/// Meaning, sources and differences from CellProfiler: Threshold.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include "plugins/shared/threshold.hpp"

namespace cellerate::modules {
namespace {

struct ThresholdModuleSettings {
  std::string input, output = "Threshold";
  ThresholdSettings threshold;

  void bind(Binder& b) {
    b.image(input, "Select the input image");
    b.new_image(output, "Name the output image");
    threshold.bind(b);
    // The Identify modules of CellProfiler have the same settings without this condition.
    if (!b.listing() && threshold.is_robust_background() &&
        threshold.lower_fraction + threshold.upper_fraction >= 1)
      b.fault("Upper outlier fraction",
              "the lower and the upper outlier fraction must be less than 1 together");
  }
  bool is_hidden(std::string_view text) const { return threshold.is_hidden(text); }
};

class Threshold {
 public:
  static constexpr const char* kAliases[] = {"ApplyThreshold", nullptr};
  static constexpr ModuleInfo info = {
      .revision = ThresholdSettings::kVersion,
      .category = "Image Processing",
      .summary = "Makes a binary image of the pixels at or above a threshold.",
      .aliases = kAliases};
  using Settings = ThresholdModuleSettings;

  Threshold(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u) {
    constexpr std::ptrdiff_t kNames = 2;
    if (u.revision == info.revision) return;
    if (u.values.size() < kNames) throw std::invalid_argument("the module has too few settings");
    const auto lines = upgrade_threshold_module({u.values.begin() + kNames, u.values.end()}, u.revision);
    u.values.resize(kNames);
    u.values.insert(u.values.end(), lines.begin(), lines.end());
    u.revision = info.revision;
  }

  void declare(Declaration& d) const {
    d.needs_image(settings_.input, "Select the input image");
    d.makes_image(settings_.output);
    declare_threshold_measurements(d, settings_.threshold, settings_.output);
  }

  void run(ImageSet& images) const {
    const GrayImage image(images, settings_.input);
    NewImage binary = NewImage::of(
        threshold_image(images, image, settings_.threshold, false, settings_.output), image.shape());
    binary.parent = settings_.input;
    images.add_image(settings_.output, std::move(binary));
  }

 private:
  Settings settings_;
};

}  // namespace

CEL_MODULE(Threshold)

}  // namespace cellerate::modules
