// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/FlagImage/flag_settings.hpp"

#include <algorithm>

namespace cellerate::modules::flag_image {

void Criterion::bind(Binder& b) {
  b.choice(source, "Flag is based on",
           {"Whole-image measurement", "Average measurement for all objects in each image",
            "Measurements for all objects in each image", "Rules", "Classifier"});
  b.objects(object, "Select the object to be used for flagging");
  b.measurement(measurement, kMeasurementText);
  b.binary(wants_minimum, "Flag images based on low values?");
  b.number(minimum, "Minimum value");
  b.binary(wants_maximum, "Flag images based on high values?");
  b.number(maximum, "Maximum value");
  b.folder(rules_folder, kRulesFolderText);
  b.text(rules_file, kRulesFileText);
  b.text(rules_classes, kClassText);
  b.binary(fuzzy, "Allow fuzzy feature matching?");
}

void Flag::bind(Binder& b) {
  b.count(criteria, "Hidden", 1);
  b.text(category, "Name the flag's category");
  b.text(name, "Name the flag");
  b.choice(linked, "How should measurements be linked?", {"Flag if any fail", "Flag if all fail"});
  b.binary(skips, "Skip image set if flagged?");
  b.each(criteria);
}

void Settings::bind(Binder& b) {
  b.count(flags, "Hidden", 1);
  b.each(flags);
  b.binary(never_skips_last, "Ignore flag skips on last cycle?");
}

namespace {

using Values = std::vector<std::string>;

/// The settings as a list of flags, each with its criteria.
struct OldFlag {
  Values head;  ///< first the number of criteria
  std::vector<Values> criteria;
};

struct OldSettings {
  std::vector<OldFlag> flags;
  Values rest;
};

/// Nothing where the values are not as many as the counts say.
std::optional<OldSettings> read(const Values& values, std::size_t head, std::size_t criterion) {
  std::size_t at = 0;
  const auto take = [&](std::size_t count) {
    const std::size_t end = std::min(at + count, values.size());
    Values taken(values.begin() + static_cast<std::ptrdiff_t>(at),
                 values.begin() + static_cast<std::ptrdiff_t>(end));
    at = end;
    return taken;
  };
  const auto number_of = [](const Values& from) {
    return from.empty() ? std::nullopt : detail::parse<int>(from.front());
  };
  const auto flags = number_of(take(1));
  if (!flags || *flags < 0) return std::nullopt;
  OldSettings settings;
  for (int i = 0; i < *flags; ++i) {
    OldFlag flag{take(head), {}};
    const auto criteria = number_of(flag.head);
    if (!criteria || *criteria < 0 || flag.head.size() < head) return std::nullopt;
    for (int k = 0; k < *criteria; ++k) {
      flag.criteria.push_back(take(criterion));
      if (flag.criteria.back().size() < criterion) return std::nullopt;
    }
    settings.flags.push_back(std::move(flag));
  }
  settings.rest = take(values.size());
  return settings;
}

Values written(const OldSettings& settings) {
  Values values{std::to_string(settings.flags.size())};
  const auto append = [&](const Values& more) { values.insert(values.end(), more.begin(), more.end()); };
  for (const OldFlag& flag : settings.flags) {
    append(flag.head);
    for (const Values& criterion : flag.criteria) append(criterion);
  }
  append(settings.rest);
  return values;
}

constexpr std::size_t kHeadOf1 = 4, kHead = 5;
/// Values of a criterion, by revision.
constexpr std::size_t kCriterion[] = {0, 7, 7, 9, 10, 11};

std::string renamed_source(const std::string& source) {
  if (source.starts_with("Measurement for all") || source == "All objects")
    return "Measurements for all objects in each image";
  if (source == "Average for objects") return "Average measurement for all objects in each image";
  return source == "Image" ? "Whole-image measurement" : source;
}

/// What each revision added to a criterion.
void add_to(Values& criterion, int revision) {
  if (revision == 1) criterion[0] = renamed_source(criterion[0]);
  if (revision == 2) criterion.insert(criterion.end(), {"Default Input Folder|None", "rules.txt"});
  if (revision == 3) criterion.push_back("1");
  if (revision == 4) criterion.push_back("No");
}

/// Files of revision 5 exist that end with the text of another setting: CellProfiler takes for No what is not
/// Yes.
void normalize_last_answer(Values& values) {
  const auto settings = read(values, kHead, kCriterion[5]);
  if (settings && settings->rest.size() == 1 && values.back() != "Yes" && values.back() != "True")
    values.back() = "No";
}

}  // namespace

void upgrade(Upgrade& u) {
  if (u.revision == 5) return normalize_last_answer(u.values);
  while (u.revision >= 1 && u.revision <= 4) {
    auto settings = read(u.values, u.revision == 1 ? kHeadOf1 : kHead, kCriterion[u.revision]);
    if (!settings) return;
    for (OldFlag& flag : settings->flags) {
      if (u.revision == 1) flag.head.push_back("No");
      for (Values& criterion : flag.criteria) add_to(criterion, u.revision);
    }
    // Revision 4 had two forms, of which one already ended with the question of the last cycle: of the other
    // one CellProfiler takes the last value for its answer, which is no Yes.
    if (u.revision == 4) {
      const std::string last = u.values.back();
      settings->rest = {last == "Yes" ? "Yes" : "No"};
    } else {
      settings->rest.clear();
    }
    u.values = written(*settings);
    ++u.revision;
  }
}

}  // namespace cellerate::modules::flag_image
