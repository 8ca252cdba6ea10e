/// ClassifyObjects: sorts objects into classes by their measurements.
/// Meaning, columns, sources and differences from CellProfiler: ClassifyObjects.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "cuda/pixel/paint_labels.hpp"
#include "plugins/ClassifyObjects/classes.hpp"
#include "plugins/ClassifyObjects/classify_settings.hpp"
#include "plugins/ClassifyObjects/model.hpp"
#include "plugins/shared/colormap.hpp"
#include "plugins/shared/required_measurement.hpp"

namespace cellerate::modules {
namespace {

class ClassifyObjects {
 public:
  static constexpr ModuleInfo info = {.revision = 4,
                                      .category = "Object Processing",
                                      .summary = "Sorts objects into classes by their measurements."};
  using Settings = ClassifyObjectsSettings;

  ClassifyObjects(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u) { upgrade_classify_settings(u); }

  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  void declare_bins(Declaration& d, const BinSettings& single) const;
  void declare_pair(Declaration& d) const;
  void run_bins(ImageSet& images, const BinSettings& single) const;
  void run_pair(ImageSet& images) const;

  Settings settings_;
};

void declare_classes(Declaration& d, const std::string& objects, const std::vector<std::string>& names) {
  for (const auto& name : names)
    d.column("Image", "Classify_" + name + "_NumObjectsPerBin", CEL_VALUE_INTEGER);
  for (const auto& name : names) d.column("Image", "Classify_" + name + "_PctObjectsPerBin");
  for (const auto& name : names) d.column(objects, "Classify_" + name, CEL_VALUE_INTEGER);
}

/// @param names  of the classes; classes beyond them are not recorded
void measure_classes(ImageSet& images, const std::string& objects, const std::vector<std::string>& names,
                     const Classes& classes) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::vector<bool>& members = classes.members[i];
    const auto hits = static_cast<double>(std::count(members.begin(), members.end(), true));
    const auto all = static_cast<double>(members.size());
    images.measure(objects, "Classify_" + names[i], std::vector<double>(members.begin(), members.end()),
                   CEL_VALUE_INTEGER);
    images.measure_image("Classify_" + names[i] + "_NumObjectsPerBin", hits, CEL_VALUE_INTEGER);
    images.measure_image("Classify_" + names[i] + "_PctObjectsPerBin", all > 0 ? 100.0 * hits / all : 0);
  }
}

/// The objects in the colors of their classes, on black.
void add_picture(ImageSet& images, const std::string& objects_name, const std::string& image_name,
                 const std::vector<std::int32_t>& colors, int classes) {
  const Objects objects = images.objects(objects_name);
  const std::vector<Rgb> palette = Colormap::named("jet").spread(classes);
  std::vector<float> by_label(3, 0.0f);
  for (const std::int32_t color : colors) {
    const Rgb rgb = color ? palette.at(color - 1) : Rgb{};
    by_label.insert(by_label.end(), rgb.begin(), rgb.end());
  }
  Queue& queue = images.queue();
  Buffer<float> pixels(queue, 3 * objects.shape().size());
  kernel::paint_labels(queue, objects.labels(), upload(queue, by_label).view(), pixels.view());
  NewImage picture = NewImage::of(std::move(pixels), objects.shape(), 3);
  picture.parent = objects.parent_image();
  images.add_image(image_name, std::move(picture));
}

/// Objects that were not measured count as NaN.
std::vector<double> padded_values(const ImageSet& images, const std::string& objects,
                                  const std::string& feature) {
  std::vector<double> values = measured_values(images, objects, feature);
  values.resize(std::max<std::size_t>(values.size(), images.objects(objects).count()),
                std::numeric_limits<double>::quiet_NaN());
  return values;
}

void ClassifyObjects::declare(Declaration& d) const {
  if (settings_.by == ClassifyBy::kModel) return declare_model(d, settings_);
  if (settings_.by == ClassifyBy::kPair) return declare_pair(d);
  for (const BinSettings& single : settings_.singles) declare_bins(d, single);
}

void ClassifyObjects::declare_bins(Declaration& d, const BinSettings& single) const {
  d.needs_objects(single.objects, "Select the object to be classified");
  require_measurement(d, single.objects, single.measurement, "Select the measurement to classify by");
  try {
    const std::size_t bins = single.thresholds().size();
    const std::vector<std::string> names = settings_.bin_names(single);
    if (names.size() + 1 > bins)
      throw std::invalid_argument("there are " + std::to_string(names.size()) + " bin names for " +
                                  std::to_string(bins ? bins - 1 : 0) + " bins");
    declare_classes(d, single.objects, names);
  } catch (const std::invalid_argument& error) {
    d.fault("Select bin spacing", error.what());
  }
  if (single.makes_image) d.makes_image(single.image);
}

void ClassifyObjects::declare_pair(Declaration& d) const {
  d.needs_objects(settings_.objects, "Select the object name");
  require_measurement(d, settings_.objects, settings_.first.measurement, "Select the first measurement");
  require_measurement(d, settings_.objects, settings_.second.measurement, "Select the second measurement");
  declare_classes(d, settings_.objects, settings_.pair_names());
  if (settings_.makes_image) d.makes_image(settings_.image);
}

void ClassifyObjects::run(ImageSet& images) const {
  if (settings_.by == ClassifyBy::kModel) return run_model(images, settings_);
  if (settings_.by == ClassifyBy::kPair) return run_pair(images);
  for (const BinSettings& single : settings_.singles) run_bins(images, single);
}

void ClassifyObjects::run_bins(ImageSet& images, const BinSettings& single) const {
  const Classes classes =
      classes_of_bins(padded_values(images, single.objects, single.measurement), single.thresholds());
  measure_classes(images, single.objects, settings_.bin_names(single), classes);
  if (single.makes_image)
    add_picture(images, single.objects, single.image, classes.colors,
                static_cast<int>(classes.members.size()));
}

void ClassifyObjects::run_pair(ImageSet& images) const {
  const std::vector<double> first = padded_values(images, settings_.objects, settings_.first.measurement),
                            second = padded_values(images, settings_.objects, settings_.second.measurement);
  if (first.size() != second.size())
    throw std::runtime_error("the two measurements differ in their number of objects");
  const Classes classes =
      classes_of_pair(first, cutoff(settings_.first, first), second, cutoff(settings_.second, second));
  measure_classes(images, settings_.objects, settings_.pair_names(), classes);
  if (settings_.makes_image) add_picture(images, settings_.objects, settings_.image, classes.colors, 4);
}

}  // namespace

CEL_MODULE(ClassifyObjects)

}  // namespace cellerate::modules
