/// Modules that leave nothing for others in a run without windows: the displays (CellProfiler's Display*
/// modules that make no image), ConserveMemory and CreateBatchFiles. They are accepted with whatever
/// settings, and say so.
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
template <class Module>
class WithoutEffect {
 public:
  using Settings = IgnoredSettings;
  explicit WithoutEffect(Settings, const ModuleEntryInfo&) {}

  static void upgrade(Upgrade& upgrade) { upgrade.revision = Module::info.revision; }

  void declare(Declaration& d) const {
    d.warn("accepted, but does nothing: " + static_cast<const Module*>(this)->notice());
  }
  std::string notice() const { return "displays are not drawn"; }
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
           &detail::module_class<ConserveMemory>("ConserveMemory"),
           &detail::module_class<CreateBatchFiles>("CreateBatchFiles"))

}  // namespace cellerate::modules
