// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/MeasureObjectNeighbors/neighborhood.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "cuda/label/expand.hpp"
#include "cuda/label/relate.hpp"
#include "cuda/region/neighbors.hpp"
#include "cuda/region/pixel_index.hpp"

namespace cellerate::modules {
namespace {

/// What there is to know of one of the two sets.
struct ObjectFacts {
  int found_count = 0;                     ///< greatest label of what was found
  std::vector<std::int32_t> found_number;  ///< of each kept object; 0 if it was not found
  std::vector<std::uint8_t> has_pixels;    ///< of each kept object
  std::vector<kernel::Center> centers;     ///< of each found object

  /// Index of a kept object among the found ones. CellProfiler takes the last one where there is none.
  std::size_t found_index(std::size_t kept) const {
    return found_number[kept] ? found_number[kept] - 1 : found_count - 1;
  }
  std::vector<kernel::Center> centers_of_kept() const {
    std::vector<kernel::Center> all;
    for (std::size_t k = 0; k < found_number.size(); ++k) all.push_back(centers[found_index(k)]);
    return all;
  }
};

ObjectFacts facts_of(Queue& queue, const FoundObjects& objects) {
  ObjectFacts facts;
  const kernel::PixelIndex found =
      kernel::pixel_index(queue, objects.found, kernel::max_label(queue, objects.found));
  facts.found_count = found.count;
  Buffer<kernel::Center> centers(queue, found.count);
  kernel::object_centers(queue, found.view(), centers.view());
  facts.centers = download(queue, centers);
  facts.found_number =
      kernel::parents_of(kernel::label_overlaps(queue, objects.found, objects.kept), objects.kept_count);
  const kernel::PixelIndex kept = kernel::pixel_index(queue, objects.kept, objects.kept_count);
  const HostRead<std::int32_t> starts(queue, kept.starts.data(), kept.count ? kept.count + 1 : 0);
  for (int k = 0; k < kept.count; ++k) facts.has_pixels.push_back(starts[k + 1] > starts[k]);
  return facts;
}

/// Indices of the kernel::kNearest nearest of `to` for each of `from`.
/// @param usable  a flag for each of `to`; empty for all.
std::vector<std::int32_t> nearest(Queue& queue, const std::vector<kernel::Center>& from,
                                  const std::vector<kernel::Center>& to,
                                  const std::vector<std::uint8_t>& usable) {
  const Buffer<std::uint8_t> flags = upload(queue, usable);
  Buffer<std::int32_t> found(queue, static_cast<std::int64_t>(from.size()) * kernel::kNearest);
  kernel::nearest_centers(queue, upload(queue, from).view(), upload(queue, to).view(),
                          usable.empty() ? View1<const std::uint8_t>() : flags.view(), found.view());
  return download(queue, found);
}

double length(kernel::Center v) { return std::sqrt(v.x * v.x + v.y * v.y); }

double angle_between(kernel::Center a, kernel::Center b) {
  const double dot = (a.x * b.x + a.y * b.y) / std::sqrt((a.x * a.x + a.y * a.y) * (b.x * b.x + b.y * b.y));
  return std::acos(dot) * 180.0 / std::numbers::pi;
}

class Search {
 public:
  Search(Queue& queue, const NeighborSearch& search, const ObjectFacts& objects, const ObjectFacts& neighbors,
         Neighborhood& result)
      : queue_(queue),
        search_(search),
        objects_(objects),
        neighbors_(neighbors),
        itself_(search.same ? 1 : 0),
        n_(objects.found_number.size()),
        result_(result) {}

  void find_contacts(View2<const std::int32_t> found, View2<const std::int32_t> others);
  void find_nearest_found();
  void find_nearest_kept();

 private:
  Queue& queue_;
  const NeighborSearch& search_;
  const ObjectFacts &objects_, &neighbors_;
  const int itself_;  ///< rank of the nearest neighbour: an object of the same set is nearest to itself
  const std::size_t n_;
  Neighborhood& result_;
};

/// Kept number of each found one; of several the last.
std::vector<std::int64_t> kept_numbers(const ObjectFacts& facts) {
  std::vector<std::int64_t> numbers(facts.found_count + 1, 0);
  for (std::size_t k = 0; k < facts.found_number.size(); ++k)
    numbers[facts.found_number[k]] = static_cast<std::int64_t>(k) + 1;
  numbers[0] = 0;
  return numbers;
}

void Search::find_contacts(View2<const std::int32_t> found, View2<const std::int32_t> others) {
  const kernel::PixelIndex index = kernel::pixel_index(queue_, found, objects_.found_count);
  Buffer<kernel::Outline> outlines(queue_, index.count);
  const std::vector<kernel::NeighborPair> pairs =
      kernel::object_contacts(queue_, index.view(), found, others, neighbors_.found_count, search_.distance,
                              search_.same, outlines.view());
  const std::vector<kernel::Outline> outline = download(queue_, outlines);
  const std::vector<std::int64_t> number = kept_numbers(objects_), other_number = kept_numbers(neighbors_);
  for (std::size_t k = 0; k < n_; ++k) {
    const std::int32_t own = objects_.found_number[k];
    if (own == 0 || !objects_.has_pixels[k]) continue;
    const auto by_own = [](const kernel::NeighborPair& a, const kernel::NeighborPair& b) {
      return a.own < b.own;
    };
    const auto [begin, end] =
        std::equal_range(pairs.begin(), pairs.end(), kernel::NeighborPair{own, 0}, by_own);
    result_.count[k] = static_cast<double>(end - begin);
    result_.percent_touching[k] = outline[own - 1].touched * 100.0 / outline[own - 1].pixels;
    for (auto pair = begin; pair != end; ++pair) {
      if (!other_number[pair->other]) continue;
      result_.objects.push_back(number[own]);
      result_.neighbors.push_back(other_number[pair->other]);
    }
  }
}

/// Distances and angle go to whatever is nearest, be it discarded or not.
void Search::find_nearest_found() {
  const std::vector<std::int32_t> order = nearest(queue_, objects_.centers, neighbors_.centers, {});
  const bool has_second = neighbors_.found_count > itself_ + 1;
  for (std::size_t k = 0; k < n_; ++k) {
    const std::size_t i = objects_.found_index(k);
    const auto towards = [&](int rank) {
      const kernel::Center to = neighbors_.centers[order[i * kernel::kNearest + itself_ + rank]];
      return kernel::Center{to.y - objects_.centers[i].y, to.x - objects_.centers[i].x};
    };
    const kernel::Center first = towards(0);
    result_.first_distance[k] = length(first);
    if (!has_second) continue;
    const kernel::Center second = towards(1);
    result_.second_distance[k] = length(second);
    result_.angle[k] = angle_between(first, second);
  }
}

/// Numbers are those of the nearest objects that were kept.
void Search::find_nearest_kept() {
  const auto others = static_cast<int>(neighbors_.found_number.size());
  const std::vector<std::int32_t> order =
      nearest(queue_, objects_.centers_of_kept(), neighbors_.centers_of_kept(), neighbors_.has_pixels);
  for (std::size_t k = 0; k < n_; ++k) {
    if (!objects_.has_pixels[k]) continue;
    const std::int32_t* of_object = order.data() + k * kernel::kNearest + itself_;
    if (others > itself_) result_.first_number[k] = of_object[0] + 1;
    if (others > itself_ + 1) result_.second_number[k] = of_object[1] + 1;
  }
}

}  // namespace

Neighborhood find_neighborhood(Queue& queue, const FoundObjects& objects, const FoundObjects& neighbors,
                               const NeighborSearch& search) {
  const ObjectFacts facts = facts_of(queue, objects);
  const ObjectFacts other_facts = search.same ? facts : facts_of(queue, neighbors);
  Neighborhood result;
  for (std::vector<double>* values :
       {&result.count, &result.percent_touching, &result.first_distance, &result.second_distance,
        &result.angle, &result.first_number, &result.second_number})
    values->assign(objects.kept_count, 0.0);
  if (facts.found_count == 0 || other_facts.found_count <= (search.same ? 1 : 0)) return result;

  Buffer<std::int32_t> expanded;
  View2<const std::int32_t> found = objects.found;
  if (search.expand) {
    expanded = Buffer<std::int32_t>(queue, found.size());
    kernel::expand_labels(queue, found, std::numeric_limits<double>::infinity(), expanded.view(found.shape));
    found = expanded.view(found.shape);
  }
  Search s(queue, search, facts, other_facts, result);
  s.find_contacts(found, search.same ? found : neighbors.found);
  s.find_nearest_found();
  s.find_nearest_kept();
  return result;
}

}  // namespace cellerate::modules
