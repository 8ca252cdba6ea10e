// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/FilterObjects/per_object.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "cuda/label/extreme_labels.hpp"
#include "cuda/label/relate.hpp"

namespace cellerate::modules {
namespace {

using Labels = std::vector<std::int32_t>;

/// Bits of the integers in which CellProfiler holds labels up to `highest`.
int stored_bits(int highest) { return highest < 128 ? 8 : highest < 32768 ? 16 : 32; }

/// CellProfiler looks for overlaps by multiplying the two label images in the wider of their types; where the
/// product's low bits are all 0 (16 * 16 in 8 bits), the overlap escapes it.
std::vector<kernel::LabelOverlap> noticed_overlaps(Queue& queue, const Objects& objects,
                                                   const Objects& enclosing) {
  const int bits = std::max(stored_bits(objects.count()), stored_bits(enclosing.count()));
  const std::int64_t low_bits = (std::int64_t{1} << bits) - 1;
  auto overlaps = kernel::label_overlaps(queue, objects.labels(), enclosing.labels());
  std::erase_if(overlaps, [&](const kernel::LabelOverlap& o) {
    return (std::int64_t{o.first} * o.second & low_bits) == 0;
  });
  return overlaps;
}

/// Objects in the order of their values, each takes the parent it overlaps most that has none yet.
Labels by_most_overlap(std::vector<kernel::LabelOverlap> overlaps, int enclosing_count,
                       const std::vector<double>& values, bool maximum) {
  const auto key = [&](const kernel::LabelOverlap& o) {
    return maximum ? -values[o.first - 1] : values[o.first - 1];
  };
  std::stable_sort(overlaps.begin(), overlaps.end(), [&](const auto& a, const auto& b) {
    const double x = key(a), y = key(b);
    if (x < y || (std::isnan(y) && !std::isnan(x))) return true;
    if (y < x || (std::isnan(x) && !std::isnan(y))) return false;
    return a.pixels > b.pixels;
  });
  Labels best(enclosing_count + 1, 0);
  for (std::size_t begin = 0; begin < overlaps.size();) {
    std::size_t end = begin;
    bool is_placed = false;
    for (; end < overlaps.size() && overlaps[end].first == overlaps[begin].first; ++end) {
      std::int32_t& place = best[overlaps[end].second];
      if (is_placed || place != 0) continue;
      place = overlaps[begin].first;
      is_placed = true;
    }
    begin = end;
  }
  std::erase(best, 0);
  std::sort(best.begin(), best.end());
  return best;
}

Labels by_both_parents(Queue& queue, const Objects& objects, const Objects& enclosing,
                       std::vector<double> values, bool maximum) {
  const double infinity = std::numeric_limits<double>::infinity();
  values.insert(values.begin(), maximum ? -infinity : infinity);
  Labels best = kernel::extreme_labels(queue, objects.labels(), enclosing.labels(), enclosing.count(), values,
                                       maximum ? kernel::Extreme::kMaximum : kernel::Extreme::kMinimum);
  std::sort(best.begin(), best.end());
  best.erase(std::unique(best.begin(), best.end()), best.end());
  std::erase(best, 0);
  return best;
}

}  // namespace

std::vector<std::int32_t> best_per_object(ImageSet& images, const FilterObjectsSettings& settings,
                                          const std::vector<double>& values) {
  const Objects objects = images.objects(settings.objects),
                enclosing = images.objects(settings.enclosing_objects);
  if (enclosing.count() == 0) return {};
  if (objects.count() > static_cast<int>(values.size()))
    throw std::runtime_error("there are fewer measurements than objects '" + settings.objects + "'");
  const bool maximum = settings.method == FilterMethod::kMaximalPerObject;
  if (settings.assignment == OverlapAssignment::kBothParents)
    return by_both_parents(images.queue(), objects, enclosing, values, maximum);
  return by_most_overlap(noticed_overlaps(images.queue(), objects, enclosing), enclosing.count(), values,
                         maximum);
}

}  // namespace cellerate::modules
