/// Modules that leave nothing for others in a run without windows: the displays (CellProfiler's Display*
/// modules), ConserveMemory and CreateBatchFiles. They are accepted with whatever settings, and say so.
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

namespace cellerate::modules {
namespace {

constexpr char kDataTools[] = "Data Tools";
constexpr char kFileProcessing[] = "File Processing";
constexpr char kOther[] = "Other";

/// Settings without effect are not looked at.
struct IgnoredSettings {
  void bind(Binder&) {}
};

/// What the modules share. Module says what it does not do: `std::string notice() const`.
template <class Module, class ModuleSettings = IgnoredSettings>
class WithoutEffect {
 public:
  using Settings = ModuleSettings;
  explicit WithoutEffect(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& upgrade) { upgrade.revision = Module::info.revision; }

  void declare(Declaration& d) const {
    d.warn("accepted, but does nothing: " + static_cast<const Module*>(this)->notice());
  }
  std::string notice() const { return "displays are not drawn"; }

 protected:
  Settings settings_;
};

}  // namespace

class DisplayDensityPlot : public WithoutEffect<DisplayDensityPlot> {
 public:
  static constexpr ModuleInfo info = {
      .revision = 1,
      .category = kDataTools,
      .summary = "Shows a density plot of two measurements; accepted, nothing is drawn."};
  using WithoutEffect::WithoutEffect;
};

class DisplayHistogram : public WithoutEffect<DisplayHistogram> {
 public:
  static constexpr ModuleInfo info = {
      .revision = 4,
      .category = kDataTools,
      .summary = "Shows a histogram of a measurement; accepted, nothing is drawn."};
  using WithoutEffect::WithoutEffect;
};

class DisplayPlatemap : public WithoutEffect<DisplayPlatemap> {
 public:
  static constexpr ModuleInfo info = {
      .revision = 2,
      .category = kDataTools,
      .summary = "Shows a measurement over the wells of a plate; accepted, nothing is drawn."};
  using WithoutEffect::WithoutEffect;
};

class DisplayScatterPlot : public WithoutEffect<DisplayScatterPlot> {
 public:
  static constexpr ModuleInfo info = {
      .revision = 2,
      .category = kDataTools,
      .summary = "Shows a scatter plot of two measurements; accepted, nothing is drawn."};
  using WithoutEffect::WithoutEffect;
};

/// The settings up to the name of the image, in the order of every revision.
struct DisplayDataOnImageSettings {
  std::string subject, objects, measurement, image, text_color, display_image = "DisplayImage";

  void bind(Binder& b) {
    b.text(subject, "Display object or image measurements?");
    b.text(objects, "Select the input objects");
    b.text(measurement, "Measurement to display");
    b.text(image, "Select the image on which to display the measurements");
    b.text(text_color, "Text color");
    b.text(display_image, "Name the output image that has the measurements displayed");
  }
};

/// Its image is a figure with text at random offsets. It is not declared, so that a module which wants to
/// save or to measure it is a fault of the pipeline.
class DisplayDataOnImage : public WithoutEffect<DisplayDataOnImage, DisplayDataOnImageSettings> {
 public:
  static constexpr ModuleInfo info = {
      .revision = 6,
      .category = kDataTools,
      .summary = "Shows the values of a measurement on an image; accepted, nothing is drawn."};
  using WithoutEffect::WithoutEffect;
  std::string notice() const { return "the image '" + settings_.display_image + "' is not drawn"; }
};

class ConserveMemory : public WithoutEffect<ConserveMemory> {
 public:
  static constexpr ModuleInfo info = {
      .revision = 1, .category = kOther, .summary = "Releases images early; accepted without effect."};
  using WithoutEffect::WithoutEffect;
  std::string notice() const { return "images are released at the end of their image set"; }
};

class CreateBatchFiles : public WithoutEffect<CreateBatchFiles> {
 public:
  static constexpr ModuleInfo info = {
      .revision = 8,
      .category = kFileProcessing,
      .summary = "Prepares a run on a cluster; accepted without effect: the image sets are run."};
  using WithoutEffect::WithoutEffect;
  std::string notice() const { return "the image sets are run, no Batch_data.h5 is written"; }
};

CEL_PLUGIN(Display, &detail::module_class<DisplayDensityPlot>("DisplayDensityPlot"),
           &detail::module_class<DisplayHistogram>("DisplayHistogram"),
           &detail::module_class<DisplayPlatemap>("DisplayPlatemap"),
           &detail::module_class<DisplayScatterPlot>("DisplayScatterPlot"),
           &detail::module_class<DisplayDataOnImage>("DisplayDataOnImage"),
           &detail::module_class<ConserveMemory>("ConserveMemory"),
           &detail::module_class<CreateBatchFiles>("CreateBatchFiles"))

}  // namespace cellerate::modules
