/// NamesAndTypes: makes image sets of the files, and loads their images (CellProfiler's NamesAndTypes).
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "plugins/NamesAndTypes/image_set_matching.hpp"
#include "plugins/NamesAndTypes/names_and_types_settings.hpp"
#include "plugins/shared/image_set_metadata.hpp"
#include "plugins/shared/load_objects.hpp"

namespace cellerate::modules {
namespace {

using names_and_types::Candidate;
using names_and_types::Channel;
using names_and_types::Matches;
using names_and_types::Settings;

/// CellProfiler's numbers for planes without a channel of their own.
constexpr int kMonochrome = -1, kInterleaved = -2, kObjectPlanes = -3;

std::vector<Candidate> kept_planes(const RunSetup& run) {
  std::vector<Candidate> candidates;
  for (std::uint64_t i = 0; i < run.plane_count(); ++i) {
    if (!run.is_kept(i)) continue;
    const Plane plane = run.plane(i);
    candidates.push_back({plane, names_of(plane), run.metadata(i)});
  }
  return sorted_candidates(std::move(candidates));
}

/// Keys that CellProfiler always compares as numbers.
bool is_number_key(const std::string& key) {
  static const std::set<std::string> keys = {"T",     "Z",     "SizeC",  "SizeT", "SizeZ",
                                             "SizeX", "SizeY", "Series", "Frame"};
  return keys.contains(key);
}

MetadataOrder order_of(const RunSetup& run, const std::string& key) {
  return is_number_key(key) || run.metadata_type(key) != CEL_VALUE_TEXT ? MetadataOrder::Number
                                                                        : MetadataOrder::Text;
}

/// The plane to read, and the numbers that are measured of it. Grey images and objects are made of the first
/// plane where nothing else is said, colour images of all channels.
struct Source {
  Plane plane;
  int series, frame, channel;
};

Source source_of(const Channel& channel, const Plane& plane, bool single) {
  const bool color = channel.load_as == LoadAs::Color;
  Source source{plane, std::max(plane.series, 0), std::max(plane.index, 0),
                color ? kInterleaved : kMonochrome};
  if (single && channel.load_as == LoadAs::Objects) source.channel = kObjectPlanes;
  if (!color) source.plane.index = source.frame;
  return source;
}

void set_source(RunSetup& run, std::uint64_t image_set, const Channel& channel, const Source& source,
                nlohmann::json& sources) {
  const std::string& name = channel.name();
  const std::string objects = channel.load_as == LoadAs::Objects ? "Objects" : "";
  const PlaneNames names = names_of(source.plane);
  const std::uint64_t plane = run.add_plane(source.plane);
  if (source.channel == kObjectPlanes && source.frame == 0 && run.inspect(plane).planes > 1)
    throw std::runtime_error(names.file + " has several planes of objects: only one is supported");
  run.set_source(image_set, name, plane);
  sources[name] = {{"file", names.file}, {"series", source.series}, {"frame", source.frame}};
  run.set_value(image_set, objects + "URL_" + name, source.plane.url);
  run.set_value(image_set, objects + "PathName_" + name, names.directory);
  run.set_value(image_set, objects + "FileName_" + name, names.file);
  run.set_value(image_set, objects + "Series_" + name, source.series, CEL_VALUE_INTEGER);
  run.set_value(image_set, objects + "Frame_" + name, source.frame, CEL_VALUE_INTEGER);
  run.set_value(image_set, objects + "Channel_" + name, source.channel, CEL_VALUE_INTEGER);
}

const char* channel_type(LoadAs load_as) {
  switch (load_as) {
    case LoadAs::Color:
      return "Color";
    case LoadAs::Mask:
      return "Mask";
    case LoadAs::Illumination:
      return "Function";
    case LoadAs::Objects:
      return "Objects";
    default:
      return "Grayscale";
  }
}

/// The Image features by which image sets were put together: those of the first channel that every join has a
/// key of.
std::vector<std::string> matching_features(const Settings& settings) {
  if (!settings.matches_metadata()) return {"ImageNumber"};
  for (const Channel& channel : settings.channels) {
    std::vector<std::string> features;
    for (const MetadataJoin& join : settings.joins)
      if (const auto found = join.find(channel.name()); found != join.end() && found->second) {
        const bool of_plane = *found->second == "Frame" || *found->second == "Series";
        features.push_back(of_plane ? *found->second + "_" + channel.name() : "Metadata_" + *found->second);
      }
    if (features.size() == settings.joins.size()) return features;
  }
  return {};
}

/// What CellProfiler records of the experiment: the channels, and by which metadata they were put together.
void describe_image_sets(RunSetup& run, const Settings& settings) {
  for (const Channel* channel : settings.all_channels())
    run.set_experiment_value("ChannelType_" + channel->name(), channel_type(channel->load_as));
  run.set_experiment_value("Metadata_Tags", nlohmann::json(matching_features(settings)).dump());
}

/// Metadata of the image sets. A key that a join names comes from the first channel that has it there; any
/// other key only if its value is the same in all channels, in every image set.
class CommonMetadata {
 public:
  CommonMetadata(const RunSetup& run, const Settings& settings, const std::vector<Candidate>& candidates)
      : run_(run), candidates_(candidates) {
    if (!settings.matches_metadata()) return;
    for (std::size_t channel = 0; channel < settings.channels.size(); ++channel)
      for (const MetadataJoin& join : settings.joins) {
        const auto found = join.find(settings.channels[channel].name());
        if (found != join.end() && found->second) joined_.emplace(*found->second, channel);
      }
  }

  void add(const std::vector<std::size_t>& planes) {
    auto& values = values_.emplace_back();
    for (const auto& [key, channel] : joined_) {
      const auto& metadata = candidates_[planes[channel]].metadata;
      if (const auto found = metadata.find(key); found != metadata.end()) values[key] = found->second;
    }
    for (const std::size_t plane : planes)
      for (const auto& [key, value] : candidates_[plane].metadata) add_value(values, key, value);
  }

  void store(RunSetup& run) const {
    for (std::size_t image_set = 0; image_set < values_.size(); ++image_set)
      for (const auto& [key, value] : values_[image_set])
        if (!differing_.contains(key))
          set_image_set_metadata(run, image_set, key, value, run.metadata_type(key));
  }

 private:
  void add_value(std::map<std::string, std::string>& values, const std::string& key,
                 const std::string& value) {
    if (joined_.contains(key) || differing_.contains(key)) return;
    const auto [found, added] = values.emplace(key, value);
    if (added || found->second == value) return;
    if (order_of(run_, key) == MetadataOrder::Number &&
        compare_metadata(value, found->second, MetadataOrder::Number) == 0)
      found->second = value;
    else
      differing_.insert(key);
  }

  const RunSetup& run_;
  const std::vector<Candidate>& candidates_;
  std::map<std::string, std::size_t> joined_;  ///< key -> channel
  std::vector<std::map<std::string, std::string>> values_;
  std::set<std::string> differing_;
};

}  // namespace

class NamesAndTypes {
 public:
  static constexpr ModuleInfo info = {.revision = 8,
                                      .category = "File Processing",
                                      .summary = "Makes image sets of the files and loads their images."};
  using Settings = names_and_types::Settings;
  explicit NamesAndTypes(Settings settings, const ModuleEntryInfo&) : settings_(std::move(settings)) {}

  static void upgrade(Upgrade& upgrade) { names_and_types::upgrade_settings(upgrade); }

  void declare(Declaration& d) const {
    for (const Channel* channel : settings_.all_channels()) {
      if (channel->load_as == LoadAs::Objects) {
        d.makes_objects(channel->name());
        declare_loaded_objects(d, channel->name());
        d.column("Image", "ObjectsSeries_" + channel->name(), CEL_VALUE_INTEGER);
        d.column("Image", "ObjectsFrame_" + channel->name(), CEL_VALUE_INTEGER);
      } else {
        d.makes_image(channel->name());
        declare_image_columns(d, channel->name());
        d.column("Image", "Series_" + channel->name(), CEL_VALUE_INTEGER);
        d.column("Image", "Frame_" + channel->name(), CEL_VALUE_INTEGER);
      }
    }
  }

  void prepare_run(RunSetup& run) const {
    const std::vector<Candidate> candidates = kept_planes(run);
    const Matches matches =
        settings_.matches_metadata()
            ? match_by_metadata(settings_, candidates,
                                [&](const std::string& key) { return order_of(run, key); })
            : match_by_order(settings_, candidates);
    for (const std::string& warning : matches.warnings) run.warn(warning);

    const std::vector<const Channel*> channels = settings_.all_channels();
    CommonMetadata metadata(run, settings_, candidates);
    for (const auto& planes : matches.image_sets) {
      const std::uint64_t image_set = run.add_image_set();
      nlohmann::json
          sources;  // CellProfiler keeps the files of an image set under this name, in a format of its own
      for (std::size_t i = 0; i < planes.size(); ++i)
        set_source(run, image_set, *channels[i], source_of(*channels[i], candidates[planes[i]].plane, false),
                   sources);
      for (std::size_t i = planes.size(); i < channels.size(); ++i) {
        const Plane& plane = settings_.single_images[i - planes.size()].plane;
        set_source(run, image_set, *channels[i], source_of(*channels[i], plane, true), sources);
      }
      run.set_value(image_set, "ImageSet_ImageSet", sources.dump());
      metadata.add(planes);
    }
    metadata.store(run);
    describe_image_sets(run, settings_);
  }

  void run(ImageSet& images) const {
    for (const Channel* channel : settings_.all_channels()) {
      if (channel->load_as == LoadAs::Objects)
        load_objects(images, channel->name(), ObjectSource::Labels);
      else
        load_image(images, channel->name(), channel->load_as, channel->range);
    }
  }

 private:
  Settings settings_;
};

CEL_MODULE(NamesAndTypes)

}  // namespace cellerate::modules
