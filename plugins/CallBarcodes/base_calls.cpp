// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/CallBarcodes/base_calls.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace cellerate::modules {
namespace {

constexpr std::string_view kCycle = "Cycle", kDigits = "0123456789", kCapitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// One or two digits at a place of the text.
std::string_view digits_at(std::string_view text, std::size_t place) {
  const bool has_two = place + 1 < text.size() && kDigits.find(text[place + 1]) != kDigits.npos;
  return text.substr(place, has_two ? 2 : 1);
}

/// NumPy's argmax: the first of equals, or the first that is no number.
std::size_t place_of_greatest(const std::vector<double>& values) {
  std::size_t place = 0;
  for (std::size_t i = 0; i < values.size() && !std::isnan(values[place]); ++i)
    if (values[i] > values[place] || std::isnan(values[i])) place = i;
  return place;
}

}  // namespace

std::vector<std::vector<BaseFeature>> features_of_cycles(const std::vector<std::string>& features,
                                                         const std::string& example, int cycles) {
  const std::string stem = example.substr(0, example.find(kCycle));
  std::vector<std::vector<BaseFeature>> found(cycles);
  for (const std::string& feature : features) {
    if (feature.find(stem) == feature.npos) continue;
    const std::size_t begin = feature.find(kCycle);
    const auto fail = [&] {
      throw std::runtime_error("'" + feature + "' names no cycle and base, as in 'Cycle01_A'");
    };
    if (begin == feature.npos) fail();
    std::string_view rest = std::string_view(feature).substr(begin + kCycle.size());
    rest = rest.substr(0, rest.find(kCycle));
    const std::size_t digit = rest.find_first_of(kDigits), capital = rest.find_first_of(kCapitals);
    if (digit == rest.npos || capital == rest.npos) fail();
    const int cycle = std::stoi(std::string(digits_at(rest, digit)));
    if (cycle >= 1 && cycle <= cycles) found[cycle - 1].push_back({feature, rest[capital]});
  }
  for (int cycle = 1; cycle <= cycles; ++cycle)
    if (found[cycle - 1].empty())
      throw std::runtime_error("no measurement is named as '" + example + "' for cycle " +
                               std::to_string(cycle));
  return found;
}

std::string feature_of_cycle(const std::string& example, int cycle) {
  const std::string number = (cycle < 10 ? "0" : "") + std::to_string(cycle);
  std::string feature = example;
  bool has_cycle = false;
  for (std::size_t at = feature.find(kCycle); at != feature.npos; at = feature.find(kCycle, at)) {
    at += kCycle.size();
    if (at == feature.size() || kDigits.find(feature[at]) == kDigits.npos) continue;
    feature.replace(at, digits_at(feature, at).size(), number);
    has_cycle = true;
  }
  if (!has_cycle) throw std::runtime_error("'" + example + "' names no cycle, as in 'Cycle01_A'");
  return feature;
}

BaseCalls brightest_bases(const std::vector<std::vector<BaseFeature>>& cycles, std::size_t objects,
                          const ValuesOf& values) {
  BaseCalls calls{std::vector<std::string>(objects), std::vector<double>(objects)};
  for (const auto& features : cycles) {
    std::vector<std::vector<double>> measured;
    for (const BaseFeature& one : features) measured.push_back(values(one.feature));
    std::vector<double> own(features.size());
    for (std::size_t object = 0; object < objects; ++object) {
      double sum = 0;
      for (std::size_t k = 0; k < own.size(); ++k) sum += own[k] = measured[k][object];
      const std::size_t place = place_of_greatest(own);
      calls.barcodes[object] += features[place].base;
      calls.qualities[object] += own[place] / sum;
    }
  }
  for (double& quality : calls.qualities) quality /= static_cast<double>(cycles.size());
  return calls;
}

std::vector<std::string> encoded_bases(const std::array<std::vector<BaseCondition>, 4>& conditions,
                                       int cycles, double least, std::size_t objects,
                                       const ValuesOf& values) {
  std::vector<std::string> barcodes(objects);
  for (int cycle = 1; cycle <= cycles; ++cycle) {
    std::vector<int> fulfilled(objects);
    std::string bases(objects, 'X');
    for (std::size_t base = 0; base < kBases.size(); ++base) {
      std::vector<bool> is_base(objects, true);
      for (const BaseCondition& condition : conditions[base]) {
        const std::vector<double> measured = values(feature_of_cycle(condition.feature, cycle));
        for (std::size_t i = 0; i < objects; ++i)
          is_base[i] = is_base[i] && (measured[i] >= least) == condition.is_there;
      }
      for (std::size_t i = 0; i < objects; ++i)
        if (is_base[i]) bases[i] = fulfilled[i]++ ? 'X' : kBases[base];
    }
    for (std::size_t i = 0; i < objects; ++i) barcodes[i] += bases[i];
  }
  return barcodes;
}

}  // namespace cellerate::modules
