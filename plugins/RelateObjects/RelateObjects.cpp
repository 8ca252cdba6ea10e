/// RelateObjects: which parent each child object lies in, how far from it, and means over its children.
/// Meaning, columns, sources and differences from CellProfiler: RelateObjects.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <numeric>

#include "cuda/label/relate.hpp"
#include "plugins/RelateObjects/parent_distances.hpp"
#include "plugins/RelateObjects/relate_settings.hpp"
#include "plugins/shared/kept_objects.hpp"
#include "plugins/shared/object_measurements.hpp"

namespace cellerate::modules {
namespace {

class RelateObjects {
 public:
  static constexpr const char* kAliases[] = {"Relate", nullptr};
  static constexpr ModuleInfo info = {.revision = 5,
                                      .category = "Object Processing",
                                      .summary = "Assigns child objects to the parent objects they lie in.",
                                      .aliases = kAliases};
  using Settings = RelateObjectsSettings;

  RelateObjects(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u) { upgrade_relate_settings(u); }

  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  void declare_means(Declaration& d, const std::vector<Column>& upstream) const;
  void declare_distances(Declaration& d) const;
  void measure_means(ImageSet& images, const Family& family) const;
  void measure_distances(ImageSet& images) const;
  void save_children(ImageSet& images) const;

  std::string mean_feature(const std::string& feature) const {
    return "Mean_" + settings_.children + "_" + feature;
  }

  Settings settings_;
};

/// Means of means and of parents' numbers are of no use.
bool is_averaged(const std::string& feature) {
  return !feature.starts_with("Mean") && !feature.starts_with("Parent");
}

std::string centroid_feature(const std::string& parent) { return "Distance_Centroid_" + parent; }
std::string minimum_feature(const std::string& parent) { return "Distance_Minimum_" + parent; }

void RelateObjects::declare(Declaration& d) const {
  const std::vector<Column> upstream = d.columns();
  d.needs_objects(settings_.parents, "Parent objects");
  d.needs_objects(settings_.children, "Child objects");
  if (settings_.distances != Distances::kNone && settings_.wants_step_parents)
    for (const StepParent& step : settings_.step_parents) d.needs_objects(step.name, "Parent name");
  d.column(settings_.children, "Parent_" + settings_.parents, CEL_VALUE_INTEGER);
  d.column(settings_.parents, "Children_" + settings_.children + "_Count", CEL_VALUE_INTEGER);
  if (settings_.saves_children) {
    d.makes_objects(settings_.saved_children);
    declare_derived_objects(d, settings_.children, settings_.saved_children);
  }
  if (settings_.wants_means) declare_means(d, upstream);
  declare_distances(d);
  d.relationship("Parent", settings_.parents, settings_.children);
  d.relationship("Child", settings_.children, settings_.parents);
}

void RelateObjects::declare_means(Declaration& d, const std::vector<Column>& upstream) const {
  for (const Column& column : upstream) {
    if (column.object != settings_.children || !is_averaged(column.feature)) continue;
    if (column.type == CEL_VALUE_TEXT || column.type == CEL_VALUE_BLOB)
      d.fault("Calculate per-parent means for all child measurements?",
              "'" + column.feature + "' of '" + column.object + "' is text, which has no mean");
    d.column(settings_.parents, mean_feature(column.feature));
  }
  if (settings_.wants_centroid())
    for (const auto& parent : settings_.measured_parents())
      d.column(settings_.parents, mean_feature(centroid_feature(parent)));
  if (settings_.wants_minimum())
    for (const auto& parent : settings_.measured_parents())
      d.column(settings_.parents, mean_feature(minimum_feature(parent)));
}

void RelateObjects::declare_distances(Declaration& d) const {
  // CellProfiler declares whole numbers here, though distances are none.
  if (settings_.wants_centroid())
    for (const auto& parent : settings_.measured_parents())
      d.column(settings_.children, centroid_feature(parent), CEL_VALUE_INTEGER);
  if (settings_.wants_minimum())
    for (const auto& parent : settings_.measured_parents())
      d.column(settings_.children, minimum_feature(parent), CEL_VALUE_INTEGER);
}

void RelateObjects::run(ImageSet& images) const {
  const Family family = relate_children(images, settings_.parents, settings_.children);
  measure_family(images, settings_.parents, settings_.children, family);
  std::vector<std::int64_t> parents, children;
  for (std::size_t child = 0; child < family.parents_of_children.size(); ++child) {
    if (family.parents_of_children[child] == 0) continue;
    parents.push_back(family.parents_of_children[child]);
    children.push_back(static_cast<std::int64_t>(child) + 1);
  }
  images.relate("Parent", settings_.parents, settings_.children, parents, children);
  images.relate("Child", settings_.children, settings_.parents, children, parents);
  measure_distances(images);
  if (settings_.wants_means) measure_means(images, family);
  if (settings_.saves_children) save_children(images);
}

void RelateObjects::measure_distances(ImageSet& images) const {
  for (const auto& parent : settings_.measured_parents()) {
    const std::vector<std::int32_t> parents_of =
        parents_through(images, settings_.parents, settings_.children, parent);
    if (settings_.wants_centroid())
      images.measure(settings_.children, centroid_feature(parent),
                     centroid_distances(images, parent, settings_.children, parents_of));
    if (settings_.wants_minimum())
      images.measure(settings_.children, minimum_feature(parent),
                     minimum_distances(images, parent, settings_.children, parents_of));
  }
}

/// Sums in the order of the children, as numpy.bincount adds them.
std::vector<double> mean_by_parent(const std::vector<double>& values, const Family& family) {
  std::vector<double> sums(family.children_per_parent.size(), 0.0), means;
  for (std::size_t child = 0; child < values.size(); ++child)
    if (const std::int32_t parent = family.parents_of_children[child]) sums[parent - 1] += values[child];
  for (std::size_t parent = 0; parent < sums.size(); ++parent)
    means.push_back(sums[parent] / family.children_per_parent[parent]);
  return means;
}

void RelateObjects::measure_means(ImageSet& images, const Family& family) const {
  for (const Column& column : images.columns()) {
    if (column.object != settings_.children || !is_averaged(column.feature)) continue;
    const auto values = images.values(column.object, column.feature);
    if (!values) continue;
    const std::size_t children = family.parents_of_children.size();
    if (values->empty() || children == 0) {
      images.measure(settings_.parents, mean_feature(column.feature),
                     std::vector<double>(children, std::numeric_limits<double>::quiet_NaN()));
      continue;
    }
    if (values->size() != children)
      throw std::runtime_error("'" + column.feature + "' has " + std::to_string(values->size()) +
                               " values for " + std::to_string(children) + " children '" +
                               settings_.children + "': their numbers have gaps");
    images.measure(settings_.parents, mean_feature(column.feature), mean_by_parent(*values, family));
  }
}

/// Every child with a pixel in any parent. CellProfiler drops the lowest number of the plane of such
/// children, which is the background unless they cover the whole plane.
void RelateObjects::save_children(ImageSet& images) const {
  const Objects parents = images.objects(settings_.parents), children = images.objects(settings_.children);
  std::vector<std::int32_t> kept;
  std::int64_t pixels = 0;
  std::vector<bool> inside(children.count() + 1, false);
  for (const auto& overlap : kernel::label_overlaps(images.queue(), parents.labels(), children.labels())) {
    inside[overlap.second] = true;
    pixels += overlap.pixels;
  }
  for (std::int32_t child = 1; child <= children.count(); ++child)
    if (inside[child]) kept.push_back(child);
  if (!kept.empty() && pixels == children.shape().size()) kept.erase(kept.begin());
  add_renumbered(images, settings_.children, settings_.saved_children, renumbering(kept, children.count()));
  measure_derived_objects(images, settings_.children, settings_.saved_children);
}

}  // namespace

CEL_MODULE(RelateObjects)

}  // namespace cellerate::modules
