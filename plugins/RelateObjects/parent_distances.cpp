// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/RelateObjects/parent_distances.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "cuda/region/edge_distance.hpp"
#include "cuda/region/intensity.hpp"
#include "cuda/region/object_locations.hpp"
#include "cuda/region/regions.hpp"

namespace cellerate::modules {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::string parent_feature(const std::string& parents) { return "Parent_" + parents; }

std::vector<std::int32_t> as_numbers(const std::vector<double>& values) {
  return {values.begin(), values.end()};
}

/// Centroids of the numbers that occur, one behind the other: a missing number moves the others up, as in
/// CellProfiler.
struct Centroids {
  std::vector<double> x, y;
};

Centroids centroids(ImageSet& images, const std::string& name) {
  Queue& queue = images.queue();
  const RegionsView regions = images.regions(name);
  Buffer<double> x(queue, regions.count), y(queue, regions.count);
  kernel::object_locations(queue, regions, x.view(), y.view());
  Centroids present{download(queue, x), download(queue, y)};
  for (auto* values : {&present.x, &present.y})
    std::erase_if(*values, [](double value) { return std::isnan(value); });
  return present;
}

void require_no_gaps(const Centroids& present, const std::vector<std::int32_t>& parents_of,
                     const std::string& children) {
  if (present.x.size() != parents_of.size())
    throw std::runtime_error("distances: the numbers of '" + children + "' have gaps");
}

std::vector<std::int32_t> grandparents(const std::vector<std::int32_t>& parents_of,
                                       const std::vector<std::int32_t>& parents_of_parents) {
  std::vector<std::int32_t> result;
  for (const std::int32_t parent : parents_of)
    result.push_back(parent ? parents_of_parents.at(parent - 1) : 0);
  return result;
}

/// A later object of the step overwrites an earlier one; so do objects without a parent, for the children
/// without one.
std::vector<std::int32_t> siblings(const std::vector<std::int32_t>& parents_of,
                                   const std::vector<std::int32_t>& parents_of_step) {
  if (parents_of.empty() || parents_of_step.empty()) return {};
  const std::int32_t highest = std::max(*std::max_element(parents_of.begin(), parents_of.end()),
                                        *std::max_element(parents_of_step.begin(), parents_of_step.end()));
  std::vector<std::int32_t> step_of(highest + 1, 0), result;
  for (std::size_t step = 0; step < parents_of_step.size(); ++step)
    step_of[parents_of_step[step]] = static_cast<std::int32_t>(step) + 1;
  for (const std::int32_t parent : parents_of) result.push_back(step_of[parent]);
  return result;
}

}  // namespace

std::vector<std::int32_t> parents_through(ImageSet& images, const std::string& parents,
                                          const std::string& children, const std::string& step) {
  if (const auto direct = images.values(children, parent_feature(step))) return as_numbers(*direct);
  const auto parents_of = as_numbers(images.values(children, parent_feature(parents)).value());
  if (const auto of_parents = images.values(parents, parent_feature(step)))
    return grandparents(parents_of, as_numbers(*of_parents));
  if (const auto of_step = images.values(step, parent_feature(parents)))
    return siblings(parents_of, as_numbers(*of_step));
  throw std::runtime_error("'" + step + "' is neither parent nor child of '" + parents + "'");
}

std::vector<double> centroid_distances(ImageSet& images, const std::string& parents,
                                       const std::string& children,
                                       const std::vector<std::int32_t>& parents_of) {
  const Centroids of_parents = centroids(images, parents), of_children = centroids(images, children);
  std::vector<double> distances(parents_of.size(), kNaN);
  if (of_parents.x.empty() || of_children.x.empty()) return distances;
  require_no_gaps(of_children, parents_of, children);
  for (std::size_t child = 0; child < distances.size(); ++child) {
    if (parents_of[child] == 0) continue;
    const std::size_t parent = parents_of[child] - 1;
    if (parent >= of_parents.x.size())
      throw std::runtime_error("distances: the numbers of '" + parents + "' have gaps");
    const double dy = of_children.y[child] - of_parents.y[parent],
                 dx = of_children.x[child] - of_parents.x[parent];
    distances[child] = std::sqrt(dy * dy + dx * dx);
  }
  return distances;
}

std::vector<double> minimum_distances(ImageSet& images, const std::string& parents,
                                      const std::string& children,
                                      const std::vector<std::int32_t>& parents_of) {
  if (std::all_of(parents_of.begin(), parents_of.end(), [](std::int32_t parent) { return parent == 0; }))
    return std::vector<double>(parents_of.size(), kNaN);
  const Centroids of_children = centroids(images, children);
  require_no_gaps(of_children, parents_of, children);
  Queue& queue = images.queue();
  const RegionsView regions = images.regions(parents);
  Buffer<std::uint8_t> edges(queue, kernel::pixel_count(queue, regions));
  kernel::object_edges(queue, regions, images.objects(parents).labels(), edges.view());
  Buffer<double> distances(queue, static_cast<std::int64_t>(parents_of.size()));
  kernel::edge_distances(queue, regions, edges.view(), upload(queue, of_children.x).view(),
                         upload(queue, of_children.y).view(), upload(queue, parents_of).view(),
                         distances.view());
  return download(queue, distances);
}

}  // namespace cellerate::modules
