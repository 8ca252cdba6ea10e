/// MeasureImageQuality: blur, saturation, intensity and thresholds of images, to find bad ones.
/// Meaning, units, sources and differences from CellProfiler: MeasureImageQuality.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "cuda/numeric/order_statistics.hpp"
#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/region/power_spectrum.hpp"
#include "plugins/MeasureImageQuality/quality_settings.hpp"
#include "plugins/MeasureImageQuality/thresholds.hpp"
#include "plugins/shared/gray_image.hpp"
#include "plugins/shared/images_made_by.hpp"
#include "plugins/shared/plane_measurements.hpp"

namespace cellerate::modules {
namespace {

using image_quality::ImageGroup;
using image_quality::ThresholdChoice;

constexpr const char* kAggregates[] = {"Mean", "Median", "Std"};

std::string column_name(const char* feature, const std::string& image) {
  return std::string("ImageQuality_") + feature + "_" + image;
}

std::string column_name(const char* feature, const std::string& image, int scale) {
  return column_name(feature, image) + "_" + std::to_string(scale);
}

class MeasureImageQuality {
 public:
  static constexpr ModuleInfo info = {
      .revision = 6,
      .category = "Measurement",
      .summary = "Measures blur, saturation, intensity and thresholds of images, to find bad ones."};
  using Settings = image_quality::Settings;

  MeasureImageQuality(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u) { image_quality::upgrade(u); }
  void declare(Declaration& d) const;
  void run(ImageSet& images) const;
  void finish_run(Results& results) const;

 private:
  std::vector<std::string> images_of(const ImageGroup& group, const HostContext& context) const {
    return settings_.images == image_quality::Images::Select
               ? group.images
               : images_made_by(context, {"NamesAndTypes", "LoadData", "LoadImages"});
  }
  void measure(ImageSet& images, const ImageGroup& group, const std::string& name) const;

  Settings settings_;
};

/// Declares each column once: CellProfiler refuses to measure one twice.
class Columns {
 public:
  explicit Columns(Declaration& d) : d_(d) {}
  void add(const std::string& feature, const std::string& image, const char* object = "Image") {
    if (!seen_.emplace(object, feature).second)
      d_.fault("Select the images to measure", feature + " of image '" + image + "' would be measured twice");
    d_.column(object, feature);
  }

 private:
  Declaration& d_;
  std::set<std::pair<std::string, std::string>> seen_;
};

void MeasureImageQuality::declare(Declaration& d) const {
  Columns columns(d);
  for (const ImageGroup& group : settings_.groups) {
    const std::vector<std::string> names = images_of(group, d);
    if (names.empty() && d.inputs_are_known())
      d.fault("Select the images to measure", "no image is selected");
    for (const auto& name : names) d.needs_image(name, "Select the images to measure");
    for (const auto& name : names)
      if (group.scaling) columns.add(column_name("Scaling", name), name);
    for (const auto& name : names) {
      if (!group.blur) continue;
      columns.add(column_name("FocusScore", name), name);
      columns.add(column_name("PowerLogLogSlope", name), name);
      for (const auto& scale : group.scales) {
        columns.add(column_name("LocalFocusScore", name, scale.pixels), name);
        columns.add(column_name("Correlation", name, scale.pixels), name);
      }
    }
    for (const auto& name : names)
      if (group.intensity)
        for (const char* feature : {"TotalArea", "TotalIntensity", "MeanIntensity", "MedianIntensity",
                                    "StdIntensity", "MADIntensity", "MaxIntensity", "MinIntensity"})
          columns.add(column_name(feature, name), name);
    for (const auto& name : names)
      if (group.saturation)
        for (const char* feature : {"PercentMaximal", "PercentMinimal"})
          columns.add(column_name(feature, name), name);
    for (const auto& name : names)
      for (const ThresholdChoice& threshold : group.thresholds()) {
        columns.add(threshold.feature(name), name);
        for (const char* aggregate : kAggregates)
          columns.add(threshold.feature(name, aggregate), name, "Experiment");
      }
  }
}

void MeasureImageQuality::run(ImageSet& images) const {
  for (const ImageGroup& group : settings_.groups)
    for (const auto& name : images_of(group, images)) measure(images, group, name);
}

void measure_scaling(ImageSet& images, const GrayImage& gray, const std::string& name) {
  const double scale = gray.image().scale();
  const bool is_whole = scale == std::floor(scale) && scale > 1;  // Bio-Formats' divisors are integers
  images.measure_image(column_name("Scaling", name), scale > 0 ? scale : std::nan(""),
                       is_whole ? CEL_VALUE_INTEGER : CEL_VALUE_F64);
}

void measure_blur(ImageSet& images, const kernel::MaskedImage& image, const kernel::PlaneValues& values,
                  const std::string& name, const ImageGroup& group) {
  Queue& queue = images.queue();
  images.measure_image(column_name("FocusScore", name), kernel::focus_score(values));
  for (const auto& scale : group.scales) {
    images.measure_image(column_name("LocalFocusScore", name, scale.pixels),
                         kernel::local_focus_score(queue, image, scale.pixels));
    images.measure_image(column_name("Correlation", name, scale.pixels),
                         kernel::blur_correlation(queue, image, values, scale.pixels));
  }
  images.measure_image(column_name("PowerLogLogSlope", name),
                       kernel::power_spectrum_slope(queue, image, values));
}

void measure_saturation(ImageSet& images, const kernel::PlaneIntensity& found, const std::string& name) {
  const int type = found.area ? CEL_VALUE_F64 : CEL_VALUE_INTEGER;
  images.measure_image(column_name("PercentMaximal", name), found.percent_maximal, type);
  images.measure_image(column_name("PercentMinimal", name), found.percent_minimal, type);
}

void MeasureImageQuality::measure(ImageSet& images, const ImageGroup& group, const std::string& name) const {
  const GrayImage gray(images, name);
  const kernel::MaskedImage image = {gray.pixels(), gray.mask()};
  const kernel::PlaneValues values(images.queue(), image);
  if (group.scaling) measure_scaling(images, gray, name);
  if (group.blur) measure_blur(images, image, values, name, group);
  if (group.intensity || group.saturation) {
    const kernel::PlaneIntensity found = kernel::plane_intensity(values, {});
    if (group.intensity)
      measure_plane(images, found, [&](const char* feature) { return column_name(feature, name); });
    if (group.saturation) measure_saturation(images, found, name);
  }
  const std::vector<ThresholdChoice> thresholds = group.thresholds();
  if (thresholds.empty()) return;
  image_quality::ImageThresholds of_image(images.queue(), values);
  for (const ThresholdChoice& threshold : thresholds)
    images.measure_image(threshold.feature(name), of_image.of(threshold));
}

/// Mean, median and standard deviation, as numpy finds them; NaN of nothing.
std::array<double, 3> aggregates(std::vector<double> values) {
  const auto n = static_cast<std::int64_t>(values.size());
  if (n == 0) return {std::nan(""), std::nan(""), std::nan("")};
  const double mean = kernel::numpy_sum<double>(n, [&](std::int64_t i) { return values[i]; }) / n;
  const double squares =
      kernel::numpy_sum<double>(n, [&](std::int64_t i) { return (values[i] - mean) * (values[i] - mean); });
  std::sort(values.begin(), values.end());
  return {mean, kernel::sorted_median(values.data(), n), std::sqrt(squares / n)};
}

void MeasureImageQuality::finish_run(Results& results) const {
  struct Threshold {
    const std::string image;
    const ThresholdChoice choice;
    std::vector<double> values;
  };
  std::vector<Threshold> thresholds;
  for (const ImageGroup& group : settings_.groups)
    for (const auto& name : images_of(group, results))
      for (const ThresholdChoice& choice : group.thresholds()) thresholds.push_back({name, choice, {}});
  for (const std::int64_t number : results.image_sets())
    for (Threshold& threshold : thresholds)
      for (const double value : results.values(number, "Image", threshold.choice.feature(threshold.image))
                                    .value_or(std::vector<double>()))
        if (std::isfinite(value)) threshold.values.push_back(value);
  for (const Threshold& threshold : thresholds) {
    const std::array<double, 3> found = aggregates(threshold.values);
    for (std::size_t i = 0; i < found.size(); ++i)
      results.measure_experiment(threshold.choice.feature(threshold.image, kAggregates[i]), found[i]);
  }
}

}  // namespace

CEL_MODULE(MeasureImageQuality)

}  // namespace cellerate::modules
