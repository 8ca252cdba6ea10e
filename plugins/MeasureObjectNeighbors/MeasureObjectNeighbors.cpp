/// MeasureObjectNeighbors: how many neighbours objects have, how close they are and how much they touch.
/// Meaning, units, sources and differences from CellProfiler: MeasureObjectNeighbors.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include "cuda/label/label_masks.hpp"
#include "plugins/MeasureObjectNeighbors/colored_objects.hpp"
#include "plugins/MeasureObjectNeighbors/neighborhood.hpp"

namespace cellerate::modules {
namespace {

enum class Method { Adjacent, Expand, Within };

struct MeasureObjectNeighborsSettings {
  std::string objects = "None", neighbors = "None";
  Method method = Method::Expand;
  int distance = 5;
  bool discarded_too = true;
  bool wants_count_image = false, wants_touching_image = false;
  std::string count_image = "ObjectNeighborCount", touching_image = "PercentTouching";
  std::string count_colormap = "Blues", touching_colormap = "Oranges";

  void bind(Binder& b) {
    b.objects(objects, "Select objects to measure");
    b.objects(neighbors, "Select neighboring objects to measure");
    b.choice(method, "Method to determine neighbors",
             {"Adjacent", "Expand until adjacent", "Within a specified distance"});
    b.integer(distance, "Neighbor distance", {.min = 1});
    b.binary(discarded_too, "Consider objects discarded for touching image border?");
    b.binary(wants_count_image, "Retain the image of objects colored by numbers of neighbors?");
    b.new_image(count_image, "Name the output image");
    b.text(count_colormap, "Select colormap");
    b.binary(wants_touching_image, "Retain the image of objects colored by percent of touching pixels?");
    b.new_image(touching_image, "Name the output image");
    b.text(touching_colormap, "Select colormap");
  }

  bool is_hidden(std::string_view text) const {
    return text == "Neighbor distance" && method != Method::Within;
  }
};

class MeasureObjectNeighbors {
 public:
  static constexpr ModuleInfo info = {
      .revision = 3,
      .category = "Measurement",
      .summary = "Measures how many neighbors objects have, how close they are and how much they touch."};
  using Settings = MeasureObjectNeighborsSettings;

  MeasureObjectNeighbors(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u);
  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  bool same() const { return settings_.objects == settings_.neighbors; }
  int distance() const { return settings_.method == Method::Within ? settings_.distance : 1; }
  std::string column_name(const char* feature) const;
  static void forget_discarded(ImageSet& images, const std::string& name);
  void record(ImageSet& images, const Neighborhood& found) const;
  void color(ImageSet& images, const Objects& objects, const Neighborhood& found) const;

  Settings settings_;
};

/// Revision 1 had no other set of neighbours, revision 2 no choice about discarded objects.
void MeasureObjectNeighbors::upgrade(Upgrade& u) {
  auto& values = u.values;
  if (u.revision == 1 && !values.empty()) {
    values.insert(values.begin(), values.front());
    u.revision = 2;
  }
  if (u.revision == 2 && values.size() >= 4) {
    values.insert(values.begin() + 4, "Yes");
    u.revision = 3;
  }
}

std::string MeasureObjectNeighbors::column_name(const char* feature) const {
  std::string name = std::string("Neighbors_") + feature + "_";
  if (!same()) name += settings_.neighbors + "_";
  switch (settings_.method) {
    case Method::Adjacent:
      return name + "Adjacent";
    case Method::Expand:
      return name + "Expanded";
    case Method::Within:
      break;
  }
  return name + std::to_string(settings_.distance);
}

void MeasureObjectNeighbors::declare(Declaration& d) const {
  d.needs_objects(settings_.objects, "Select objects to measure");
  d.needs_objects(settings_.neighbors, "Select neighboring objects to measure");
  if (settings_.wants_count_image) {
    check_colormap(d, "Select colormap", settings_.count_colormap);
    d.makes_image(settings_.count_image);
  }
  if (settings_.wants_touching_image) {
    check_colormap(d, "Select colormap", settings_.touching_colormap);
    d.makes_image(settings_.touching_image);
  }
  d.column(settings_.objects, column_name("NumberOfNeighbors"), CEL_VALUE_INTEGER);
  d.column(settings_.objects, column_name("PercentTouching"));
  d.column(settings_.objects, column_name("FirstClosestObjectNumber"), CEL_VALUE_INTEGER);
  d.column(settings_.objects, column_name("FirstClosestDistance"));
  d.column(settings_.objects, column_name("SecondClosestObjectNumber"), CEL_VALUE_INTEGER);
  d.column(settings_.objects, column_name("SecondClosestDistance"));
  d.column(settings_.objects, column_name("AngleBetweenNeighbors"));
  d.relationship("Neighbors", settings_.objects, settings_.neighbors);
}

template <class T>
Buffer<T> copy_of(Queue& queue, const T* from, std::int64_t size) {
  Buffer<T> copy(queue, size);
  queue.copy(copy.data(), from, size * sizeof(T));
  return copy;
}

/// Takes from the objects with the small ones removed what was discarded later. CellProfiler does so in
/// place, so later modules see it too.
void MeasureObjectNeighbors::forget_discarded(ImageSet& images, const std::string& name) {
  const Objects objects = images.objects(name);
  if (!objects.has_small_removed() && !objects.has_unedited()) return;
  Queue& queue = images.queue();
  const Shape2 shape = objects.shape();
  Buffer<std::int32_t> rest(queue, shape.size());
  kernel::keep_labeled(queue, objects.small_removed(), objects.labels(), rest.view(shape));
  NewObjects changed{.shape = shape,
                     .count = objects.count(),
                     .layers = objects.layers(),
                     .labels = copy_of(queue, objects.labels().data, objects.layers() * shape.size()),
                     .parent_image = objects.parent_image()};
  if (objects.has_small_removed()) {
    if (objects.has_unedited()) changed.unedited = copy_of(queue, objects.unedited().data, shape.size());
    changed.small_removed = std::move(rest);
  } else {
    changed.unedited = std::move(rest);
  }
  images.add_objects(name, std::move(changed));
}

void MeasureObjectNeighbors::run(ImageSet& images) const {
  if (!settings_.discarded_too) forget_discarded(images, settings_.neighbors);
  const Objects objects = images.objects(settings_.objects), others = images.objects(settings_.neighbors);
  const auto found = [](const Objects& o) { return FoundObjects{o.small_removed(), o.labels(), o.count()}; };
  const Neighborhood neighborhood =
      find_neighborhood(images.queue(), found(objects), found(others),
                        {same(), settings_.method == Method::Expand, distance()});
  record(images, neighborhood);
  color(images, objects, neighborhood);
}

void MeasureObjectNeighbors::record(ImageSet& images, const Neighborhood& found) const {
  const auto measure = [&](const char* feature, const std::vector<double>& values, int type = CEL_VALUE_F64) {
    images.measure(settings_.objects, column_name(feature), values, type);
  };
  measure("NumberOfNeighbors", found.count);
  measure("PercentTouching", found.percent_touching);
  measure("FirstClosestObjectNumber", found.first_number, CEL_VALUE_INTEGER);
  measure("FirstClosestDistance", found.first_distance);
  measure("SecondClosestObjectNumber", found.second_number, CEL_VALUE_INTEGER);
  measure("SecondClosestDistance", found.second_distance);
  measure("AngleBetweenNeighbors", found.angle);
  if (!found.objects.empty())
    images.relate("Neighbors", settings_.objects, settings_.neighbors, found.objects, found.neighbors);
}

void MeasureObjectNeighbors::color(ImageSet& images, const Objects& objects,
                                   const Neighborhood& found) const {
  const auto add = [&](const std::string& name, const std::vector<double>& values, const std::string& map) {
    images.add_image(name, colored_objects(images.queue(), objects, values, Colormap::named(map)));
  };
  if (settings_.wants_count_image) add(settings_.count_image, found.count, settings_.count_colormap);
  if (settings_.wants_touching_image)
    add(settings_.touching_image, found.percent_touching, settings_.touching_colormap);
}

}  // namespace

CEL_MODULE(MeasureObjectNeighbors)

}  // namespace cellerate::modules
