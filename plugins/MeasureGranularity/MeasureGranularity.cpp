/// MeasureGranularity: which share of an image's and of its objects' brightness lies in parts of each size.
/// Meaning, sources and differences from CellProfiler: MeasureGranularity.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <limits>
#include <map>
#include <stdexcept>

#include "cuda/morphology/diamond_openings.hpp"
#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/pixel/convert.hpp"
#include "cuda/region/granularity.hpp"
#include "cuda/threshold/compact.hpp"
#include "plugins/MeasureGranularity/signal.hpp"
#include "plugins/shared/image_samples.hpp"
#include "plugins/shared/name_list.hpp"

namespace cellerate::modules {
namespace {

constexpr const char* kImagesText = "Select images to measure";
constexpr const char* kObjectsText = "Select objects to measure";
constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

struct MeasureGranularitySettings {
  std::vector<std::string> images, objects;
  bool wants_objects = false;
  granularity::Sampling sampling;
  int levels = 16;

  void bind(Binder& b) {
    b.images(images, kImagesText);
    b.binary(wants_objects, "Measure within objects?");
    b.object_list(objects, kObjectsText);
    b.number(sampling.factor, "Subsampling factor for granularity measurements", {.min = kEpsilon, .max = 1});
    b.number(sampling.background_factor, "Subsampling factor for background reduction",
             {.min = kEpsilon, .max = 1});
    b.integer(sampling.radius, "Radius of structuring element", {.min = 1});
    b.integer(levels, "Range of the granular spectrum", {.min = 1});
  }
};

/// The object sets on the grids of the images that were measured so far: most have one grid and one mask.
class StretchedSets {
 public:
  explicit StretchedSets(ImageSet& images) : images_(images) {}

  template <class T>
  const kernel::StretchedObjects& get(const std::string& name, Shape2 image, View2<const std::uint8_t> mask,
                                      const granularity::Signal<T>& signal) {
    const auto [found, is_new] = cache_.try_emplace({name, mask.data, image.height, image.width});
    if (is_new)
      found->second = kernel::stretched_objects(
          images_.queue(), images_.regions(name), images_.objects(name).labels(), mask,
          signal.rows(image.height), signal.columns(image.width), signal.shape);
    return found->second;
  }

 private:
  ImageSet& images_;
  std::map<std::tuple<std::string, const std::uint8_t*, int, int>, kernel::StretchedObjects> cache_;
};

/// What is lost from each mean to the next, in percent of the first.
/// @param means  of n things before the first opening, then of each opening
std::vector<double> losses(const std::vector<double>& means, std::int64_t n) {
  std::vector<double> lost;
  for (std::int64_t i = n; i < static_cast<std::int64_t>(means.size()); ++i)
    lost.push_back((means[i - n] - means[i]) * 100 / std::max(means[i % n], kEpsilon));
  return lost;
}

class MeasureGranularity {
 public:
  static constexpr const char* kAliases[] = {"MeasureImageGranularity", nullptr};
  static constexpr ModuleInfo info = {
      .revision = 4,
      .category = "Measurement",
      .summary = "Measures how much of the brightness lies in parts of each size, in images and in objects.",
      .aliases = kAliases};
  using Settings = MeasureGranularitySettings;

  MeasureGranularity(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u);
  void declare(Declaration& d) const;

  void run(ImageSet& images) const {
    StretchedSets sets(images);
    for (const auto& name : settings_.images) measure(images, name, sets);
  }

 private:
  static std::string column_name(int level, const std::string& image) {
    return "Granularity_" + std::to_string(level) + "_" + image;
  }
  void measure(ImageSet& images, const std::string& name, StretchedSets& sets) const;
  template <class T>
  void measure(ImageSet& images, const std::string& name, const Image& image, View2<const T> pixels,
               StretchedSets& sets) const;
  template <class T>
  void measure_objects(ImageSet& images, const std::string& name, const std::string& object,
                       View2<const T> pixels, View2<const std::uint8_t> mask,
                       const granularity::Signal<T>& signal, const kernel::DiamondOpenings<T>& openings,
                       StretchedSets& sets) const;

  Settings settings_;
};

/// Until revision 2 there was a group of five settings for each image, in revision 3 one with object sets of
/// its own. The first image's numbers now hold for all images and objects.
void MeasureGranularity::upgrade(Upgrade& u) {
  constexpr std::size_t kGroup = 5;
  auto& values = u.values;
  if (u.revision == 1) u.revision = 2;
  if (u.revision == 2) {
    std::vector<std::string> now = {std::to_string(values.size() / kGroup)};
    for (std::size_t i = 0; i + kGroup <= values.size(); i += kGroup) {
      now.push_back("0");
      now.insert(now.end(), values.begin() + i, values.begin() + i + kGroup);
    }
    values = now;
    u.revision = 3;
  }
  if (u.revision == 3) {
    std::vector<std::string> images, objects, numbers;
    for (std::size_t i = 1; i < values.size();) {
      const auto count = detail::parse<std::size_t>(values[i]);
      const std::size_t end = i + 1 + kGroup;
      if (!count || end + *count > values.size()) return;
      images.push_back(values[i + 1]);
      if (numbers.empty()) numbers.assign(values.begin() + i + 2, values.begin() + end);
      objects.insert(objects.end(), values.begin() + end, values.begin() + end + *count);
      i = end + *count;
    }
    values = {joined_names(images, 0, images.size()), objects.empty() ? "No" : "Yes",
              joined_names(objects, 0, objects.size())};
    values.insert(values.end(), numbers.begin(), numbers.end());
    u.revision = 4;
  }
}

/// Objects are measured also where the list is hidden.
void MeasureGranularity::declare(Declaration& d) const {
  check_names(d, settings_.images, kImagesText);
  if (settings_.wants_objects || !settings_.objects.empty()) check_names(d, settings_.objects, kObjectsText);
  for (const auto& image : settings_.images) {
    d.needs_image(image, kImagesText);
    for (int level = 1; level <= settings_.levels; ++level) d.column("Image", column_name(level, image));
  }
  for (const auto& object : settings_.objects) {
    d.needs_objects(object, kObjectsText);
    for (const auto& image : settings_.images)
      for (int level = 1; level <= settings_.levels; ++level) d.column(object, column_name(level, image));
  }
}

void MeasureGranularity::measure(ImageSet& images, const std::string& name, StretchedSets& sets) const {
  const GraySamples gray(images, name);
  const kernel::SampleView samples = gray.samples();
  if (samples.type == kernel::Sample::F32)
    return measure(images, name, gray.image(),
                   View2<const float>{static_cast<const float*>(samples.data), gray.shape()}, sets);
  // CellProfiler has binary images in double precision, too
  Buffer<double> widened;
  if (samples.type == kernel::Sample::Bool) {
    widened = Buffer<double>(images.queue(), samples.size);
    kernel::widen(images.queue(), samples, widened.view());
  }
  const auto* pixels = widened.data() ? widened.data() : static_cast<const double*>(samples.data);
  measure(images, name, gray.image(), View2<const double>{pixels, gray.shape()}, sets);
}

template <class T>
void MeasureGranularity::measure(ImageSet& images, const std::string& name, const Image& image,
                                 View2<const T> pixels, StretchedSets& sets) const {
  Queue& queue = images.queue();
  const View2<const std::uint8_t> mask = image.mask();
  const granularity::Signal<T> signal = granularity::signal_of(queue, pixels, mask, settings_.sampling);
  const auto openings = kernel::diamond_openings(queue, signal.view(), signal.mask(), settings_.levels);
  const Buffer<T> visible =
      signal.mask() ? kernel::compact(queue, signal.view(), signal.mask()) : Buffer<T>();
  std::vector<double> means = {
      kernel::numpy_mean(queue, signal.mask() ? visible.view() : signal.pixels.view())};
  const std::vector<double> of_openings = kernel::mean_openings(queue, openings, signal.mask());
  means.insert(means.end(), of_openings.begin(), of_openings.end());
  const std::vector<double> lost = losses(means, 1);
  for (int level = 1; level <= settings_.levels; ++level)
    images.measure_image(column_name(level, name), lost[level - 1]);
  for (const auto& object : settings_.objects)
    measure_objects(images, name, object, pixels, mask, signal, openings, sets);
}

/// The means before the first opening are those of the image itself, with its background.
template <class T>
void MeasureGranularity::measure_objects(ImageSet& images, const std::string& name, const std::string& object,
                                         View2<const T> pixels, View2<const std::uint8_t> mask,
                                         const granularity::Signal<T>& signal,
                                         const kernel::DiamondOpenings<T>& openings,
                                         StretchedSets& sets) const {
  Queue& queue = images.queue();
  const RegionsView regions = images.regions(object);
  const std::int64_t n = regions.count;
  if (n > 0 && regions.shape != pixels.shape)
    throw std::invalid_argument("image '" + name + "' and objects '" + object + "' differ in size");
  std::vector<double> lost;
  if (n > 0) {
    Buffer<double> means(queue, (settings_.levels + 1) * n);
    kernel::object_means(queue, regions, pixels, mask, {means.data(), n});
    kernel::mean_openings(queue, openings, sets.get(object, pixels.shape, mask, signal),
                          {means.data() + n, settings_.levels * n});
    lost = losses(download(queue, means), n);
  }
  for (int level = 1; level <= settings_.levels; ++level)
    images.measure(object, column_name(level, name), lost.data() + (level - 1) * n, n);
}

}  // namespace

CEL_MODULE(MeasureGranularity)

}  // namespace cellerate::modules
