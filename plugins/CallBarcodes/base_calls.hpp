/// The bases that objects show in each cycle, by their measurements. Source: callbarcodes.py of
/// CellProfiler-plugins.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

namespace cellerate::modules {

constexpr std::string_view kBases = "ACGT";

/// A measurement, and the letter that it stands for.
struct BaseFeature {
  std::string feature;
  char base;
};

/// The features of each cycle that are named as the one of the first cycle is: what stands before "Cycle" is
/// the same, the first digits after it are the cycle, and the first capital letter is the base.
/// @param features  of the objects, in the order of their names
/// @throws std::runtime_error where a cycle has none, or a name has no cycle or base
std::vector<std::vector<BaseFeature>> features_of_cycles(const std::vector<std::string>& features,
                                                         const std::string& example, int cycles);

/// The feature of another cycle.
/// @throws std::runtime_error for a name without a cycle
std::string feature_of_cycle(const std::string& example, int cycle);

/// The values of a feature, one an object.
using ValuesOf = std::function<std::vector<double>(const std::string& feature)>;

struct BaseCalls {
  std::vector<std::string> barcodes;
  std::vector<double> qualities;  ///< the mean over cycles of the greatest value over the sum of values
};

/// The base of the greatest value in each cycle.
BaseCalls brightest_bases(const std::vector<std::vector<BaseFeature>>& cycles, std::size_t objects,
                          const ValuesOf& values);

/// A measurement that is there, or is missing, where a base is.
struct BaseCondition {
  std::string feature;  ///< of the first cycle
  bool is_there = true;
};

/// The one base whose conditions are all fulfilled, in each cycle; X where that is none or several.
std::vector<std::string> encoded_bases(const std::array<std::vector<BaseCondition>, 4>& conditions,
                                       int cycles, double least, std::size_t objects, const ValuesOf& values);

}  // namespace cellerate::modules
