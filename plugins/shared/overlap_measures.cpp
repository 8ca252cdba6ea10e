// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/shared/overlap_measures.hpp"

#include <utility>

namespace cellerate::modules {
namespace {

constexpr char kMaxPoints[] = "Maximum # of points", kMaxDistance[] = "Maximum distance";

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

std::string feature(const char* measure, const std::string& names) {
  return std::string("Overlap_") + measure + "_" + names;
}

}  // namespace

void EarthMoversDistanceSettings::bind(Binder& b) {
  b.binary(is_wanted, kWanted);
  b.integer(max_points, kMaxPoints, {.min = 100});
  b.choice(points, "Point selection method", {"K Means", "Skeleton"});
  b.integer(max_distance, kMaxDistance, {.min = 1});
  b.binary(penalizes_missing, "Penalize missing pixels");
  if (is_wanted && !b.listing()) b.fault(kWanted, "'Yes' is not supported");
}

bool EarthMoversDistanceSettings::is_hidden(std::string_view text) const {
  return !is_wanted && (text == kMaxPoints || text == kMaxDistance);
}

void declare_overlap(Declaration& declaration, const std::string& names) {
  for (const auto& measure : kMeasures) declaration.column("Image", feature(measure.first, names));
}

void measure_overlap(ImageSet& images, const std::string& names, const OverlapMeasures& measures) {
  for (const auto& measure : kMeasures)
    images.measure_image(feature(measure.first, names), measures.*measure.second);
}

}  // namespace cellerate::modules
