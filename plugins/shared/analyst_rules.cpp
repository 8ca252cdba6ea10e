// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/analyst_rules.hpp"

#include <cmath>
#include <fstream>
#include <limits>
#include <stdexcept>

#include "plugins/shared/close_match.hpp"
#include "plugins/shared/missing_file.hpp"
#include "plugins/shared/python_number.hpp"
#include "plugins/shared/regexp.hpp"

namespace cellerate::modules {
namespace {

constexpr double kFuzzyCutoff = 0.7, kNaN = std::numeric_limits<double>::quiet_NaN();

const Regexp& line_pattern() {
  static const Regexp pattern(
      R"(^IF\s+\((?P<object>[^_]+)_(?P<feature>\S+)\s*(?P<comparison>[><]=?)\s*(?P<threshold>[^,]+))"
      R"(,\s*\[\s*(?P<true>[^\]]+)\s*\],\s*\[\s*(?P<false>[^\]]+)\s*\]\s*\)$)");
  return pattern;
}

double number(const std::string& text, const std::string& line) {
  const auto value = python_float(text);
  if (!value) throw std::runtime_error("'" + text + "' is no number in the rule '" + line + "'");
  return *value;
}

std::vector<double> weights(const std::string& list, const std::string& line) {
  std::vector<double> values;
  for (const std::string& text : detail::split(list, ',')) values.push_back(number(text, line));
  return values;
}

AnalystRule parse(const std::map<std::string, std::string>& groups, const std::string& line) {
  AnalystRule rule{groups.at("object"),
                   groups.at("feature"),
                   groups.at("comparison"),
                   number(groups.at("threshold"), line),
                   weights(groups.at("true"), line),
                   weights(groups.at("false"), line)};
  if (rule.if_true.size() != rule.if_false.size())
    throw std::runtime_error("both lists must have one number a class in the rule '" + line + "'");
  return rule;
}

/// The feature that the rule means, of those declared by modules before `module_number`; "" for none.
std::string feature_of(const AnalystRule& rule, const std::vector<Column>& columns, int module_number,
                       bool fuzzy) {
  std::vector<std::string> names;
  for (const Column& column : columns)
    if (column.module_number < module_number) names.push_back(column.object + "_" + column.feature);
  const auto match = closest_match(rule.object + "_" + rule.feature, names, fuzzy ? kFuzzyCutoff : 1.0);
  return match && match->size() > rule.object.size() ? match->substr(rule.object.size() + 1) : "";
}

bool passes(const AnalystRule& rule, double value) {
  if (!std::isfinite(value)) return false;
  if (rule.comparison == "<") return value < rule.threshold;
  if (rule.comparison == "<=") return value <= rule.threshold;
  if (rule.comparison == ">") return value > rule.threshold;
  return value >= rule.threshold;
}

/// An object set that was not measured counts as one object with NaN.
RuleScores score_rule(const AnalystRule& rule, const ImageSet& images, const std::string& feature) {
  const std::vector<double> values = images.values(rule.object, feature).value_or(std::vector<double>{kNaN});
  RuleScores scores{values.size(), rule.if_true.size(), {}};
  for (const double value : values) {
    const auto& points = passes(rule, value) ? rule.if_true : rule.if_false;
    scores.values.insert(scores.values.end(), points.begin(), points.end());
  }
  return scores;
}

/// Objects that one of the two lacks have no points.
RuleScores sum(RuleScores a, RuleScores b) {
  if (a.classes != b.classes) throw std::runtime_error("all rules must have the same number of classes");
  if (b.objects > a.objects) std::swap(a, b);
  for (std::size_t i = 0; i < a.values.size(); ++i)
    a.values[i] = i < b.values.size() ? a.values[i] + b.values[i] : kNaN;
  return a;
}

}  // namespace

/// The first maximum, as numpy.argmax has it: NaN is greatest.
int RuleScores::best_class(std::size_t object) const {
  bool has_points = false;
  std::size_t best = 0;
  for (std::size_t i = 0; i < classes; ++i) {
    has_points |= !std::isnan(at(object, i));
    if (at(object, i) > at(object, best) || (std::isnan(at(object, i)) && !std::isnan(at(object, best))))
      best = i;
  }
  return has_points ? static_cast<int>(best) : -1;
}

AnalystRules AnalystRules::read(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw MissingFile("there is no rules file " + path);
  AnalystRules rules;
  for (std::string line; std::getline(file, line);) {
    const std::string trimmed(detail::trim(line));
    const auto groups = line_pattern().named_groups(trimmed);
    if (!groups.empty()) rules.rules_.push_back(parse(groups, trimmed));
  }
  if (rules.rules_.empty()) throw std::runtime_error("there are no rules in " + path);
  return rules;
}

void AnalystRules::require_measurements(Declaration& declaration, std::string_view setting,
                                        bool fuzzy) const {
  const std::vector<Column> columns = declaration.columns();
  for (const AnalystRule& rule : rules_)
    if (feature_of(rule, columns, declaration.module_number(), fuzzy).empty())
      declaration.fault(setting, "the rules use '" + rule.feature + "' of '" + rule.object +
                                     "', which is measured by no module before this one");
}

RuleScores AnalystRules::score(const ImageSet& images, bool fuzzy) const {
  const std::vector<Column> columns = images.columns();
  RuleScores total;
  for (const AnalystRule& rule : rules_) {
    RuleScores scores = score_rule(rule, images, feature_of(rule, columns, images.module_number(), fuzzy));
    total = &rule == &rules_.front() ? std::move(scores) : sum(std::move(total), std::move(scores));
  }
  return total;
}

}  // namespace cellerate::modules
