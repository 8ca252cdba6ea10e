/// Which planes make an image set: matched by order, or by metadata (org.cellprofiler.imageset.ChannelFilter
/// and Joiner in CellProfiler).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <map>
#include <string>
#include <vector>

#include "plugins/NamesAndTypes/names_and_types_settings.hpp"
#include "plugins/shared/metadata_order.hpp"
#include "plugins/shared/plane_names.hpp"

namespace cellerate::modules::names_and_types {

/// A plane that may take part, with what rules and joins ask of it.
struct Candidate {
  Plane plane;
  PlaneNames names;
  std::map<std::string, std::string> metadata;
};

/// How the values of a metadata key compare.
using KeyOrder = std::function<MetadataOrder(const std::string& key)>;

/// Image sets in their order: for each channel of the settings (single images are none of them) the number of
/// its candidate; and what could not be matched, for the log.
struct Matches {
  std::vector<std::vector<std::size_t>> image_sets;
  std::vector<std::string> warnings;
};

/// The planes that files.plane has kept, ordered by URL, series and index.
std::vector<Candidate> sorted_candidates(std::vector<Candidate> candidates);

Matches match_by_order(const Settings& settings, const std::vector<Candidate>& candidates);
Matches match_by_metadata(const Settings& settings, const std::vector<Candidate>& candidates,
                          const KeyOrder& order);

}  // namespace cellerate::modules::names_and_types
