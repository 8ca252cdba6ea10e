/// FlagImage: marks image sets by their measurements, and skips them if asked to.
/// Meaning, sources and differences from CellProfiler: FlagImage.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "cuda/numeric/pairwise_sum.hpp"
#include "plugins/FlagImage/flag_settings.hpp"
#include "plugins/shared/analyst_rules.hpp"
#include "plugins/shared/folder_setting.hpp"
#include "plugins/shared/missing_file.hpp"
#include "plugins/shared/required_measurement.hpp"

namespace cellerate::modules {
namespace {

using namespace flag_image;

class FlagImage {
 public:
  static constexpr ModuleInfo info = {.revision = 5,
                                      .category = "Data Tools",
                                      .summary = "Marks image sets by their measurements, and skips them."};
  using Settings = flag_image::Settings;

  FlagImage(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u) { flag_image::upgrade(u); }

  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  Settings settings_;
};

AnalystRules rules_of(const HostContext& context, const Criterion& criterion) {
  const FolderSetting folder(criterion.rules_folder);
  return AnalystRules::read(join_path(folder_path(context, folder), criterion.rules_file));
}

/// Classes from 0, of a list of numbers from 1.
std::vector<int> classes_of(const Criterion& criterion) {
  std::vector<int> classes;
  for (const std::string& text : detail::split(criterion.rules_classes, ',')) {
    const auto number = detail::parse<int>(text);
    if (!number) throw std::runtime_error("'" + text + "' is no number of a class");
    classes.push_back(*number - 1);
  }
  return classes;
}

void check_rules(Declaration& d, const Criterion& criterion) {
  const std::string wrong = folder_fault(criterion.rules_folder);
  if (!wrong.empty()) return d.fault(kRulesFolderText, wrong);
  try {
    classes_of(criterion);
    rules_of(d, criterion).require_measurements(d, kRulesFileText, criterion.fuzzy);
  } catch (const std::exception& error) {
    declare_fault(d, kRulesFileText, error);
  }
}

void FlagImage::declare(Declaration& d) const {
  for (const Flag& flag : settings_.flags) {
    for (const Criterion& criterion : flag.criteria) {
      if (criterion.source == Source::Rules)
        check_rules(d, criterion);
      else if (criterion.source == Source::Classifier)
        d.fault(kRulesFileText, "'" + criterion.rules_file +
                                    "' is a pickled scikit-learn model, which only Python can read; export "
                                    "the classifier as rules");
      else
        require_measurement(d, criterion.subject(), criterion.measurement, kMeasurementText);
    }
    d.column("Image", flag.feature(), CEL_VALUE_INTEGER);
  }
}

struct Extremes {
  double low, high;
};

/// Of the measurement, or its mean; one that is no number is NaN in both, and beyond no limit.
Extremes extremes(const Criterion& criterion, const std::vector<double>& values) {
  const auto n = static_cast<std::int64_t>(values.size());
  if (criterion.source == Source::Image) return {values[0], values[0]};
  if (criterion.source == Source::AverageOfObjects) {
    const double sum = kernel::numpy_sum<double>(n, [&](std::int64_t i) { return values[i]; });
    return {sum / static_cast<double>(n), sum / static_cast<double>(n)};
  }
  if (std::any_of(values.begin(), values.end(), [](double v) { return std::isnan(v); })) return {NAN, NAN};
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {*low, *high};
}

/// An image set without objects fails.
bool fails_limits(const ImageSet& images, const Criterion& criterion) {
  const std::vector<double> values = measured_values(images, criterion.subject(), criterion.measurement);
  if (values.empty()) return true;
  const Extremes found = extremes(criterion, values);
  return (criterion.wants_minimum && found.low < criterion.minimum) ||
         (criterion.wants_maximum && found.high > criterion.maximum);
}

/// Whether most objects (of an image there is one) are in one of the classes.
bool fails_rules(const ImageSet& images, const Criterion& criterion) {
  const RuleScores scores = rules_of(images, criterion).score(images, criterion.fuzzy);
  const std::vector<int> classes = classes_of(criterion);
  std::size_t hits = 0;
  for (std::size_t object = 0; object < scores.objects; ++object) {
    const int best = scores.best_class(object);
    if (best >= 0) hits += static_cast<std::size_t>(std::count(classes.begin(), classes.end(), best));
  }
  return 2 * hits > scores.objects;
}

bool fails(const ImageSet& images, const Criterion& criterion) {
  return criterion.source == Source::Rules ? fails_rules(images, criterion) : fails_limits(images, criterion);
}

bool is_flagged(const ImageSet& images, const Flag& flag) {
  std::vector<bool> failed;
  for (const Criterion& criterion : flag.criteria) failed.push_back(fails(images, criterion));
  const auto failures = std::count(failed.begin(), failed.end(), true);
  return flag.linked == Linked::AllFail ? failures == static_cast<std::ptrdiff_t>(failed.size())
                                        : failures > 0;
}

void FlagImage::run(ImageSet& images) const {
  const bool may_skip = !settings_.never_skips_last || images.group_index() != images.group_length();
  bool skips = false;
  for (const Flag& flag : settings_.flags) {
    const bool flagged = is_flagged(images, flag);
    images.measure_image(flag.feature(), flagged, CEL_VALUE_INTEGER);
    skips = skips || (flagged && flag.skips && may_skip);
  }
  if (skips) throw SkipImageSet{};
}

}  // namespace

CEL_MODULE(FlagImage)

}  // namespace cellerate::modules
