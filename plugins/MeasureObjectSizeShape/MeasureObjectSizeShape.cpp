/// MeasureObjectSizeShape: area, outline, axes, radii and moments of objects.
/// Meaning, units, sources and differences from CellProfiler: MeasureObjectSizeShape.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <array>

#include "cuda/region/shape.hpp"
#include "cuda/region/zernike.hpp"

namespace cellerate::modules {
namespace {

struct MeasureObjectSizeShapeSettings {
  std::vector<std::string> objects;
  bool zernikes = true, advanced = false;

  void bind(Binder& b) {
    b.object_list(objects, "Select object sets to measure");
    b.binary(zernikes, "Calculate the Zernike features?");
    b.binary(advanced, "Calculate the advanced features?");
  }
};

// In the order of kernel::Shape.
constexpr std::array<const char*, kernel::kShapeFeatures> kBasicFeatures = {"Area",
                                                                            "BoundingBoxMinimum_X",
                                                                            "BoundingBoxMinimum_Y",
                                                                            "BoundingBoxMaximum_X",
                                                                            "BoundingBoxMaximum_Y",
                                                                            "BoundingBoxArea",
                                                                            "Extent",
                                                                            "Center_X",
                                                                            "Center_Y",
                                                                            "EquivalentDiameter",
                                                                            "Perimeter",
                                                                            "FormFactor",
                                                                            "Compactness",
                                                                            "EulerNumber",
                                                                            "ConvexArea",
                                                                            "Solidity",
                                                                            "MinFeretDiameter",
                                                                            "MaxFeretDiameter",
                                                                            "MajorAxisLength",
                                                                            "MinorAxisLength",
                                                                            "Eccentricity",
                                                                            "Orientation",
                                                                            "MaximumRadius",
                                                                            "MeanRadius",
                                                                            "MedianRadius"};
constexpr int kZernikeDegree = 9;

/// In the order of kernel::ShapeFeatures::advanced.
std::vector<std::string> advanced_features() {
  std::vector<std::string> names;
  const auto moments = [&](const std::string& kind, int rows) {
    for (int p = 0; p < rows; ++p)
      for (int q = 0; q < 4; ++q) names.push_back(kind + "_" + std::to_string(p) + "_" + std::to_string(q));
  };
  moments("SpatialMoment", 3);
  moments("CentralMoment", 3);
  moments("NormalizedMoment", 4);
  for (int i = 0; i < 7; ++i) names.push_back("HuMoment_" + std::to_string(i));
  for (const char* element : {"0_0", "0_1", "1_0", "1_1"})
    names.push_back(std::string("InertiaTensor_") + element);
  for (int i = 0; i < 2; ++i) names.push_back("InertiaTensorEigenvalues_" + std::to_string(i));
  return names;
}

std::vector<std::string> zernike_features() {
  std::vector<std::string> names;
  for (const kernel::ZernikeIndex index : kernel::zernike_indexes(kZernikeDegree))
    names.push_back("Zernike_" + std::to_string(index.n) + "_" + std::to_string(index.m));
  return names;
}

/// These columns hold whole numbers in CellProfiler.
int type_of(const std::string& feature) {
  return feature == "Area" || feature.rfind("BoundingBox", 0) == 0 || feature == "EulerNumber" ||
                 feature == "ConvexArea"
             ? CEL_VALUE_INTEGER
             : CEL_VALUE_F64;
}

/// Where labels are missing, CellProfiler's columns go wrong in three ways, see "Differences and traps".
enum class Gaps { CloseUp, CloseUpAndPad, Keep };

Gaps gaps_of(const std::string& feature) {
  if (feature.find("Feret") != std::string::npos) return Gaps::Keep;
  return feature.find("Radius") != std::string::npos ? Gaps::CloseUpAndPad : Gaps::CloseUp;
}

class MeasureObjectSizeShape {
 public:
  static constexpr const char* kAliases[] = {"MeasureObjectAreaShape", nullptr};
  static constexpr ModuleInfo info = {
      .revision = 3,
      .category = "Measurement",
      .summary = "Measures area, outline, axes, radii and moments of objects.",
      .aliases = kAliases};
  using Settings = MeasureObjectSizeShapeSettings;

  MeasureObjectSizeShape(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u) {
    if (u.revision == 1 && !u.values.empty()) {  // a line an object set
      std::string objects;
      for (std::size_t i = 0; i + 1 < u.values.size(); ++i) objects += (i ? ", " : "") + u.values[i];
      u.values = {objects, u.values.back()};
      u.revision = 2;
    }
    if (u.revision == 2) {
      u.values.push_back("No");
      u.revision = 3;
    }
  }

  void declare(Declaration& d) const {
    for (const auto& objects : settings_.objects) {
      d.needs_objects(objects, "Select object sets to measure");
      for (const char* feature : kBasicFeatures) d.column(objects, std::string("AreaShape_") + feature);
      if (settings_.zernikes)
        for (const auto& feature : zernike_features()) d.column(objects, "AreaShape_" + feature);
      if (settings_.advanced)
        for (const auto& feature : advanced_features()) d.column(objects, "AreaShape_" + feature);
    }
  }

  void run(ImageSet& images) const {
    for (const auto& objects : settings_.objects) measure(images, objects);
  }

 private:
  void measure(ImageSet& images, const std::string& objects) const;

  Settings settings_;
};

/// The measured columns of one object set, with CellProfiler's handling of labels that do not occur.
class Columns {
 public:
  Columns(ImageSet& images, const std::string& objects, const RegionsView& regions)
      : images_(images), objects_(objects), count_(regions.count) {
    const HostRead<std::int32_t> starts(images.queue(), regions.starts, regions.count + 1);
    for (int k = 0; k < count_; ++k)
      if (starts[k + 1] > starts[k]) present_.push_back(k);
  }

  void record(const std::string& feature, const double* values, Gaps gaps) {
    const std::string name = "AreaShape_" + feature;
    if (gaps == Gaps::Keep || static_cast<int>(present_.size()) == count_)
      return images_.measure(objects_, name, values, present_.empty() ? 0 : count_, type_of(feature));
    std::vector<double> closed;
    for (const int k : present_) closed.push_back(values[k]);
    if (gaps == Gaps::CloseUpAndPad && !closed.empty()) closed.resize(count_, 0.0);
    images_.measure(objects_, name, closed, type_of(feature));
  }

 private:
  ImageSet& images_;
  std::string objects_;
  int count_;
  std::vector<int> present_;
};

void MeasureObjectSizeShape::measure(ImageSet& images, const std::string& name) const {
  Queue& queue = images.queue();
  const Objects objects = images.objects(name);
  const RegionsView regions = images.regions(name);
  const std::int64_t n = regions.count;
  const auto zernikes = settings_.zernikes ? zernike_features() : std::vector<std::string>();
  const auto advanced = settings_.advanced ? advanced_features() : std::vector<std::string>();
  Buffer<double> basic_values(queue, kernel::kShapeFeatures * n);
  Buffer<double> zernike_values(queue, static_cast<std::int64_t>(zernikes.size()) * n);
  Buffer<double> advanced_values(queue, static_cast<std::int64_t>(advanced.size()) * n);
  Buffer<kernel::Circle> circles(queue, settings_.zernikes ? n : 0);
  kernel::ShapeFeatures wanted;
  wanted.basic = basic_values.view();
  if (settings_.zernikes) {
    wanted.zernikes = zernike_values.view();
    wanted.circles = circles.view();
  }
  if (settings_.advanced) wanted.advanced = advanced_values.view();
  kernel::object_shapes(queue, regions, objects.labels(), wanted);

  Columns columns(images, name, regions);
  const HostRead<double> basic(queue, basic_values.data(), basic_values.size());
  for (std::size_t f = 0; f < kBasicFeatures.size(); ++f)
    columns.record(kBasicFeatures[f], basic.data() + f * n, gaps_of(kBasicFeatures[f]));
  const HostRead<double> zernike(queue, zernike_values.data(), zernike_values.size());
  for (std::size_t f = 0; f < zernikes.size(); ++f)
    columns.record(zernikes[f], zernike.data() + f * n, Gaps::Keep);
  const HostRead<double> moments(queue, advanced_values.data(), advanced_values.size());
  for (std::size_t f = 0; f < advanced.size(); ++f)
    columns.record(advanced[f], moments.data() + f * n, Gaps::CloseUp);
}

}  // namespace

CEL_MODULE(MeasureObjectSizeShape)

}  // namespace cellerate::modules
