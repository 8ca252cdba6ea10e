/// The image sets of a run, as the input modules build them: planes of files, their metadata, and which plane
/// is which channel of which image set.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sdk/data/measurements.hpp"

namespace cellerate {

/// A plane of an image file; series, index and channel are -1 where the file has but one.
struct FilePlane {
  std::string url, path;
  int series = -1, index = -1, channel = -1;
  bool kept = true;
  std::map<std::string, std::string> metadata;
};

/// One image set: its numbers, its files by channel name, and the Image measurements known before the run.
struct ImageSetRow {
  std::int64_t number = 0;  ///< 1-based
  std::int64_t group_number = 1, group_index = 1, group_length = 1;
  std::map<std::string, std::vector<std::size_t>> sources;  ///< channel -> planes
  std::map<std::string, std::string> metadata;
  std::map<std::string, Measurement> values;
};

struct ImageSetTable {
  std::vector<FilePlane> planes;
  std::vector<ImageSetRow> rows;                       ///< in the order of processing, by number
  std::map<std::string, std::int32_t> metadata_types;  ///< CEL_VALUE_*
  std::map<std::string, Measurement> experiment;  ///< measurements of the experiment known before the run
  std::vector<std::string> grouping;              ///< metadata keys; empty: all image sets are one group

  /// Puts rows with equal values of the grouping keys together and numbers groups in the order of their
  /// sorted values.
  /// @param renumber also the image sets get new numbers, in that order (LoadData); else they keep theirs.
  void assign_groups(bool renumber);
};

}  // namespace cellerate
