/// MeasureColocalization: correlation and overlap of pairs of channels, in images and in objects.
/// Meaning, units, sources and differences from CellProfiler: MeasureColocalization.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <map>

#include "cuda/region/colocalization.hpp"
#include "plugins/shared/fitted_image.hpp"
#include "plugins/shared/gray_image.hpp"
#include "plugins/shared/name_list.hpp"

namespace cellerate::modules {
namespace {

using kernel::Colocalization;

enum class Where { Images, Objects, Both };

struct MeasureColocalizationSettings {
  std::vector<std::string> images, objects;
  double percent = 15;
  Where where = Where::Images;
  std::string all = "Yes";  // which values there are makes no difference to CellProfiler
  bool correlation = true, manders = true, rwc = true, overlap = true, costes = true;
  kernel::CostesMode mode = kernel::CostesMode::Faster;

  void bind(Binder& b) {
    b.images(images, "Select images to measure");
    b.number(percent, "Set threshold as percentage of maximum intensity for the images",
             {.min = 0, .max = 99});
    b.choice(where, "Select where to measure correlation", {"Across entire image", "Within objects", "Both"});
    b.object_list(objects, "Select objects to measure");
    b.text(all, "Run all metrics?");
    b.binary(correlation, "Calculate correlation and slope metrics?");
    b.binary(manders, "Calculate the Manders coefficients?");
    b.binary(rwc, "Calculate the Rank Weighted Colocalization coefficients?");
    b.binary(overlap, "Calculate the Overlap coefficients?");
    b.binary(costes, "Calculate the Manders coefficients using Costes auto threshold?");
    b.choice(mode, "Method for Costes thresholding", {"Faster", "Fast", "Accurate"});
  }

  bool is_hidden(std::string_view text) const { return text == "Method for Costes thresholding" && !costes; }
};

/// A feature of a pair of images; `reversed` names the second image first.
struct Feature {
  const char* name;
  bool reversed;
  Colocalization value;
  bool MeasureColocalizationSettings::*wanted;
  int image_type;  // of the value for a whole image: CellProfiler computes most in single precision
};
using S = MeasureColocalizationSettings;
constexpr Feature kCorrelation = {"Correlation", false, Colocalization::Correlation, &S::correlation,
                                  CEL_VALUE_F64};
constexpr Feature kOthers[] = {{"Overlap", false, Colocalization::Overlap, &S::overlap, CEL_VALUE_F32},
                               {"K", false, Colocalization::K12, &S::overlap, CEL_VALUE_F32},
                               {"K", true, Colocalization::K21, &S::overlap, CEL_VALUE_F32},
                               {"Manders", false, Colocalization::Manders12, &S::manders, CEL_VALUE_F32},
                               {"Manders", true, Colocalization::Manders21, &S::manders, CEL_VALUE_F32},
                               {"RWC", false, Colocalization::Rwc12, &S::rwc, CEL_VALUE_F64},
                               {"RWC", true, Colocalization::Rwc21, &S::rwc, CEL_VALUE_F64},
                               {"Costes", false, Colocalization::Costes12, &S::costes, CEL_VALUE_F32},
                               {"Costes", true, Colocalization::Costes21, &S::costes, CEL_VALUE_F32}};

std::string column_name(const std::string& feature, const std::string& first, const std::string& second) {
  return "Correlation_" + feature + "_" + first + "_" + second;
}

/// An image of a pair, by its place among the images.
struct NamedImage {
  std::string name;
  std::size_t number;
  const GrayImage* gray;
};

struct Pair {
  NamedImage first, second;
  std::string column(const Feature& feature) const {
    return feature.reversed ? column_name(feature.name, second.name, first.name)
                            : column_name(feature.name, first.name, second.name);
  }
  /// Greatest value of the camera's range; 255 where neither image knows.
  double scale() const {
    const double known = std::max(first.gray->image().scale(), second.gray->image().scale());
    return known > 0 ? known : 255;
  }
};

/// The planes of a pair, of one size.
struct PairPlanes {
  FittedImage first, second;
};

/// The one with more pixels is cropped as the other was.
PairPlanes planes_of(Queue& queue, const Pair& pair) {
  const GrayImage &first = *pair.first.gray, &second = *pair.second.gray;
  if (first.shape().size() < second.shape().size())
    return {FittedImage(first), FittedImage::to_image(queue, second, first.image())};
  return {FittedImage::to_image(queue, first, second.image()), FittedImage(second)};
}

/// The images in one object set. They depend on the image that they are paired with only through its mask.
class ChannelCache {
 public:
  ChannelCache(Queue& queue, const RegionsView& regions, double percent, bool ranked)
      : queue_(queue), regions_(regions), percent_(percent), ranked_(ranked) {}

  const kernel::ObjectChannel& channel(const kernel::MaskedImage& image,
                                       View2<const std::uint8_t> other_mask) {
    const auto key = std::pair(image.pixels.data, other_mask.data);
    const auto found = cache_.find(key);
    if (found != cache_.end()) return found->second;
    return cache_.emplace(key, kernel::object_channel(queue_, regions_, image, other_mask, percent_, ranked_))
        .first->second;
  }

 private:
  Queue& queue_;
  const RegionsView regions_;
  const double percent_;
  const bool ranked_;
  std::map<std::pair<const float*, const std::uint8_t*>, kernel::ObjectChannel> cache_;
};

/// An object set with the images in its size.
struct ObjectPlanes {
  ChannelCache channels;
  std::vector<FittedImage> images;
};

class MeasureColocalization {
 public:
  static constexpr const char* kAliases[] = {"MeasureCorrelation", nullptr};
  static constexpr ModuleInfo info = {
      .revision = 5,
      .category = "Measurement",
      .summary = "Measures how pairs of channels correlate and overlap, in images and in objects.",
      .aliases = kAliases};
  using Settings = MeasureColocalizationSettings;

  MeasureColocalization(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u);
  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  bool of_images() const { return settings_.where != Where::Objects; }
  bool of_objects() const { return settings_.where != Where::Images; }
  void declare_columns(Declaration& d, const std::string& object, const std::string& first,
                       const std::string& second) const;

  /// What is known of a pair after its whole images.
  struct PlaneResult {
    bool any_pixels = true;
    std::optional<kernel::CostesThresholds> costes;
  };
  PlaneResult measure_plane(ImageSet& images, const Pair& pair) const;
  PlaneResult search_plane(Queue& queue, const Pair& pair) const;
  void measure_objects(ImageSet& images, const std::string& name, const std::vector<GrayImage>& gray,
                       const std::vector<Pair>& pairs, const std::vector<PlaneResult>& planes) const;
  void measure_pair(ImageSet& images, const std::string& name, const Pair& pair, ObjectPlanes& objects,
                    const PlaneResult& plane) const;

  Settings settings_;
};

/// Revision 2 had no threshold, revision 3 counted its images and objects and had a line for each, revision 4
/// had no choice of Costes' method.
void MeasureColocalization::upgrade(Upgrade& u) {
  auto& values = u.values;
  const auto count_at = [&](std::size_t i) -> std::size_t {
    const auto count = i < values.size() ? detail::parse<std::size_t>(values[i]) : std::nullopt;
    return count ? *count : values.size();
  };
  if (u.revision == 2) {
    const std::size_t end = count_at(0) + 2;
    if (end > values.size()) return;
    values.insert(values.begin() + end, "15.0");
    u.revision = 3;
  }
  if (u.revision == 3) {
    const std::size_t images = 2 + count_at(0), objects = images + 2 + count_at(1);
    if (objects > values.size()) return;
    std::vector<std::string> now = {joined_names(values, 2, images), values[images], values[images + 1],
                                    joined_names(values, images + 2, objects)};
    now.insert(now.end(), values.begin() + objects, values.end());
    values = now;
    u.revision = 4;
  }
  if (u.revision == 4) {
    constexpr std::size_t kWithoutMetrics = 4;
    if (values.size() == kWithoutMetrics)  // as long as all were always measured
      values.insert(values.end(), {"Yes", "Yes", "Yes", "Yes", "Yes", "Yes"});
    values.push_back("Faster");
    u.revision = 5;
  }
}

void MeasureColocalization::declare_columns(Declaration& d, const std::string& object,
                                            const std::string& first, const std::string& second) const {
  if (settings_.correlation) {
    d.column(object, column_name("Correlation", first, second));
    if (object == "Image") d.column(object, column_name("Slope", first, second));
  }
  for (const Feature& feature : kOthers)
    if (settings_.*feature.wanted)
      d.column(object, feature.reversed ? column_name(feature.name, second, first)
                                        : column_name(feature.name, first, second));
}

void MeasureColocalization::declare(Declaration& d) const {
  const auto& names = settings_.images;
  if (names.size() < 2) d.fault("Select images to measure", "at least two images must be selected");
  for (const auto& image : names) d.needs_image(image, "Select images to measure");
  if (of_objects()) {
    if (settings_.objects.empty()) d.fault("Select objects to measure", "nothing is selected");
    for (const auto& objects : settings_.objects) d.needs_objects(objects, "Select objects to measure");
  }
  for (std::size_t i = 0; i < names.size(); ++i)
    for (std::size_t j = i + 1; j < names.size(); ++j) {
      if (of_images()) declare_columns(d, "Image", names[i], names[j]);
      if (!of_objects()) continue;
      for (const auto& objects : settings_.objects) declare_columns(d, objects, names[i], names[j]);
    }
}

void MeasureColocalization::run(ImageSet& images) const {
  std::vector<GrayImage> gray;
  gray.reserve(settings_.images.size());
  for (const auto& name : settings_.images) gray.emplace_back(images, name);
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < gray.size(); ++i)
    for (std::size_t j = i + 1; j < gray.size(); ++j)
      pairs.push_back({{settings_.images[i], i, &gray[i]}, {settings_.images[j], j, &gray[j]}});
  std::vector<PlaneResult> planes;
  for (const Pair& pair : pairs)
    planes.push_back(of_images() ? measure_plane(images, pair) : search_plane(images.queue(), pair));
  if (!of_objects()) return;
  for (const auto& name : settings_.objects) measure_objects(images, name, gray, pairs, planes);
}

MeasureColocalization::PlaneResult MeasureColocalization::measure_plane(ImageSet& images,
                                                                        const Pair& pair) const {
  std::optional<kernel::CostesMode> mode;
  if (settings_.costes) mode = settings_.mode;
  kernel::CostesThresholds thresholds{};
  const PairPlanes planes = planes_of(images.queue(), pair);
  const kernel::PlaneColocalization found =
      kernel::plane_colocalization(images.queue(), planes.first.masked(), planes.second.masked(),
                                   settings_.percent, pair.scale(), mode, &thresholds);
  const auto value = [&](const Feature& feature) { return found.features[static_cast<int>(feature.value)]; };
  if (settings_.correlation) {
    images.measure_image(pair.column(kCorrelation), value(kCorrelation), kCorrelation.image_type);
    images.measure_image(column_name("Slope", pair.first.name, pair.second.name), found.slope, CEL_VALUE_F32);
  }
  for (const Feature& feature : kOthers)
    if (settings_.*feature.wanted)
      images.measure_image(pair.column(feature), value(feature), feature.image_type);
  PlaneResult result;
  result.any_pixels = found.any_pixels;
  if (mode && found.any_pixels) result.costes = thresholds;
  return result;
}

MeasureColocalization::PlaneResult MeasureColocalization::search_plane(Queue& queue, const Pair& pair) const {
  PlaneResult result;
  const PairPlanes planes = planes_of(queue, pair);
  result.any_pixels = kernel::share_pixels(queue, planes.first.masked(), planes.second.masked());
  if (settings_.costes && result.any_pixels)
    result.costes = kernel::plane_costes(queue, planes.first.masked(), planes.second.masked(), pair.scale(),
                                         settings_.mode);
  return result;
}

void MeasureColocalization::measure_objects(ImageSet& images, const std::string& name,
                                            const std::vector<GrayImage>& gray,
                                            const std::vector<Pair>& pairs,
                                            const std::vector<PlaneResult>& planes) const {
  const Objects objects = images.objects(name);
  ObjectPlanes all{ChannelCache(images.queue(), images.regions(name), settings_.percent, settings_.rwc), {}};
  for (const GrayImage& image : gray) all.images.push_back(FittedImage::to_objects(images, image, objects));
  for (std::size_t i = 0; i < pairs.size(); ++i) measure_pair(images, name, pairs[i], all, planes[i]);
}

void MeasureColocalization::measure_pair(ImageSet& images, const std::string& name, const Pair& pair,
                                         ObjectPlanes& objects, const PlaneResult& plane) const {
  Queue& queue = images.queue();
  const RegionsView regions = images.regions(name);
  const std::int64_t n = regions.count;
  const kernel::MaskedImage &first = objects.images[pair.first.number].masked(),
                            &second = objects.images[pair.second.number].masked();
  std::vector<double> values(kernel::kColocalizationFeatures * n, std::nan(""));
  if (plane.any_pixels) {
    Buffer<double> features(queue, kernel::kColocalizationFeatures * n);
    kernel::object_colocalization(queue, regions, objects.channels.channel(first, second.mask),
                                  objects.channels.channel(second, first.mask), plane.costes,
                                  features.view());
    values = download(queue, features);
  }
  const auto measure = [&](const Feature& feature) {
    if (settings_.*feature.wanted)
      images.measure(name, pair.column(feature), values.data() + static_cast<int>(feature.value) * n, n);
  };
  measure(kCorrelation);
  for (const Feature& feature : kOthers) measure(feature);
}

}  // namespace

CEL_MODULE(MeasureColocalization)

}  // namespace cellerate::modules
