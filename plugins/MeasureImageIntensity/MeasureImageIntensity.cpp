/// MeasureImageIntensity: intensity of whole images, or of the part of them that objects cover.
/// Meaning, units, sources and differences from CellProfiler: MeasureImageIntensity.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <set>

#include "cuda/label/label_masks.hpp"
#include "plugins/shared/gray_image.hpp"
#include "plugins/shared/name_list.hpp"
#include "plugins/shared/plane_measurements.hpp"

namespace cellerate::modules {
namespace {

struct MeasureImageIntensitySettings {
  std::vector<std::string> images, objects;
  bool of_objects = false, wants_percentiles = false;
  std::string percentiles = "10,90";

  void bind(Binder& b) {
    b.images(images, "Select images to measure");
    b.binary(of_objects, "Measure the intensity only from areas enclosed by objects?");
    b.object_list(objects, "Select input object sets");
    b.binary(wants_percentiles, "Calculate custom percentiles");
    b.text(percentiles, "Specify percentiles to measure");
  }
};

class MeasureImageIntensity {
 public:
  static constexpr ModuleInfo info = {
      .revision = 4,
      .category = "Measurement",
      .summary = "Measures the intensity of whole images, or of the part of them that objects cover."};
  using Settings = MeasureImageIntensitySettings;

  MeasureImageIntensity(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u);
  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  void check(Declaration& d) const;
  std::vector<int> percentiles() const;
  void measure(ImageSet& images, const kernel::MaskedImage& image, const std::string& name) const;
  void measure_in_objects(ImageSet& images, const GrayImage& gray, const std::string& name) const;

  Settings settings_;
};

/// Until revision 2 there were three lines an image: its name, whether to measure in objects, and in which.
void MeasureImageIntensity::upgrade(Upgrade& u) {
  auto& values = u.values;
  if (u.revision <= 2) {
    std::vector<std::string> lists[3];
    for (std::size_t i = 0; i < values.size(); ++i) lists[i % 3].push_back(values[i]);
    const bool of_objects = std::count(lists[1].begin(), lists[1].end(), "Yes") > 0;
    values = {joined_names(lists[0], 0, lists[0].size()), of_objects ? "Yes" : "No",
              joined_names(lists[2], 0, lists[2].size())};
    u.revision = 3;
  }
  if (u.revision == 3) {
    values.insert(values.end(), {"No", "10,90"});
    u.revision = 4;
  }
}

/// Sorted, each once. @throws std::invalid_argument for what is no percentile
std::vector<int> parse_percentiles(std::string text) {
  std::erase(text, ' ');
  std::set<int> all;
  for (const std::string& part : detail::split(text, ',')) {
    if (part.empty()) continue;
    const bool digits = part.find_first_not_of("0123456789") == std::string::npos;
    const auto number = digits ? detail::parse<int>(part) : std::nullopt;
    if (!number || *number > 100)
      throw std::invalid_argument("'" + part + "' is not a whole number between 0 and 100");
    all.insert(*number);
  }
  return {all.begin(), all.end()};
}

std::vector<int> MeasureImageIntensity::percentiles() const {
  return settings_.wants_percentiles ? parse_percentiles(settings_.percentiles) : std::vector<int>();
}

void MeasureImageIntensity::check(Declaration& d) const {
  check_names(d, settings_.images, "Select images to measure");
  if (settings_.of_objects) check_names(d, settings_.objects, "Select input object sets");
  if (!settings_.wants_percentiles) return;
  try {
    if (percentiles().empty()) d.fault("Specify percentiles to measure", "no percentiles are given");
  } catch (const std::invalid_argument& error) {
    d.fault("Specify percentiles to measure", error.what());
  }
}

std::string column_name(const std::string& feature, const std::string& name) {
  return "Intensity_" + feature + "_" + name;
}

void MeasureImageIntensity::declare(Declaration& d) const {
  check(d);
  for (const auto& image : settings_.images) d.needs_image(image, "Select images to measure");
  if (settings_.of_objects)
    for (const auto& objects : settings_.objects) d.needs_objects(objects, "Select input object sets");
  std::vector<std::string> features = {
      "TotalIntensity", "MeanIntensity",          "MedianIntensity",       "StdIntensity",
      "MADIntensity",   "MinIntensity",           "MaxIntensity",          "TotalArea",
      "PercentMaximal", "LowerQuartileIntensity", "UpperQuartileIntensity"};
  try {
    for (const int percentile : percentiles()) features.push_back("Percentile_" + std::to_string(percentile));
  } catch (const std::invalid_argument&) {
    return;  // check() has told
  }
  for (const auto& image : settings_.images)
    for (const auto& feature : features) {
      const int type = feature == "TotalArea" ? CEL_VALUE_INTEGER : CEL_VALUE_F64;
      if (!settings_.of_objects) d.column("Image", column_name(feature, image), type);
      if (!settings_.of_objects) continue;
      for (const auto& objects : settings_.objects)
        d.column("Image", column_name(feature, image + "_" + objects), type);
    }
}

void MeasureImageIntensity::run(ImageSet& images) const {
  for (const auto& name : settings_.images) {
    const GrayImage gray(images, name);
    if (settings_.of_objects)
      measure_in_objects(images, gray, name);
    else
      measure(images, {gray.pixels(), gray.mask()}, name);
  }
}

void MeasureImageIntensity::measure_in_objects(ImageSet& images, const GrayImage& gray,
                                               const std::string& name) const {
  Buffer<std::uint8_t> inside(images.queue(), gray.shape().size());
  // CellProfiler's names grow: those of the second object set begin with the first's.
  std::string grown = name;
  for (const auto& set : settings_.objects) {
    const Objects objects = images.objects(set);
    if (objects.shape() != gray.shape())
      throw std::invalid_argument("image '" + name + "' and objects '" + set + "' differ in size");
    grown += "_" + set;
    kernel::labeled_pixels(images.queue(), objects.labels(), gray.mask(), inside.view(gray.shape()));
    measure(images, {gray.pixels(), inside.view(gray.shape())}, grown);
  }
}

void MeasureImageIntensity::measure(ImageSet& images, const kernel::MaskedImage& image,
                                    const std::string& name) const {
  const std::vector<int> custom = percentiles();
  std::vector<double> wanted = {25, 75};
  wanted.insert(wanted.end(), custom.begin(), custom.end());
  kernel::PlaneIntensity found = kernel::plane_intensity({images.queue(), image, true}, wanted);
  found.percentiles.resize(wanted.size(), 0.0);
  measure_plane(images, found, [&](const char* feature) { return column_name(feature, name); });
  const auto measure = [&](const std::string& feature, double value) {
    images.measure_image(column_name(feature, name), value, found.area ? CEL_VALUE_F64 : CEL_VALUE_INTEGER);
  };
  measure("PercentMaximal", found.percent_maximal);
  measure("LowerQuartileIntensity", found.percentiles[0]);
  measure("UpperQuartileIntensity", found.percentiles[1]);
  for (std::size_t i = 0; i < custom.size(); ++i)
    measure("Percentile_" + std::to_string(custom[i]), found.percentiles[i + 2]);
}

}  // namespace

CEL_MODULE(MeasureImageIntensity)

}  // namespace cellerate::modules
