// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/numeric/transport.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace cellerate::kernel {
namespace {

constexpr std::int64_t kFar = std::numeric_limits<std::int64_t>::max() / 4;

/// Nodes are the sources, then the sinks. The potentials keep the cost of every edge with room, reduced by
/// those of its ends, from falling below 0; edges of reduced cost 0 make up the shortest paths.
class Transport {
 public:
  Transport(const std::vector<std::int64_t>& supply, const std::vector<std::int64_t>& demand,
            const std::vector<std::int32_t>& costs)
      : sources_(supply.size()),
        sinks_(demand.size()),
        costs_(costs),
        supply_(supply),
        demand_(demand),
        flow_(costs.size(), 0),
        potential_(sources_ + sinks_, 0),
        distance_(sources_ + sinks_),
        is_done_(sources_ + sinks_) {
    left_ = std::min(total(supply), total(demand));
  }

  std::int64_t solve() {
    while (left_ > 0) {
      measure_distances();
      raise_potentials();
      std::fill(is_done_.begin(), is_done_.end(), false);
      for (std::size_t i = 0; i < sources_; ++i)
        while (supply_[i] > 0 && left_ > 0) {
          const std::int64_t moved = push(i, std::min(supply_[i], left_));
          if (moved == 0) break;
          supply_[i] -= moved;
          left_ -= moved;
          // Nodes of the path may lead on; those that led nowhere are not looked at again.
          for (const std::size_t node : path_) is_done_[node] = false;
          path_.clear();
        }
    }
    std::int64_t cost = 0;
    for (std::size_t k = 0; k < flow_.size(); ++k) cost += flow_[k] * costs_[k];
    return cost;
  }

 private:
  static std::int64_t total(const std::vector<std::int64_t>& amounts) {
    return std::accumulate(amounts.begin(), amounts.end(), std::int64_t{0});
  }
  std::int64_t reduced(std::size_t i, std::size_t j) const {
    return costs_[i * sinks_ + j] + potential_[i] - potential_[sources_ + j];
  }

  /// Dijkstra's algorithm on the dense graph, from all sources that have something left, up to the nearest
  /// sink that wants something.
  void measure_distances() {
    std::fill(distance_.begin(), distance_.end(), kFar);
    std::fill(is_done_.begin(), is_done_.end(), false);
    for (std::size_t i = 0; i < sources_; ++i)
      if (supply_[i] > 0) distance_[i] = 0;
    nearest_ = kFar;
    for (std::size_t n = 0; n < distance_.size(); ++n) {
      std::size_t node = distance_.size();
      for (std::size_t k = 0; k < distance_.size(); ++k)
        if (!is_done_[k] && (node == distance_.size() || distance_[k] < distance_[node])) node = k;
      if (distance_[node] >= nearest_) return;
      is_done_[node] = true;
      if (node < sources_)
        leave_source(node);
      else
        leave_sink(node - sources_);
    }
  }
  void leave_source(std::size_t i) {
    const std::int64_t here = distance_[i];
    for (std::size_t j = 0; j < sinks_; ++j)
      distance_[sources_ + j] = std::min(distance_[sources_ + j], here + reduced(i, j));
  }
  void leave_sink(std::size_t j) {
    const std::int64_t here = distance_[sources_ + j];
    if (demand_[j] > 0) nearest_ = std::min(nearest_, here + last_step(j));
    for (std::size_t i = 0; i < sources_; ++i)
      if (flow_[i * sinks_ + j] > 0) distance_[i] = std::min(distance_[i], here - reduced(i, j));
  }
  /// From a sink out of the graph.
  std::int64_t last_step(std::size_t j) const { return potential_[sources_ + j] - exit_potential_; }

  void raise_potentials() {
    for (std::size_t k = 0; k < potential_.size(); ++k) potential_[k] += std::min(distance_[k], nearest_);
    exit_potential_ += nearest_;
  }

  /// Moves up to `amount` from a source along edges of reduced cost 0, depth first. @return how much
  std::int64_t push(std::size_t i, std::int64_t amount) {
    is_done_[i] = true;
    for (std::size_t j = 0; j < sinks_; ++j) {
      if (is_done_[sources_ + j] || reduced(i, j) != 0) continue;
      const std::int64_t moved = leave(j, amount);
      if (moved == 0) continue;
      flow_[i * sinks_ + j] += moved;
      path_.push_back(i);
      return moved;
    }
    return 0;
  }
  /// The same from a sink: out of the graph, or back to a source that gives it something.
  std::int64_t leave(std::size_t j, std::int64_t amount) {
    is_done_[sources_ + j] = true;
    if (demand_[j] > 0 && last_step(j) == 0) {
      const std::int64_t moved = std::min(amount, demand_[j]);
      demand_[j] -= moved;
      path_.push_back(sources_ + j);
      return moved;
    }
    for (std::size_t i = 0; i < sources_; ++i) {
      std::int64_t& back = flow_[i * sinks_ + j];
      if (is_done_[i] || back == 0 || reduced(i, j) != 0) continue;
      const std::int64_t moved = push(i, std::min(amount, back));
      if (moved == 0) continue;
      back -= moved;
      path_.push_back(sources_ + j);
      return moved;
    }
    return 0;
  }

  std::size_t sources_, sinks_;
  const std::vector<std::int32_t>& costs_;
  std::vector<std::int64_t> supply_, demand_, flow_, potential_, distance_;
  std::vector<bool> is_done_;
  std::vector<std::size_t> path_;
  std::int64_t left_ = 0, nearest_ = 0, exit_potential_ = 0;
};

}  // namespace

std::int64_t transport_cost(const std::vector<std::int64_t>& supply, const std::vector<std::int64_t>& demand,
                            const std::vector<std::int32_t>& costs) {
  return Transport(supply, demand, costs).solve();
}

}  // namespace cellerate::kernel
