/// Dijkstra's algorithm over the pixels of the mask.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/propagate.hpp"

#include <algorithm>
#include <array>
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
  Candidate() = default;
  Candidate(std::uint64_t key, std::int32_t label, std::size_t pixel)
      : cost(key), label_and_pixel(static_cast<std::uint64_t>(label) << 32 | pixel) {}

  std::uint64_t cost;             ///< cost_key()
  std::uint64_t label_and_pixel;  ///< in one word, because comparisons are most of the work
  std::int32_t label() const { return static_cast<std::int32_t>(label_and_pixel >> 32); }
  std::size_t pixel() const { return label_and_pixel & 0xffffffff; }
  friend bool operator<(const Candidate& a, const Candidate& b) {
    return a.cost != b.cost ? a.cost < b.cost : a.label_and_pixel < b.label_and_pixel;
  }
};

/// Lengths of the steps between a pixel and the four neighbours that follow it in raster order; a step back
/// is as long. Made row by row for the whole plane: that vectorises, and the search then reads three cache
/// lines a pixel where it would compute on five.
class StepLengths {
 public:
  enum Direction { kEast, kSouthWest, kSouth, kSouthEast };

  /// @param image a null view stands for an image without any change
  StepLengths(View2<const float> image, Shape2 shape, int frame, double weight)
      : stride_(shape.width + 2 * frame), places_(image ? ~std::size_t{0} : 0) {
    const double straight = 1 * weight * weight, diagonal = 2 * weight * weight;
    if (!image) {
      lengths_ = {{std::sqrt(straight), std::sqrt(diagonal), std::sqrt(straight), std::sqrt(diagonal)}};
      return;
    }
    lengths_.resize(static_cast<std::size_t>(stride_) * (shape.height + 2 * frame));
    fill(image, frame, kEast, {0, 1}, straight);
    fill(image, frame, kSouthWest, {1, -1}, diagonal);
    fill(image, frame, kSouth, {1, 0}, straight);
    fill(image, frame, kSouthEast, {1, 1}, diagonal);
  }

  double operator()(std::size_t pixel, Direction direction) const {
    return lengths_[pixel & places_][direction];
  }

 private:
  struct Offset {
    int dy, dx;
  };

  /// Absolute differences of a row's pixels -1 ... width to their neighbours; the image goes on with its
  /// edge.
  static void differences(View2<const float> image, int y, Offset step, std::vector<double>& out) {
    const int width = image.shape.width, last_row = image.shape.height - 1;
    const float* from = image.row(std::clamp(y, 0, last_row));
    const float* to = image.row(std::clamp(y + step.dy, 0, last_row));
    const auto difference = [&](int x) {
      const float a = from[std::clamp(x, 0, width - 1)], b = to[std::clamp(x + step.dx, 0, width - 1)];
      return std::fabs(static_cast<double>(a) - static_cast<double>(b));
    };
    for (const int x : {-1, 0, width - 1, width}) out[x + 1] = difference(x);
    for (int x = 1; x < width - 1; ++x)
      out[x + 1] = std::fabs(static_cast<double>(from[x]) - static_cast<double>(to[x + step.dx]));
  }

  void fill(View2<const float> image, int frame, Direction direction, Offset step, double squared_length) {
    const int width = image.shape.width;
    std::vector<double> above(width + 2), middle(width + 2), below(width + 2);
    differences(image, -1, step, middle);
    differences(image, 0, step, below);
    for (int y = 0; y < image.shape.height; ++y) {
      std::swap(above, middle);
      std::swap(middle, below);
      differences(image, y + 1, step, below);
      const double *a = above.data(), *m = middle.data(), *b = below.data();
      auto* out = &lengths_[static_cast<std::size_t>(y + frame) * stride_ + frame];
      for (int x = 0; x < width; ++x) {
        const double change =
            a[x] + a[x + 1] + a[x + 2] + m[x] + m[x + 1] + m[x + 2] + b[x] + b[x + 1] + b[x + 2];
        out[x][direction] = std::sqrt(change * change + squared_length);
      }
    }
  }

  std::ptrdiff_t stride_;
  std::size_t places_;  ///< the bits of a pixel's place: none without an image, where all lengths are alike
  std::vector<std::array<double, 4>> lengths_;
};

/// The planes with a frame of one pixel that is never entered, so that no neighbour needs a check.
class Propagation {
 public:
  Propagation(View2<const float> image, View2<const std::int32_t> seeds, View2<const std::uint8_t> mask,
              double weight)
      : shape_(seeds.shape),
        stride_(shape_.width + 2 * kFrame),
        step_(image, shape_, kFrame, weight),
        cost_(static_cast<std::size_t>(stride_) * (shape_.height + 2 * kFrame), kClosed),
        final_cost_(cost_.size(), kNotReached),
        label_(cost_.size(), 0),
        queue_(cost_key(std::sqrt(weight * weight))) {
    const std::vector<Candidate> inside = open(seeds, mask);
    // Steps without cost put what they reach among the seeds: only the heap knows the order.
    if (weight == 0 || !spread_from_sorted_seeds(inside)) spread_from_heap_of_seeds(inside, weight == 0);
    spread();
  }

  void store(View2<std::int32_t> labels, View2<double> distances) const {
    for (int y = 0; y < shape_.height; ++y) {
      std::copy_n(&label_[at(y, 0)], shape_.width, labels.row(y));
      if (distances) std::copy_n(&final_cost_[at(y, 0)], shape_.width, distances.row(y));
    }
  }

 private:
  static constexpr int kFrame = 1;
  /// Costs of pixels that are not waiting for a smaller one: no path costs less than kClosed, which is that
  /// of labeled pixels and of those outside the mask, and any less than kOpen.
  static constexpr double kClosed = -1, kOpen = std::numeric_limits<double>::infinity();
  static constexpr double kNotReached = -1;

  std::size_t at(int y, int x) const { return static_cast<std::size_t>(y + kFrame) * stride_ + x + kFrame; }

  /// Opens the mask and labels the seeds. @return those inside the mask, in raster order
  std::vector<Candidate> open(View2<const std::int32_t> seeds, View2<const std::uint8_t> mask) {
    std::vector<Candidate> inside;
    for (int y = 0; y < shape_.height; ++y) {
      const std::size_t row = at(y, 0);
      for (int x = 0; x < shape_.width; ++x) {
        const std::int32_t seed = seeds(y, x);
        if (seed <= 0) {
          cost_[row + x] = mask(y, x) ? kOpen : kClosed;
          continue;
        }
        label_[row + x] = seed;
        final_cost_[row + x] = 0;
        if (mask(y, x)) inside.push_back({0, seed, row + x});
      }
    }
    return inside;
  }

  /// Whatever comes first is taken, also NaN, which then stays.
  bool improves(std::size_t pixel, double cost) const { return cost < cost_[pixel] || cost_[pixel] == kOpen; }

  /// Calls visit(neighbour, its cost by way of `pixel`, which costs `cost`) for the neighbours in raster
  /// order.
  template <class Visit>
  void each_neighbor(std::size_t pixel, double cost, const Visit& visit) const {
    const std::size_t above = pixel - stride_, below = pixel + stride_;
    visit(above - 1, step_(above - 1, StepLengths::kSouthEast) + cost);
    visit(above, step_(above, StepLengths::kSouth) + cost);
    visit(above + 1, step_(above + 1, StepLengths::kSouthWest) + cost);
    visit(pixel - 1, step_(pixel - 1, StepLengths::kEast) + cost);
    visit(pixel + 1, step_(pixel, StepLengths::kEast) + cost);
    visit(below - 1, step_(pixel, StepLengths::kSouthWest) + cost);
    visit(below, step_(pixel, StepLengths::kSouth) + cost);
    visit(below + 1, step_(pixel, StepLengths::kSouthEast) + cost);
  }

  /// The order of the seeds among themselves matters only to a pixel that two of them, of different labels,
  /// reach at one cost. @return false if there is such a pixel; then nothing has been done.
  bool spread_from_sorted_seeds(const std::vector<Candidate>& seeds) {
    std::vector<std::uint32_t> reached;
    std::vector<Candidate> tied;
    for (const Candidate& seed : seeds)
      each_neighbor(seed.pixel(), 0, [&](std::size_t pixel, double cost) {
        if (cost_[pixel] == kClosed) return;
        // Until it is final, a reached pixel holds the label by which it is reached.
        const std::int32_t mine = seed.label();
        if (cost_[pixel] == kOpen) reached.push_back(static_cast<std::uint32_t>(pixel));
        if (label_[pixel] != 0 && label_[pixel] != mine && cost_key(cost) == cost_key(cost_[pixel]))
          tied.push_back({cost_key(cost), mine, pixel});
        if (!improves(pixel, cost)) return;
        cost_[pixel] = cost;
        label_[pixel] = mine;
      });
    const bool order_matters = std::any_of(tied.begin(), tied.end(), [this](const Candidate& tie) {
      return tie.cost == cost_key(cost_[tie.pixel()]);
    });
    for (const std::uint32_t pixel : reached) {
      if (order_matters)
        cost_[pixel] = kOpen;
      else
        queue_.push({cost_key(cost_[pixel]), label_[pixel], pixel});
      label_[pixel] = 0;
    }
    return !order_matters;
  }

  /// Pops the seeds in the order of the array that was never made a heap. They all come before what they
  /// reach, unless a step costs nothing; what remains is in order, and goes to the faster queue.
  void spread_from_heap_of_seeds(const std::vector<Candidate>& seeds, bool free_steps) {
    BinaryHeap<Candidate> heap;
    heap.adopt(seeds);
    const auto push = [&](const Candidate& candidate) { heap.push(candidate); };
    for (std::size_t left = seeds.size(); !heap.empty() && (free_steps || left > 0);) {
      const Candidate best = heap.pop();
      const bool is_seed = best.cost == 0 && final_cost_[best.pixel()] == 0;
      if (is_seed) {
        --left;
        spread_to_neighbors(best, 0, push);
      } else {
        settle(best, push);
      }
    }
    while (!heap.empty()) queue_.push(heap.pop());
  }

  void spread() {
    const auto is_stale = [this](const Candidate& candidate) {
      return candidate.cost != cost_key(cost_[candidate.pixel()]);
    };
    const auto push = [this](const Candidate& candidate) { queue_.push(candidate); };
    for (Candidate best; queue_.pop(best, is_stale);) settle(best, push);
  }

  /// Gives the pixel its label, unless it has one, and pushes the neighbours that it brings nearer.
  template <class Push>
  void settle(const Candidate& best, const Push& push) {
    const double cost = cost_[best.pixel()];
    if (cost == kClosed) return;
    cost_[best.pixel()] = kClosed;
    final_cost_[best.pixel()] = cost;
    label_[best.pixel()] = best.label();
    spread_to_neighbors(best, cost, push);
  }

  template <class Push>
  void spread_to_neighbors(const Candidate& from, double from_cost, const Push& push) {
    each_neighbor(from.pixel(), from_cost, [&](std::size_t pixel, double cost) {
      if (!improves(pixel, cost)) return;
      cost_[pixel] = cost;
      push({cost_key(cost), from.label(), pixel});
    });
  }

  Shape2 shape_;
  std::ptrdiff_t stride_;
  StepLengths step_;
  std::vector<double> cost_;        ///< of the cheapest path so far, or kOpen or kClosed
  std::vector<double> final_cost_;  ///< of labeled pixels
  std::vector<std::int32_t> label_;
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
