/// MeasureObjectIntensityDistribution: how intensity is spread between the centres and the edges of objects.
/// Meaning, sources and differences from CellProfiler: MeasureObjectIntensityDistribution.md
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/module.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "cuda/pixel/window.hpp"
#include "plugins/MeasureObjectIntensityDistribution/channels.hpp"
#include "plugins/MeasureObjectIntensityDistribution/distribution_settings.hpp"
#include "plugins/MeasureObjectIntensityDistribution/heatmap.hpp"
#include "plugins/MeasureObjectIntensityDistribution/zernike_moments.hpp"
#include "plugins/shared/colormap.hpp"
#include "plugins/shared/name_list.hpp"
#include "plugins/shared/ties.hpp"

namespace cellerate::modules {
namespace {

using distribution::BinSettings;
using distribution::Center;
using distribution::Channel;
using distribution::HeatmapSettings;
using distribution::ObjectPart;
using distribution::ObjectSettings;

// In the order of kernel::Radial.
constexpr const char* kFeatures[kernel::kRadialFeatures] = {"FracAtD", "MeanFrac", "RadialCV"};

/// @param ring  counted from 0; the one after the last bin is called Overflow
std::string column_name(int feature, const std::string& image, int ring, int bins) {
  const std::string start = std::string("RadialDistribution_") + kFeatures[feature] + "_" + image + "_";
  return ring < bins ? start + std::to_string(ring + 1) + "of" + std::to_string(bins) : start + "Overflow";
}

/// Rings that are measured: those beyond the last bin only where bins are not scaled.
int measured_rings(const BinSettings& bins) { return bins.count + (bins.scaled ? 0 : 1); }

/// Maps of the object sets, by the name under which CellProfiler keeps them: neither the scale nor the kind
/// of centres is part of it, so that the first set of bins decides for all.
using Maps = std::map<std::string, kernel::RadialMap>;

/// Pictures by their place in the settings.
using Pictures = std::map<std::size_t, NewImage>;

class MeasureObjectIntensityDistribution {
 public:
  static constexpr ModuleInfo info = {
      .revision = 6,
      .category = "Measurement",
      .summary = "Measures how intensity is spread between the centers and the edges of objects."};
  using Settings = distribution::Settings;

  MeasureObjectIntensityDistribution(Settings settings, const ModuleEntryInfo&)
      : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& u) { distribution::upgrade(u); }
  void declare(Declaration& d) const;
  void run(ImageSet& images) const;

 private:
  void check(Declaration& d) const;
  void declare_columns(Declaration& d, const std::string& object, const std::string& image) const;
  void declare_heatmap(Declaration& d, const HeatmapSettings& map) const;

  void measure(ImageSet& images, const std::vector<Channel>& channels, const ObjectSettings& object,
               Maps& maps, Pictures& pictures) const;
  void record_nothing(ImageSet& images, const std::vector<Channel>& channels, const ObjectSettings& object,
                      const ObjectPart& part, Pictures& pictures) const;
  const kernel::RadialMap& map_of(ImageSet& images, const ObjectSettings& object, const ObjectPart& part,
                                  Maps& maps) const;
  template <class T>
  void measure_rings(ImageSet& images, const std::vector<const Channel*>& channels,
                     const std::vector<View2<const T>>& planes, const ObjectSettings& object,
                     const BinSettings& bins, const ObjectPart& part, const kernel::RadialRings& rings,
                     Pictures& pictures) const;
  void draw(ImageSet& images, const std::string& image, const std::string& object, const BinSettings& bins,
            const ObjectPart& part, const kernel::RadialRings& rings, const double* features,
            Pictures& pictures) const;

  Settings settings_;
};

void MeasureObjectIntensityDistribution::check(Declaration& d) const {
  check_names(d, settings_.images, distribution::kImagesText);
  std::set<std::string> objects;
  for (const ObjectSettings& object : settings_.objects)
    if (!objects.insert(object.name).second)
      d.fault(distribution::kObjectsText, "'" + object.name + "' is selected twice");
  std::set<int> counts;
  for (const BinSettings& bins : settings_.bins)
    if (!counts.insert(bins.count).second)
      d.fault(distribution::kBinsText, std::to_string(bins.count) + " is given twice");
}

void MeasureObjectIntensityDistribution::declare_columns(Declaration& d, const std::string& object,
                                                         const std::string& image) const {
  bool has_overflow = false;  // one column for all sets of bins
  for (const BinSettings& bins : settings_.bins)
    for (int ring = 0; ring < measured_rings(bins); ++ring) {
      if (ring == bins.count && std::exchange(has_overflow, true)) continue;
      for (int feature = 0; feature < kernel::kRadialFeatures; ++feature)
        d.column(object, column_name(feature, image, ring, bins.count));
    }
  if (settings_.zernike == distribution::Zernike::None) return;
  std::vector<const char*> kinds = {"ZernikeMagnitude"};
  if (settings_.zernike == distribution::Zernike::MagnitudesAndPhase) kinds.push_back("ZernikePhase");
  for (const char* kind : kinds)
    for (const auto& column : distribution::zernike_columns(kind, image, settings_.degree))
      d.column(object, column);
}

void MeasureObjectIntensityDistribution::declare_heatmap(Declaration& d, const HeatmapSettings& map) const {
  check_colormap(d, distribution::kColormapText, map.colormap);
  const auto& names = settings_.images;
  const bool has_image = std::count(names.begin(), names.end(), settings_.image_of(map)) > 0;
  const bool has_objects =
      std::any_of(settings_.objects.begin(), settings_.objects.end(),
                  [&](const ObjectSettings& object) { return object.name == settings_.objects_of(map); });
  if (!has_image) d.fault("Image", "'" + map.image + "' is not measured");
  if (!has_objects) d.fault("Objects to display", "'" + map.objects + "' are not measured");
  if (settings_.bins_of(map) == 0)
    d.fault(distribution::kBinsText, "'" + map.bins + "' bins are not measured");
  if (map.wants_output) d.makes_image(map.output);
}

void MeasureObjectIntensityDistribution::declare(Declaration& d) const {
  check(d);
  for (const auto& image : settings_.images) d.needs_image(image, distribution::kImagesText);
  for (const ObjectSettings& object : settings_.objects) {
    d.needs_objects(object.name, distribution::kObjectsText);
    if (object.center != Center::Own) d.needs_objects(object.center_name, distribution::kCentersText);
    for (const auto& image : settings_.images) declare_columns(d, object.name, image);
  }
  for (const HeatmapSettings& map : settings_.heatmaps) declare_heatmap(d, map);
}

void MeasureObjectIntensityDistribution::run(ImageSet& images) const {
  std::vector<Channel> channels;
  channels.reserve(settings_.images.size());
  for (const auto& name : settings_.images) channels.emplace_back(images, name);
  Maps maps;
  Pictures pictures;
  for (const ObjectSettings& object : settings_.objects) measure(images, channels, object, maps, pictures);
  if (settings_.zernike != distribution::Zernike::None)
    for (const ObjectSettings& object : settings_.objects)
      distribution::measure_zernikes(images, object.name, channels, settings_.degree,
                                     settings_.zernike == distribution::Zernike::MagnitudesAndPhase);
  for (auto& [place, picture] : pictures) {
    picture.parent = settings_.image_of(settings_.heatmaps[place]);
    images.add_image(settings_.heatmaps[place].output, std::move(picture));
  }
}

const kernel::RadialMap& MeasureObjectIntensityDistribution::map_of(ImageSet& images,
                                                                    const ObjectSettings& object,
                                                                    const ObjectPart& part,
                                                                    Maps& maps) const {
  const bool own = object.center == Center::Own;
  const auto [found, is_new] = maps.try_emplace(own ? object.name : object.name + "_" + object.center_name);
  if (is_new) {
    Queue& queue = images.queue();
    const BinSettings& bins = settings_.bins.front();
    const kernel::RadialScale scale{bins.scaled, static_cast<double>(bins.radius)};
    if (own) {
      found->second = kernel::radial_map(queue, part.regions(), part.labels(), scale, ties_of(images));
    } else {
      const Objects others = images.objects(object.center_name);
      Buffer<std::int32_t> fitted(queue, part.shape());
      kernel::copy_window(queue, others.labels(), 0, 0, fitted.view(part.shape()));
      found->second =
          kernel::radial_map(queue, part.regions(), part.labels(), std::as_const(fitted).view(part.shape()),
                             object.center == Center::CentersOfOthers ? kernel::OtherObjects::Centers
                                                                      : kernel::OtherObjects::Edges,
                             scale);
    }
  }
  return found->second;
}

void MeasureObjectIntensityDistribution::measure(ImageSet& images, const std::vector<Channel>& channels,
                                                 const ObjectSettings& object, Maps& maps,
                                                 Pictures& pictures) const {
  Queue& queue = images.queue();
  const ObjectPart part(images, object.name, channels.front().shape());
  if (part.count() == 0) return record_nothing(images, channels, object, part, pictures);
  const kernel::RadialMap& map = map_of(images, object, part, maps);
  std::vector<const Channel*> single, wide;
  std::vector<View2<const float>> single_planes;
  std::vector<View2<const double>> wide_planes;
  std::vector<Buffer<float>> cropped;
  for (const Channel& channel : channels) {
    if (channel.shape() == part.shape() && channel.is_double()) {
      wide.push_back(&channel);
      wide_planes.push_back(channel.wide_pixels());
      continue;
    }
    single.push_back(&channel);
    single_planes.push_back(channel.gray().pixels());
    if (channel.shape() == part.shape()) continue;
    if (ObjectPart(images, object.name, channel.shape()).shape() != part.shape())
      throw std::invalid_argument("image '" + channel.name() + "' has another size than '" +
                                  channels.front().name() + "'");
    cropped.emplace_back(queue, part.shape());
    kernel::copy_window(queue, channel.gray().pixels(), 0, 0, cropped.back().view(part.shape()));
    single_planes.back() = std::as_const(cropped.back()).view(part.shape());
  }
  for (const BinSettings& bins : settings_.bins) {
    const kernel::RadialRings rings = kernel::radial_rings(queue, part.regions(), map, bins.count);
    measure_rings(images, single, single_planes, object, bins, part, rings, pictures);
    measure_rings(images, wide, wide_planes, object, bins, part, rings, pictures);
  }
}

/// Without objects there are no values, and heat maps are black.
void MeasureObjectIntensityDistribution::record_nothing(ImageSet& images,
                                                        const std::vector<Channel>& channels,
                                                        const ObjectSettings& object, const ObjectPart& part,
                                                        Pictures& pictures) const {
  for (const Channel& channel : channels)
    for (const BinSettings& bins : settings_.bins) {
      for (int feature = 0; feature < kernel::kRadialFeatures; ++feature)
        for (int ring = 0; ring < measured_rings(bins); ++ring)
          images.measure(object.name, column_name(feature, channel.name(), ring, bins.count), {});
      const kernel::RadialRings none{0, bins.count + 1, zeros<std::int32_t>(images.queue(), 1), {}, {}};
      draw(images, channel.name(), object.name, bins, part, none, nullptr, pictures);
    }
}

template <class T>
void MeasureObjectIntensityDistribution::measure_rings(
    ImageSet& images, const std::vector<const Channel*>& channels, const std::vector<View2<const T>>& planes,
    const ObjectSettings& object, const BinSettings& bins, const ObjectPart& part,
    const kernel::RadialRings& rings, Pictures& pictures) const {
  const std::int64_t n = rings.count, of_image = kernel::kRadialFeatures * rings.rings * n;
  Buffer<double> features(images.queue(), of_image * std::ssize(channels));
  kernel::radial_features(images.queue(), rings, planes, features.view());
  const HostRead<double> values(images.queue(), features.data(), features.size());
  for (std::size_t c = 0; c < channels.size(); ++c) {
    const double* const of_channel = values.data() + c * of_image;
    for (int feature = 0; feature < kernel::kRadialFeatures; ++feature)
      for (int ring = 0; ring < measured_rings(bins); ++ring)
        images.measure(object.name, column_name(feature, channels[c]->name(), ring, bins.count),
                       of_channel + (feature * rings.rings + ring) * n, n);
    draw(images, channels[c]->name(), object.name, bins, part, rings, of_channel, pictures);
  }
}

/// Of several maps of the same values CellProfiler fills the last one; the others stay black.
void MeasureObjectIntensityDistribution::draw(ImageSet& images, const std::string& image,
                                              const std::string& object, const BinSettings& bins,
                                              const ObjectPart& part, const kernel::RadialRings& rings,
                                              const double* features, Pictures& pictures) const {
  std::set<kernel::Radial> drawn;
  for (std::size_t i = settings_.heatmaps.size(); i-- > 0;) {
    const HeatmapSettings& map = settings_.heatmaps[i];
    if (settings_.image_of(map) != image || settings_.objects_of(map) != object ||
        settings_.bins_of(map) != bins.count)
      continue;
    const int shown = drawn.insert(map.measurement).second ? measured_rings(bins) : 0;
    if (!map.wants_output) continue;
    if (map.colormap != distribution::kGray && images.objects(object).shape() != part.shape())
      throw std::invalid_argument("a heat map in color needs objects and image of one size");
    const double* const values =
        features ? features + std::int64_t{static_cast<int>(map.measurement)} * rings.rings * rings.count
                 : nullptr;
    pictures[i] = distribution::heatmap(images.queue(), part.labels(), rings, shown, values, map.colormap);
  }
}

}  // namespace

CEL_MODULE(MeasureObjectIntensityDistribution)

}  // namespace cellerate::modules
