/// Dijkstra's algorithm over the pixels of the mask.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/propagate.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "cuda/core/error.hpp"
#include "cuda/label/binary_heap.hpp"
#include "cuda/label/bucket_queue.hpp"

namespace cellerate::kernel {
namespace {

/// centrosome splits the double into two signed integers and loses its last bit on the way.
std::uint64_t cost_key(double cost) { return std::bit_cast<std::uint64_t>(cost) >> 1; }

struct Candidate {
  std::uint64_t cost;  ///< cost_key()
  std::uint32_t label, pixel;
  friend bool operator<(const Candidate& a, const Candidate& b) {
    return (static_cast<unsigned __int128>(a.cost) << 64 | static_cast<std::uint64_t>(a.label) << 32 |
            a.pixel) < (static_cast<unsigned __int128>(b.cost) << 64 |
                        static_cast<std::uint64_t>(b.label) << 32 | b.pixel);
  }
};

/// The planes with a frame of two pixels: blocked, and with the image's edge repeated, so that nothing needs
/// a check.
class Propagation {
 public:
  Propagation(View2<const float> image, View2<const std::int32_t> seeds, View2<const std::uint8_t> mask,
              double weight)
      : shape_(seeds.shape),
        stride_(shape_.width + 2 * kFrame),
        seeds_(seeds),
        mask_(mask),
        straight_(1 * weight * weight),
        diagonal_(2 * weight * weight),
        state_(static_cast<std::size_t>(stride_) * (shape_.height + 2 * kFrame)),
        cost_(state_.size()),
        queue_(cost_key(std::sqrt(straight_))) {
    if (image) copy_with_edges(image);
    // Steps without cost put what they reach among the seeds: only the heap knows the order.
    if (weight == 0 || !spread_from_sorted_seeds()) spread_from_heap_of_seeds(weight == 0);
    spread();
  }

  void store(View2<std::int32_t> labels, View2<double> distances) const {
    for (int y = 0; y < shape_.height; ++y) {
      const std::size_t row = at(y, 0);
      for (int x = 0; x < shape_.width; ++x) {
        const std::int32_t seed = seeds_(y, x), state = state_[row + x];
        labels(y, x) = seed > 0 ? seed : state == kBlocked ? 0 : state;
        if (distances) distances(y, x) = seed > 0 ? 0.0 : cost_[row + x];
      }
    }
  }

 private:
  static constexpr int kFrame = 2;
  static constexpr std::int32_t kBlocked = std::numeric_limits<std::int32_t>::max();
  static constexpr double kNotReached = -1;

  std::size_t at(int y, int x) const { return static_cast<std::size_t>(y + kFrame) * stride_ + x + kFrame; }

  void copy_with_edges(View2<const float> image) {
    image_.resize(state_.size());
    for (int y = -kFrame; y < shape_.height + kFrame; ++y) {
      const float* row = image.row(std::clamp(y, 0, shape_.height - 1));
      float* out = &image_[at(y, 0)];
      std::copy(row, row + shape_.width, out);
      for (int k = 1; k <= kFrame; ++k) {
        out[-k] = row[0];
        out[shape_.width - 1 + k] = row[shape_.width - 1];
      }
    }
  }

  /// Frees the mask, blocks the rest. @return the seeds inside the mask, in raster order.
  std::vector<Candidate> reset() {
    std::fill(state_.begin(), state_.end(), kBlocked);
    std::fill(cost_.begin(), cost_.end(), kNotReached);
    std::vector<Candidate> seeds;
    for (int y = 0; y < shape_.height; ++y)
      for (int x = 0; x < shape_.width; ++x) {
        if (!mask_(y, x)) continue;
        const std::size_t pixel = at(y, x);
        state_[pixel] = 0;
        if (seeds_(y, x) <= 0) continue;
        cost_[pixel] = 0;
        seeds.push_back({0, static_cast<std::uint32_t>(seeds_(y, x)), static_cast<std::uint32_t>(pixel)});
      }
    return seeds;
  }

  double step(std::size_t from, std::size_t to, double squared_length) const {
    double change = 0;
    if (!image_.empty())
      for (int dy = -1; dy <= 1; ++dy) {
        const float* a = &image_[from + dy * stride_ - 1];
        const float* b = &image_[to + dy * stride_ - 1];
        for (int k = 0; k < 3; ++k)
          change += std::fabs(static_cast<double>(a[k]) - static_cast<double>(b[k]));
      }
    return std::sqrt(change * change + squared_length);
  }

  /// Calls visit(neighbour, its cost by way of `pixel`) for the neighbours without a label, in raster order.
  template <class Visit>
  void each_free_neighbor(std::size_t pixel, const Visit& visit) const {
    const double cost = cost_[pixel];
    for (int dy = -1; dy <= 1; ++dy)
      for (int dx = -1; dx <= 1; ++dx) {
        const std::size_t neighbor = pixel + dy * stride_ + dx;
        if (state_[neighbor] > 0) continue;
        visit(neighbor, step(pixel, neighbor, dy != 0 && dx != 0 ? diagonal_ : straight_) + cost);
      }
  }

  bool improves(std::size_t pixel, double cost) const {
    return cost_[pixel] == kNotReached || cost_[pixel] > cost;
  }

  /// The order of the seeds among themselves matters only to a pixel that two of them, of different labels,
  /// reach at one cost. @return false if there is such a pixel.
  bool spread_from_sorted_seeds() {
    const std::vector<Candidate> seeds = reset();
    for (const Candidate& seed : seeds) state_[seed.pixel] = static_cast<std::int32_t>(seed.label);
    std::vector<std::uint32_t> reached;
    std::vector<Candidate> tied;
    for (const Candidate& seed : seeds)
      each_free_neighbor(seed.pixel, [&](std::size_t pixel, double cost) {
        // Until it is final, a reached pixel holds its label as a negative number.
        const auto mine = -static_cast<std::int32_t>(seed.label);
        if (state_[pixel] == 0) reached.push_back(static_cast<std::uint32_t>(pixel));
        if (state_[pixel] != 0 && state_[pixel] != mine && cost_key(cost) == cost_key(cost_[pixel]))
          tied.push_back({cost_key(cost), seed.label, static_cast<std::uint32_t>(pixel)});
        if (!improves(pixel, cost)) return;
        cost_[pixel] = cost;
        state_[pixel] = mine;
      });
    for (const Candidate& tie : tied)
      if (tie.cost == cost_key(cost_[tie.pixel])) return false;
    for (const std::uint32_t pixel : reached) {
      queue_.push({cost_key(cost_[pixel]), static_cast<std::uint32_t>(-state_[pixel]), pixel});
      state_[pixel] = 0;
    }
    return true;
  }

  /// Pops the seeds in the order of the array that was never made a heap. They all come before what they
  /// reach, unless a step costs nothing; what remains is in order, and goes to the faster queue.
  void spread_from_heap_of_seeds(bool free_steps) {
    BinaryHeap<Candidate> heap;
    heap.adopt(reset());
    const auto push = [&](const Candidate& candidate) { heap.push(candidate); };
    while (!heap.empty() && (free_steps || heap.top().cost == 0)) settle(heap.pop(), push);
    while (!heap.empty()) queue_.push(heap.pop());
  }

  void spread() {
    const auto is_stale = [this](const Candidate& candidate) {
      return state_[candidate.pixel] != 0 || candidate.cost != cost_key(cost_[candidate.pixel]);
    };
    const auto push = [this](const Candidate& candidate) { queue_.push(candidate); };
    for (Candidate best; queue_.pop(best, is_stale);) settle(best, push);
  }

  /// Gives the pixel its label, unless it has one, and pushes the neighbours that it brings nearer.
  template <class Push>
  void settle(const Candidate& best, const Push& push) {
    if (state_[best.pixel] != 0) return;
    state_[best.pixel] = static_cast<std::int32_t>(best.label);
    each_free_neighbor(best.pixel, [&](std::size_t pixel, double cost) {
      if (!improves(pixel, cost)) return;
      cost_[pixel] = cost;
      push({cost_key(cost), best.label, static_cast<std::uint32_t>(pixel)});
    });
  }

  Shape2 shape_;
  std::ptrdiff_t stride_;
  View2<const std::int32_t> seeds_;
  View2<const std::uint8_t> mask_;
  double straight_, diagonal_;  ///< squared and weighted lengths of steps
  std::vector<float> image_;
  std::vector<std::int32_t> state_;
  std::vector<double> cost_;
  BucketQueue<Candidate> queue_;
};

}  // namespace

void propagate(Queue& queue, View2<const float> image, View2<const std::int32_t> seeds,
               View2<const std::uint8_t> mask, double weight, View2<std::int32_t> labels,
               View2<double> distances) {
  const Shape2 shape = seeds.shape;
  CEL_REQUIRE((!image || image.shape == shape) && mask.shape == shape && labels.shape == shape &&
                  (!distances || distances.shape == shape),
              "propagate: all planes must have one shape");
  if (shape.empty()) return;
  const HostRead<float> host_image(queue, image.data, image ? shape.size() : 0);
  const HostRead<std::int32_t> host_seeds(queue, seeds.data, shape.size());
  const HostRead<std::uint8_t> host_mask(queue, mask.data, shape.size());
  HostWrite<std::int32_t> host_labels(queue, labels.data, shape.size());
  HostWrite<double> host_distances(queue, distances.data, distances ? shape.size() : 0);
  const Propagation propagation(image ? host_image.view(shape) : View2<const float>{}, host_seeds.view(shape),
                                host_mask.view(shape), weight);
  propagation.store(host_labels.view(shape), distances ? host_distances.view(shape) : View2<double>{});
  host_labels.commit();
  host_distances.commit();
}

}  // namespace cellerate::kernel
