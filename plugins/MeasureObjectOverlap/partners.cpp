// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/MeasureObjectOverlap/partners.hpp"

#include <algorithm>
#include <limits>

namespace cellerate::modules {
namespace {

double ratio(double part, double all) {
  return all == 0 ? std::numeric_limits<double>::quiet_NaN() : part / all;
}

}  // namespace

Agreement::Agreement(const std::vector<LabelSets>& sets, double total_pixels) : total_pixels_(total_pixels) {
  count_pixels(sets);
  assign();
  for (const auto& [test, area] : test_areas_) {
    if (const auto shared = shared_.find(test); shared != shared_.end())
      compare(test, shared->second);
    else
      false_negatives_ += area;
  }
}

void Agreement::count_pixels(const std::vector<LabelSets>& sets) {
  for (const LabelSets& one : sets) {
    for (const int truth : one.truth)
      if (truth > 0) {
        truth_areas_[truth] += one.pixels;
        truth_pixels_ += one.pixels;
      }
    for (const int test : one.test)
      if (test > 0) {
        test_areas_[test] += one.pixels;
        for (const int truth : one.truth)
          if (truth > 0) shared_[test][truth] += one.pixels;
      }
  }
}

void Agreement::assign() {
  std::map<int, std::vector<int>> suitors;
  for (const auto& [test, shared] : shared_) {
    const auto most = std::max_element(shared.begin(), shared.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    partner_[test] = most->first;
    suitors[most->first].push_back(test);
  }
  for (const auto& [truth, tests] : suitors) {
    if (tests.size() == 1) {
      winner_[truth] = tests.front();
      continue;
    }
    // Of all that share pixels with it: those that share most with another one, too.
    double most = 0;
    for (const auto& [test, shared] : shared_)
      if (const auto pixels = shared.find(truth); pixels != shared.end() && pixels->second > most) {
        most = pixels->second;
        winner_[truth] = test;
      }
  }
}

/// Pixels that an object lost to a winner are no overlap any more.
void Agreement::compare(int test, const std::map<int, double>& shared) {
  const int partner = partner_.at(test);
  const double own = shared.at(partner);
  for (const auto& [truth, pixels] : shared)
    if (truth != partner) false_positives_ += pixels;
  if (winner_.at(partner) == test) true_positives_ += own;
  false_negatives_ += truth_areas_.at(partner) - own;
}

OverlapMeasures Agreement::measures() const {
  const double true_negatives =
      std::max(0.0, total_pixels_ - true_positives_ - false_negatives_ - false_positives_);
  OverlapMeasures m;
  m.recall = ratio(true_positives_, truth_pixels_);
  m.precision = ratio(true_positives_, true_positives_ + false_positives_);
  m.f_factor = ratio(2 * (m.precision * m.recall), m.precision + m.recall);
  m.true_positive_rate = ratio(true_positives_, false_negatives_ + true_positives_);
  m.false_positive_rate = ratio(false_positives_, false_positives_ + true_negatives);
  m.false_negative_rate = ratio(false_negatives_, false_negatives_ + true_positives_);
  m.true_negative_rate = ratio(true_negatives, false_positives_ + true_negatives);
  return m;
}

}  // namespace cellerate::modules
