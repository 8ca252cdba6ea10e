/// MeasureObjectIntensity: intensity of objects in gray images.
/// Meaning, units, sources and differences from CellProfiler: MeasureObjectIntensity.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <array>

#include "cuda/region/intensity.hpp"
#include "plugins/shared/fitted_image.hpp"
#include "plugins/shared/gray_image.hpp"
#include "plugins/shared/ties.hpp"

namespace cellerate::modules {
namespace {

struct MeasureObjectIntensitySettings {
  std::vector<std::string> images, objects;

  void bind(Binder& b) {
    b.images(images, "Select images to measure");
    b.object_list(objects, "Select objects to measure");
  }
};

struct Feature {
  const char* category;
  const char* name;
};

// In the order of kernel::Intensity.
constexpr std::array<Feature, kernel::kIntensityFeatures> kFeatures = {
    {{"Intensity", "IntegratedIntensity"},    {"Intensity", "MeanIntensity"},
     {"Intensity", "StdIntensity"},           {"Intensity", "MinIntensity"},
     {"Intensity", "MaxIntensity"},           {"Intensity", "IntegratedIntensityEdge"},
     {"Intensity", "MeanIntensityEdge"},      {"Intensity", "StdIntensityEdge"},
     {"Intensity", "MinIntensityEdge"},       {"Intensity", "MaxIntensityEdge"},
     {"Intensity", "MassDisplacement"},       {"Intensity", "LowerQuartileIntensity"},
     {"Intensity", "MedianIntensity"},        {"Intensity", "MADIntensity"},
     {"Intensity", "UpperQuartileIntensity"}, {"Location", "CenterMassIntensity_X"},
     {"Location", "CenterMassIntensity_Y"},   {"Location", "CenterMassIntensity_Z"},
     {"Location", "MaxIntensity_X"},          {"Location", "MaxIntensity_Y"}}};
// Planes have no third coordinate: CellProfiler records zeros.
constexpr Feature kZeroFeature = {"Location", "MaxIntensity_Z"};

std::string column_name(const Feature& feature, const std::string& image) {
  return std::string(feature.category) + "_" + feature.name + "_" + image;
}

class MeasureObjectIntensity {
 public:
  static constexpr ModuleInfo info = {.revision = 4,
                                      .category = "Measurement",
                                      .summary = "Measures the intensity of objects in gray images."};
  using Settings = MeasureObjectIntensitySettings;

  MeasureObjectIntensity(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  /// Until revision 3 there was a line a name, the images first: up to "Do not use" (2) or counted (3).
  static void upgrade(Upgrade& u);

  void declare(Declaration& d) const {
    for (const auto& image : settings_.images) d.needs_image(image, "Select images to measure");
    for (const auto& objects : settings_.objects) {
      d.needs_objects(objects, "Select objects to measure");
      for (const auto& image : settings_.images) {
        for (const Feature& feature : kFeatures) d.column(objects, column_name(feature, image));
        d.column(objects, column_name(kZeroFeature, image));
      }
    }
  }

  void run(ImageSet& images) const {
    std::vector<GrayImage> gray;
    gray.reserve(settings_.images.size());
    for (const auto& name : settings_.images) gray.emplace_back(images, name);
    for (const auto& name : settings_.objects) measure(images, name, gray);
  }

 private:
  void measure(ImageSet& images, const std::string& name, const std::vector<GrayImage>& gray) const;
  void record(ImageSet& images, const std::string& name, const std::vector<std::size_t>& of_images,
              const double* values, std::int64_t n) const;

  Settings settings_;
};

void MeasureObjectIntensity::upgrade(Upgrade& u) {
  auto& values = u.values;
  if (u.revision == 2) {
    const auto end = std::find(values.begin(), values.end(), "Do not use");
    if (end == values.end()) return;
    const auto images = std::to_string(end - values.begin());
    values.erase(end);
    values.insert(values.begin(), images);
    u.revision = 3;
  }
  if (u.revision == 3) {
    const auto images = values.empty() ? std::nullopt : detail::parse<std::size_t>(values[0]);
    if (!images || *images + 1 > values.size()) return;
    const auto joined = [&](std::size_t begin, std::size_t end) {
      std::string names;
      for (std::size_t i = begin; i < end; ++i) names += (names.empty() ? "" : ", ") + values[i];
      return names;
    };
    values = {joined(1, *images + 1), joined(*images + 1, values.size())};
    u.revision = 4;
  }
}

/// Images of one precision that see the same part of the objects, which therefore have the same edges there.
struct SeenPart {
  Shape2 shape;
  bool is_double;
  std::vector<std::size_t> images;
};

std::vector<SeenPart> seen_parts(Shape2 objects, const std::vector<GrayImage>& gray) {
  std::vector<SeenPart> parts;
  for (std::size_t i = 0; i < gray.size(); ++i) {
    const Shape2 seen{std::min(objects.height, gray[i].shape().height),
                      std::min(objects.width, gray[i].shape().width)};
    // An image of another size is fitted in single precision.
    const bool is_double = gray[i].image().type() == CEL_F64 && gray[i].shape() == objects;
    const auto known = std::find_if(parts.begin(), parts.end(), [&](const SeenPart& part) {
      return part.shape == seen && part.is_double == is_double;
    });
    (known == parts.end() ? parts.emplace_back(SeenPart{seen, is_double, {}}) : *known).images.push_back(i);
  }
  return parts;
}

void MeasureObjectIntensity::measure(ImageSet& images, const std::string& name,
                                     const std::vector<GrayImage>& gray) const {
  Queue& queue = images.queue();
  const Objects objects = images.objects(name);
  const RegionsView regions = images.regions(name);
  std::int32_t pixels = 0;
  queue.copy_out(&pixels, regions.starts + regions.count, sizeof pixels);
  Buffer<std::uint8_t> edges(queue, pixels);
  for (const SeenPart& part : seen_parts(objects.shape(), gray)) {
    std::vector<FittedImage> fitted;
    std::vector<kernel::MaskedImage> planes;
    std::vector<kernel::MaskedPlane<double>> double_planes;
    for (const std::size_t i : part.images) {
      if (part.is_double) {
        double_planes.push_back({gray[i].image().plane<double>(), gray[i].mask()});
        continue;
      }
      fitted.push_back(FittedImage::to_shape(queue, gray[i], objects.shape()));
      planes.push_back(fitted.back().masked());
    }
    Buffer<double> features(queue, kernel::kIntensityFeatures * std::int64_t{regions.count} *
                                       static_cast<std::int64_t>(part.images.size()));
    kernel::object_edges(queue, regions, objects.labels(), part.shape, edges.view());
    if (part.is_double)
      kernel::object_intensity(queue, regions, objects.labels(), edges.view(), double_planes, features.view(),
                               ties_of(images));
    else
      kernel::object_intensity(queue, regions, objects.labels(), edges.view(), planes, features.view(),
                               ties_of(images));
    record(images, name, part.images, HostRead<double>(queue, features.data(), features.size()).data(),
           regions.count);
  }
}

/// @param values  images x features x objects
void MeasureObjectIntensity::record(ImageSet& images, const std::string& name,
                                    const std::vector<std::size_t>& of_images, const double* values,
                                    std::int64_t n) const {
  const std::vector<double> zeros(n, 0.0);
  for (const std::size_t i : of_images) {
    for (const Feature& feature : kFeatures) {
      images.measure(name, column_name(feature, settings_.images[i]), values, n);
      values += n;
    }
    images.measure(name, column_name(kZeroFeature, settings_.images[i]), zeros);
  }
}

}  // namespace

CEL_MODULE(MeasureObjectIntensity)

}  // namespace cellerate::modules
