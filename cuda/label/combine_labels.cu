/// Which objects overlap others decides their label; what is disputed goes to the nearest of some seeds.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/combine_labels.hpp"

#include <cmath>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

#include "cuda/core/launch.hpp"
#include "cuda/label/expand.hpp"
#include "cuda/label/label_masks.hpp"
#include "cuda/label/label_tuples.hpp"
#include "cuda/label/object_table.hpp"
#include "cuda/region/pixel_index.hpp"

namespace cellerate::kernel {
namespace {

/// Both sets, and which of their labels overlap the other set.
struct Sets {
  const std::int32_t *first, *second;
  const std::uint8_t *first_overlaps, *second_overlaps;
  std::int32_t offset;  ///< of the second set's labels

  CEL_FN bool first_is_disputed(std::int64_t i) const { return first[i] > 0 && first_overlaps[first[i]]; }
  CEL_FN bool second_is_disputed(std::int64_t i) const { return second[i] > 0 && second_overlaps[second[i]]; }
  CEL_FN std::int32_t second_label(std::int64_t i) const { return second[i] > 0 ? second[i] + offset : 0; }
};

struct Preserve {
  Sets sets;
  std::int32_t* out;
  CEL_FN void operator()(std::int64_t i) const {
    out[i] = sets.first[i] ? sets.first[i] : sets.second_label(i);
  }
};

struct Discard {
  Sets sets;
  std::int32_t* out;
  CEL_FN void operator()(std::int64_t i) const {
    const std::int32_t second = sets.second_is_disputed(i) ? 0 : sets.second_label(i);
    out[i] = sets.first[i] ? sets.first[i] : second;
  }
};

/// Pixels of overlapping objects of the first set, or of either set alone.
struct Seeds {
  Sets sets;
  bool only_first;
  std::int32_t* out;
  CEL_FN void operator()(std::int64_t i) const {
    const bool first = sets.first_is_disputed(i), second = sets.second_is_disputed(i);
    if (only_first)
      out[i] = first ? sets.first[i] : 0;
    else
      out[i] = first == second ? 0 : first ? sets.first[i] : sets.second_label(i);
  }
};

/// @param is_equal  by label of the first set; null where that does not matter
struct Distribute {
  Sets sets;
  const std::int32_t* nearest;
  const std::uint8_t* is_equal;
  std::int32_t* out;
  CEL_FN void operator()(std::int64_t i) const {
    const bool first = sets.first_is_disputed(i), second = sets.second_is_disputed(i);
    if (first && is_equal && is_equal[sets.first[i]])
      out[i] = sets.first[i];
    else if (first || second)
      out[i] = nearest[i];
    else
      out[i] = sets.first[i] ? sets.first[i] : sets.second_label(i);
  }
};

/// 1 for labels of the first set that have the same pixels as one of the second.
std::vector<std::uint8_t> equal_objects(Queue& queue, View2<const std::int32_t> first,
                                        View2<const std::int32_t> second, int max_first) {
  std::map<std::int32_t, std::set<std::int32_t>> seconds_of, firsts_of;
  for (const auto& [labels, pixels] : label_tuples(queue, {first, second}, {})) {
    seconds_of[labels[0]].insert(labels[1]);
    firsts_of[labels[1]].insert(labels[0]);
  }
  std::vector<std::uint8_t> is_equal(max_first + 1, 0);
  for (const auto& [label, partners] : seconds_of) {
    if (label == 0 || partners.contains(0)) continue;
    if (partners.size() > 1)
      throw std::runtime_error("object " + std::to_string(label) +
                               " lies in several objects of the other set: CellProfiler fails on it");
    is_equal[label] = firsts_of[*partners.begin()].size() == 1;
  }
  return is_equal;
}

/// Flags of the labels of a set that have pixels in the other one.
Buffer<std::uint8_t> overlapping(Queue& queue, View2<const std::int32_t> labels, int max_label,
                                 View2<const std::int32_t> others) {
  Buffer<std::uint8_t> mask(queue, labels.shape), flags = zeros<std::uint8_t>(queue, max_label + 1);
  labeled_pixels(queue, others, mask.view(labels.shape));
  flag_labels_in(queue, labels, std::as_const(mask).view(labels.shape), flags.view());
  return flags;
}

}  // namespace

void combine_labels(Queue& queue, View2<const std::int32_t> first, View2<const std::int32_t> second,
                    Combination combination, View2<std::int32_t> out) {
  CEL_REQUIRE(first.shape == second.shape && out.shape == first.shape,
              "combine labels: all planes must have one shape");
  const std::int64_t n = first.size();
  const int max_first = max_label(queue, first), max_second = max_label(queue, second);
  const Buffer<std::uint8_t> first_overlaps = overlapping(queue, first, max_first, second),
                             second_overlaps = overlapping(queue, second, max_second, first);
  const Sets sets{first.data, second.data, first_overlaps.data(), second_overlaps.data(),
                  combination == Combination::kDiscard ? 0 : max_first};
  if (combination == Combination::kPreserve) return for_each_index(queue, n, Preserve{sets, out.data});
  if (combination == Combination::kDiscard) return for_each_index(queue, n, Discard{sets, out.data});

  Buffer<std::int32_t> nearest(queue, first.shape);
  for_each_index(queue, n, Seeds{sets, combination == Combination::kMerge, nearest.data()});
  expand_labels(queue, std::as_const(nearest).view(first.shape), INFINITY, nearest.view(first.shape));
  if (combination == Combination::kMerge)
    return for_each_index(queue, n, Distribute{sets, nearest.data(), nullptr, out.data});
  const auto is_equal = upload(queue, equal_objects(queue, first, second, max_first));
  for_each_index(queue, n, Distribute{sets, nearest.data(), is_equal.data(), out.data});
}

}  // namespace cellerate::kernel
