// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/overlap_measures.hpp"

#include <utility>

namespace cellerate::modules {
namespace {

constexpr std::pair<const char*, double OverlapMeasures::*> kMeasures[] = {
    {"Ffactor", &OverlapMeasures::f_factor},
    {"Precision", &OverlapMeasures::precision},
    {"Recall", &OverlapMeasures::recall},
    {"TruePosRate", &OverlapMeasures::true_positive_rate},
    {"TrueNegRate", &OverlapMeasures::true_negative_rate},
    {"FalsePosRate", &OverlapMeasures::false_positive_rate},
    {"FalseNegRate", &OverlapMeasures::false_negative_rate},
    {"RandIndex", &OverlapMeasures::rand_index},
    {"AdjustedRandIndex", &OverlapMeasures::adjusted_rand_index}};

constexpr char kDistance[] = "EarthMoversDistance";

std::string feature(const char* measure, const std::string& names) {
  return std::string("Overlap_") + measure + "_" + names;
}

}  // namespace

void declare_overlap(Declaration& declaration, const std::string& names, bool wants_distance) {
  for (const auto& measure : kMeasures) declaration.column("Image", feature(measure.first, names));
  if (wants_distance) declaration.column("Image", feature(kDistance, names));
}

void measure_overlap(ImageSet& images, const std::string& names, const OverlapMeasures& measures) {
  for (const auto& measure : kMeasures)
    images.measure_image(feature(measure.first, names), measures.*measure.second);
  if (measures.earth_movers_distance)
    images.measure_image(feature(kDistance, names), *measures.earth_movers_distance);
}

}  // namespace cellerate::modules
