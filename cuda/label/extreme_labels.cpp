/// Decided from the table of overlaps; the plane itself is looked at only to break ties.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/extreme_labels.hpp"

#include <algorithm>
#include <cmath>

#include "cuda/core/error.hpp"
#include "cuda/label/object_table.hpp"
#include "cuda/label/relate.hpp"
#include "cuda/numeric/argsort.hpp"

namespace cellerate::kernel {
namespace {

/// The best label so far of one enclosing object.
struct Best {
  bool found = false, tied = false;
  std::int32_t label = 0;
};

/// NumPy's order: NaN behind everything.
bool is_before(double a, double b) { return a < b || (std::isnan(b) && !std::isnan(a)); }

void offer(Best& best, std::int32_t label, const std::vector<double>& values, Extreme extreme) {
  const double value = values[label], old = values[best.label];
  const bool lower = is_before(value, old), higher = is_before(old, value);
  if (!best.found || (extreme == Extreme::kMaximum ? higher : lower))
    best = {true, false, label};
  else if (!lower && !higher)
    best.tied = true;
}

std::vector<Best> best_labels(Queue& queue, View2<const std::int32_t> labels,
                              View2<const std::int32_t> enclosing, int enclosing_count,
                              const std::vector<double>& values, Extreme extreme) {
  Buffer<std::int32_t> areas(queue, enclosing_count + 1);
  label_areas(queue, enclosing, areas.view());
  std::vector<std::int32_t> background = download(queue, areas);
  std::vector<Best> best(enclosing_count + 1);
  for (int k = 1; k <= enclosing_count; ++k)
    if (background[k] == 0) best[k] = {true, false, HostRead<std::int32_t>(queue, labels.data, 1)[0]};
  for (const LabelOverlap& overlap : label_overlaps(queue, enclosing, labels)) {
    offer(best[overlap.first], overlap.second, values, extreme);
    background[overlap.first] -= overlap.pixels;
  }
  for (int k = 1; k <= enclosing_count; ++k)
    if (background[k] > 0) offer(best[k], 0, values, extreme);
  return best;
}

/// The last pixel of each enclosing object in the order of the sort, or the first one for minima.
void break_ties(Queue& queue, View2<const std::int32_t> labels, View2<const std::int32_t> enclosing,
                const std::vector<double>& values, Extreme extreme, std::vector<Best>& best) {
  const HostRead<std::int32_t> own(queue, labels.data, labels.size()),
      around(queue, enclosing.data, enclosing.size());
  std::vector<double> plane(labels.size());
  for (std::int64_t i = 0; i < labels.size(); ++i) plane[i] = values[own[i]];
  std::vector<std::int64_t> order = numpy_argsort(plane.data(), labels.size());
  if (extreme == Extreme::kMinimum) std::reverse(order.begin(), order.end());
  for (const std::int64_t i : order)
    if (best[around[i]].tied) best[around[i]].label = own[i];
}

}  // namespace

std::vector<std::int32_t> extreme_labels(Queue& queue, View2<const std::int32_t> labels,
                                         View2<const std::int32_t> enclosing, int enclosing_count,
                                         const std::vector<double>& values, Extreme extreme) {
  CEL_REQUIRE(labels.shape == enclosing.shape, "extreme labels: both planes must have one shape");
  std::vector<Best> best = best_labels(queue, labels, enclosing, enclosing_count, values, extreme);
  if (std::any_of(best.begin(), best.end(), [](const Best& b) { return b.tied; }))
    break_ties(queue, labels, enclosing, values, extreme, best);
  std::vector<std::int32_t> result;
  for (int k = 1; k <= enclosing_count; ++k) result.push_back(best[k].label);
  return result;
}

}  // namespace cellerate::kernel
