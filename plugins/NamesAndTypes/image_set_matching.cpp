/// Matching in two ways. Both are deterministic: planes are looked at in the order of their URLs.
// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/NamesAndTypes/image_set_matching.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace cellerate::modules::names_and_types {
namespace {

using Key = std::vector<std::string>;

bool accepts(const RuleChannel& channel, const Candidate& candidate) {
  RuleSubject subject{{{candidate.names.file, candidate.names.directory, &candidate.metadata}}};
  subject.is_color = channel.load_as == LoadAs::Color;
  return channel.rule->accepts(subject);
}

std::vector<std::size_t> candidates_of(const RuleChannel& channel, const std::vector<Candidate>& candidates) {
  std::vector<std::size_t> accepted;
  for (std::size_t i = 0; i < candidates.size(); ++i)
    if (accepts(channel, candidates[i])) accepted.push_back(i);
  return accepted;
}

/// The candidates of each channel, zipped; the shortest list decides.
Matches zip(const std::vector<std::vector<std::size_t>>& lists, const std::vector<std::string>& names) {
  Matches matches;
  std::size_t least = lists[0].size(), most = least;
  for (const auto& list : lists) {
    least = std::min(least, list.size());
    most = std::max(most, list.size());
  }
  for (std::size_t i = 0; i < least; ++i) {
    matches.image_sets.emplace_back();
    for (const auto& list : lists) matches.image_sets.back().push_back(list[i]);
  }
  if (least < most) {
    std::string counts;
    for (std::size_t i = 0; i < lists.size(); ++i)
      counts += (i ? ", " : "") + names[i] + " " + std::to_string(lists[i].size());
    matches.warnings.push_back("the channels have different numbers of images (" + counts + "): the first " +
                               std::to_string(least) + " are matched");
  }
  return matches;
}

/// Values of the keys, or nothing if the plane lacks one.
std::optional<Key> key_of(const Candidate& candidate, const std::vector<std::string>& keys) {
  Key values;
  for (const std::string& key : keys) {
    const auto found = candidate.metadata.find(key);
    if (found == candidate.metadata.end()) return std::nullopt;
    values.push_back(found->second);
  }
  return values;
}

std::string text_of(const Key& key) {
  std::string text;
  for (const std::string& value : key) text += (text.empty() ? "" : ", ") + value;
  return text;
}

/// A channel's part in the joins: its own keys, and those of the anchor channel beside them.
struct ChannelKeys {
  std::vector<std::string> own, anchor;
  bool complete = true;  ///< has a key in every join
};

ChannelKeys keys_of(const Settings& settings, const std::string& name,
                    const std::vector<std::string>& anchor_keys) {
  ChannelKeys keys;
  for (std::size_t i = 0; i < settings.joins.size(); ++i) {
    const auto found = settings.joins[i].find(name);
    if (found == settings.joins[i].end() || !found->second) {
      keys.complete = false;
      continue;
    }
    keys.own.push_back(*found->second);
    if (i < anchor_keys.size()) keys.anchor.push_back(anchor_keys[i]);
  }
  return keys;
}

/// The first channel with a key in every join: its planes are what the others are matched to.
std::size_t anchor_channel(const Settings& settings) {
  for (std::size_t i = 0; i < settings.channels.size(); ++i)
    if (keys_of(settings, settings.channels[i].name(), {}).complete) return i;
  throw std::runtime_error("at least one channel must have all metadata keys specified");
}

MetadataLess less_for(const std::vector<std::string>& keys, const KeyOrder& order) {
  std::vector<MetadataOrder> orders;
  for (const std::string& key : keys) orders.push_back(order(key));
  return MetadataLess(std::move(orders));
}

/// An image set that is being put together.
struct Joined {
  Key key;
  std::vector<std::optional<std::size_t>> planes;  ///< by channel
  bool incomplete = false;
};

/// Gives the channel's planes to the image sets with the same values of its keys.
void join_channel(const Settings& settings, std::size_t channel, const std::vector<std::string>& anchor_keys,
                  std::size_t anchor, const std::vector<Candidate>& candidates, const KeyOrder& order,
                  std::vector<Joined>& joined, std::vector<std::string>& warnings) {
  const RuleChannel& settings_of_channel = settings.channels[channel];
  const std::string& name = settings_of_channel.name();
  const ChannelKeys keys = keys_of(settings, name, anchor_keys);
  std::map<Key, std::vector<Joined*>, MetadataLess> groups(less_for(keys.anchor, order));
  for (Joined& image_set : joined)
    groups[*key_of(candidates[*image_set.planes[anchor]], keys.anchor)].push_back(&image_set);

  for (const std::size_t number : candidates_of(settings_of_channel, candidates)) {
    const auto key = key_of(candidates[number], keys.own);
    const auto group = key ? groups.find(*key) : groups.end();
    if (group == groups.end()) {
      warnings.push_back(candidates[number].names.file + " of channel " + name + " matches no image set");
      continue;
    }
    for (Joined* image_set : group->second) {
      if (image_set->planes[channel])
        warnings.push_back(name + " has more than one image for " + text_of(image_set->key) + ": " +
                           candidates[number].names.file + " is left out");
      else
        image_set->planes[channel] = number;
    }
  }
  for (Joined& image_set : joined) {
    if (image_set.planes[channel]) continue;
    image_set.incomplete = true;
    warnings.push_back(name + " has no image for " + text_of(image_set.key) + ": the image set is left out");
  }
}

}  // namespace

std::vector<Candidate> sorted_candidates(std::vector<Candidate> candidates) {
  std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return std::tie(a.plane.url, a.plane.series, a.plane.index) <
           std::tie(b.plane.url, b.plane.series, b.plane.index);
  });
  return candidates;
}

Matches match_by_order(const Settings& settings, const std::vector<Candidate>& candidates) {
  std::vector<std::vector<std::size_t>> lists;
  std::vector<std::string> names;
  if (settings.assignment == Assignment::AllImages) {
    lists.emplace_back();
    for (std::size_t i = 0; i < candidates.size(); ++i) lists.back().push_back(i);
    names.push_back(settings.all_images.name());
  } else {
    for (const RuleChannel& channel : settings.channels) {
      lists.push_back(candidates_of(channel, candidates));
      names.push_back(channel.name());
    }
  }
  return zip(lists, names);
}

Matches match_by_metadata(const Settings& settings, const std::vector<Candidate>& candidates,
                          const KeyOrder& order) {
  Matches matches;
  const std::size_t anchor = anchor_channel(settings);
  const RuleChannel& anchor_settings = settings.channels[anchor];
  const std::vector<std::string> keys = keys_of(settings, anchor_settings.name(), {}).own;

  std::map<Key, std::size_t, MetadataLess> anchors(less_for(keys, order));
  for (const std::size_t number : candidates_of(anchor_settings, candidates)) {
    const auto key = key_of(candidates[number], keys);
    if (!key)
      matches.warnings.push_back(candidates[number].names.file + " of channel " + anchor_settings.name() +
                                 " lacks metadata to match by");
    else if (!anchors.emplace(*key, number).second)
      matches.warnings.push_back(anchor_settings.name() + " has more than one image for " + text_of(*key) +
                                 ": " + candidates[number].names.file + " is left out");
  }

  std::vector<Joined> joined;
  for (const auto& [key, number] : anchors) {
    joined.push_back({key, std::vector<std::optional<std::size_t>>(settings.channels.size())});
    joined.back().planes[anchor] = number;
  }
  for (std::size_t channel = 0; channel < settings.channels.size(); ++channel)
    if (channel != anchor)
      join_channel(settings, channel, keys, anchor, candidates, order, joined, matches.warnings);

  for (const Joined& image_set : joined) {
    if (image_set.incomplete) continue;
    matches.image_sets.emplace_back();
    for (const auto& plane : image_set.planes) matches.image_sets.back().push_back(*plane);
  }
  return matches;
}

}  // namespace cellerate::modules::names_and_types
