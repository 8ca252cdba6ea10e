// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/ClassifyObjects/model.hpp"

#include <algorithm>
#include <stdexcept>

#include "plugins/shared/folder_setting.hpp"
#include "plugins/shared/kept_objects.hpp"
#include "plugins/shared/measure_texts.hpp"
#include "plugins/shared/missing_file.hpp"

namespace cellerate::modules {
namespace {

constexpr char kFile[] = "Rules or classifier file name";

/// The class of each object that has points, from 0; objects without points are left out, so that later ones
/// move up, as in CellProfiler.
std::vector<int> predicted(const RuleScores& scores) {
  std::vector<int> classes;
  for (std::size_t i = 0; i < scores.objects; ++i)
    if (const int best = scores.best_class(i); best >= 0) classes.push_back(best);
  if (std::any_of(classes.begin(), classes.end(), [](int best) { return best >= 2; }))
    throw std::runtime_error("the rules give a class beyond the second");
  return classes;
}

int class_number(const std::string& name) {
  for (int i = 0; i < 2; ++i)
    if (name == kRuleClasses[i]) return i;
  throw std::runtime_error("the rules have no class '" + name + "'");
}

void save_class(ImageSet& images, const std::string& source, const ClassSettings& settings,
                const std::vector<int>& classes) {
  std::vector<std::int32_t> kept;
  for (std::size_t i = 0; i < classes.size(); ++i)
    if (classes[i] == class_number(settings.name)) kept.push_back(static_cast<std::int32_t>(i) + 1);
  add_renumbered(images, source, settings.objects, renumbering(kept, images.objects(source).count()));
  measure_derived_objects(images, source, settings.objects);
}

}  // namespace

AnalystRules read_model(const HostContext& context, const ClassifyObjectsSettings& settings) {
  if (!settings.model_file.ends_with(".txt"))
    throw std::runtime_error("'" + settings.model_file +
                             "' is a pickled scikit-learn model, which only Python can read; export the "
                             "classifier as rules (.txt)");
  return AnalystRules::read(
      join_path(folder_path(context, FolderSetting(settings.model_folder)), settings.model_file));
}

void declare_model(Declaration& d, const ClassifyObjectsSettings& settings) {
  d.needs_objects(settings.objects, "Select the object name");
  try {
    read_model(d, settings).require_measurements(d, kFile, settings.fuzzy);
    for (const ClassSettings& wanted : settings.classes)
      if (settings.makes_class_sets) class_number(wanted.name);
  } catch (const std::exception& error) {
    declare_fault(d, kFile, error);
  }
  for (const char* name : kRuleClasses)
    d.column("Image", std::string("Classify_Count_") + name, CEL_VALUE_INTEGER);
  d.column(settings.objects, "Classify_Class", CEL_VALUE_TEXT, 255);
  for (const char* name : kRuleClasses)
    d.column(settings.objects, std::string("Classify_Probability_") + name);
  if (!settings.makes_class_sets) return;
  for (const ClassSettings& wanted : settings.classes) {
    d.makes_objects(wanted.objects);
    declare_derived_objects(d, settings.objects, wanted.objects);
  }
}

void run_model(ImageSet& images, const ClassifyObjectsSettings& settings) {
  // Without objects there is one row of zeros.
  RuleScores scores{1, 2, {0, 0}};
  std::vector<int> classes;
  if (images.objects(settings.objects).count() > 0) {
    scores = read_model(images, settings).score(images, settings.fuzzy);
    classes = predicted(scores);
  }
  std::vector<std::string> names;
  for (const int best : classes) names.emplace_back(kRuleClasses[best]);
  measure_texts(images, settings.objects, "Classify_Class", names);
  for (std::size_t i = 0; i < 2; ++i) {
    std::vector<double> points;
    for (std::size_t object = 0; object < scores.objects; ++object) points.push_back(scores.at(object, i));
    images.measure_image(std::string("Classify_Count_") + kRuleClasses[i],
                         static_cast<double>(std::count(classes.begin(), classes.end(), static_cast<int>(i))),
                         CEL_VALUE_INTEGER);
    images.measure(settings.objects, std::string("Classify_Probability_") + kRuleClasses[i], points);
  }
  if (!settings.makes_class_sets) return;
  for (const ClassSettings& wanted : settings.classes) save_class(images, settings.objects, wanted, classes);
}

}  // namespace cellerate::modules
