// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/secondary_seeds.hpp"

#include "cuda/core/launch.hpp"
#include "cuda/label/object_table.hpp"

namespace cellerate::kernel {
namespace {

struct KeepSeed {
  const std::int32_t *unedited, *segmented;
  const std::uint8_t* touches_border;
  std::int32_t* seeds;
  CEL_FN void operator()(std::int64_t i) const {
    seeds[i] = segmented[i] != 0 || touches_border[unedited[i]] ? unedited[i] : 0;
  }
};

struct GrowthArea {
  const std::uint8_t* foreground;
  const std::int32_t* seeds;
  const std::uint8_t* mask;
  std::uint8_t* area;
  CEL_FN void operator()(std::int64_t i) const {
    area[i] = (foreground[i] != 0 || seeds[i] > 0) && (!mask || mask[i] != 0);
  }
};

struct LimitGrowth {
  const std::int32_t* seeds;
  const double* distances;
  double limit;
  std::int32_t* labels;
  CEL_FN void operator()(std::int64_t i) const {
    const std::int32_t grown = distances[i] > limit ? 0 : labels[i];
    labels[i] = seeds[i] > 0 ? seeds[i] : grown;
  }
};

}  // namespace

void seeds_of_primaries(Queue& queue, View2<const std::int32_t> unedited, View2<const std::int32_t> segmented,
                        int max_label, View2<std::int32_t> seeds) {
  CEL_REQUIRE(unedited.shape == segmented.shape, "seeds: both planes must have one shape");
  Buffer<std::uint8_t> touches_border = zeros<std::uint8_t>(queue, max_label + 1);
  flag_border_labels(queue, unedited, touches_border.view());
  for_each_index(queue, unedited.size(),
                 KeepSeed{unedited.data, segmented.data, touches_border.data(), seeds.data});
}

void growth_area(Queue& queue, View2<const std::uint8_t> foreground, View2<const std::int32_t> seeds,
                 View2<const std::uint8_t> mask, View2<std::uint8_t> area) {
  for_each_index(queue, area.size(), GrowthArea{foreground.data, seeds.data, mask.data, area.data});
}

void limit_growth(Queue& queue, View2<const std::int32_t> seeds, View2<const double> distances, double limit,
                  View2<std::int32_t> labels) {
  for_each_index(queue, labels.size(), LimitGrowth{seeds.data, distances.data, limit, labels.data});
}

}  // namespace cellerate::kernel
