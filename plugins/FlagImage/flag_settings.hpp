/// Settings of FlagImage, revision 5.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <vector>

namespace cellerate::modules::flag_image {

constexpr const char* kMeasurementText = "Which measurement?";
constexpr const char* kRulesFolderText = "Rules file location";
constexpr const char* kRulesFileText = "Rules file name";
constexpr const char* kClassText = "Class number";

enum class Source { Image, AverageOfObjects, AllObjects, Rules, Classifier };

/// A condition: the image set fails it or not.
struct Criterion {
  Source source = Source::Image;
  std::string object = "None", measurement = "None";
  bool wants_minimum = true, wants_maximum = true;
  double minimum = 0, maximum = 1;
  std::string rules_folder = "Elsewhere...|", rules_file = "rules.txt", rules_classes;
  bool fuzzy = false;

  void bind(Binder& b);
  /// What the measurement is of.
  std::string subject() const { return source == Source::Image ? "Image" : object; }
};

enum class Linked { AnyFails, AllFail };

struct Flag {
  std::vector<Criterion> criteria;
  std::string category = "Metadata", name = "QCFlag";
  Linked linked = Linked::AnyFails;
  bool skips = false;

  void bind(Binder& b);
  std::string feature() const { return category + "_" + name; }
};

struct Settings {
  std::vector<Flag> flags;
  bool never_skips_last = false;

  void bind(Binder& b);
};

void upgrade(Upgrade& u);

}  // namespace cellerate::modules::flag_image
