// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/MeasureObjectOverlap/omega_index.hpp"

#include <algorithm>
#include <cstddef>

namespace cellerate::modules {
namespace {

std::vector<std::int32_t> labels_between(const std::vector<std::int32_t>& labels, std::size_t begin,
                                         std::size_t end) {
  std::vector<std::int32_t> some(labels.begin() + begin, labels.begin() + end);
  std::erase(some, 0);
  std::sort(some.begin(), some.end());
  some.erase(std::unique(some.begin(), some.end()), some.end());
  if (some.empty()) some.push_back(0);
  return some;
}

std::size_t in_common(const std::vector<std::int32_t>& a, const std::vector<std::int32_t>& b) {
  std::size_t hits = 0;
  for (const std::int32_t label : a) hits += std::find(b.begin(), b.end(), label) != b.end();
  return hits;
}

}  // namespace

std::vector<LabelSets> label_sets(const std::vector<kernel::LabelTuple>& tuples, int truth_layers) {
  std::vector<LabelSets> all;
  for (const auto& [labels, pixels] : tuples)
    all.push_back({labels_between(labels, 0, truth_layers),
                   labels_between(labels, truth_layers, labels.size()), static_cast<double>(pixels)});
  return all;
}

OmegaIndex::OmegaIndex(const std::vector<LabelSets>& sets) {
  std::size_t most_truth = 0, most_test = 0;
  for (const LabelSets& one : sets) {
    most_truth = std::max(most_truth, one.truth.size());
    most_test = std::max(most_test, one.test.size());
  }
  // pairs[m * columns + n]: with m objects of the truth and n of the test in common
  const std::size_t columns = most_test + 1, side = std::min(most_truth, most_test) + 1;
  std::vector<double> pairs((most_truth + 1) * columns);
  double all = 0;
  for (std::size_t a = 0; a < sets.size(); ++a)
    for (std::size_t b = a; b < sets.size(); ++b) {
      const double n = a == b ? sets[a].pixels * (sets[a].pixels - 1) / 2 : sets[a].pixels * sets[b].pixels;
      pairs[in_common(sets[a].truth, sets[b].truth) * columns + in_common(sets[a].test, sets[b].test)] += n;
      all += n;
    }
  double agreeing = 0, by_chance = 0;
  for (std::size_t k = 0; k < side; ++k) {
    double row = 0, column = 0;
    for (std::size_t l = 0; l < side; ++l) {
      row += pairs[k * columns + l];
      column += pairs[l * columns + k];
    }
    agreeing += pairs[k * columns + k];
    by_chance += row * column;
  }
  index = agreeing / all;
  const double expected = by_chance / (all * all);
  adjusted = (index - expected) / (1 - expected);
}

}  // namespace cellerate::modules
