/// The settings of NamesAndTypes.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <optional>
#include <string>
#include <vector>

#include "plugins/shared/filter_rule.hpp"
#include "plugins/shared/load_image.hpp"
#include "plugins/shared/python_literal.hpp"

namespace cellerate::modules::names_and_types {

enum class Assignment { AllImages, ByRules };
enum class Matching { Order, Metadata };

/// What a file becomes.
struct Channel {
  std::string image_name = "DNA", object_name = "Cell";
  LoadAs load_as = LoadAs::Grayscale;
  IntensityRange range;

  const std::string& name() const { return load_as == LoadAs::Objects ? object_name : image_name; }
};

/// A channel whose files a rule chooses.
struct RuleChannel : Channel {
  std::string rule_text = R"(and (file does contain ""))";
  std::optional<FilterRule> rule;
  void bind(Binder& b);
};

/// A file that is part of every image set.
struct SingleImage : Channel {
  std::string plane_text;
  Plane plane;
  void bind(Binder& b);
};

struct Settings {
  Assignment assignment = Assignment::AllImages;
  Channel all_images;  ///< of Assignment::AllImages
  std::string joins_text = "[]";
  std::vector<MetadataJoin> joins;
  Matching matching = Matching::Order;
  std::vector<RuleChannel> channels;
  std::vector<SingleImage> single_images;
  bool volumes = false;
  double spacing_x = 1, spacing_y = 1, spacing_z = 1;

  void bind(Binder& b);

  /// One channel is matched by order, whatever the setting says.
  bool matches_metadata() const {
    return assignment == Assignment::ByRules && matching == Matching::Metadata && channels.size() > 1;
  }
  /// All channels in the order of the settings, single images last.
  std::vector<const Channel*> all_channels() const;
};

/// Brings settings of revisions 1 to 7 to revision 8.
void upgrade_settings(Upgrade& upgrade);

}  // namespace cellerate::modules::names_and_types
