/// Watershed by components: those with one label are filled, the others flooded in a box around them.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/watershed.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <tuple>
#include <vector>

#include "cuda/core/error.hpp"
#include "cuda/core/segmented_sort.hpp"
#include "cuda/label/binary_heap.hpp"
#include "cuda/label/connected_components.hpp"

namespace cellerate::kernel {
namespace {

/// Unsigned integers in the order of the floating-point numbers; both zeros are one.
std::uint32_t ordered(float value) { return sign_ordered_bits(value + 0.0f); }
std::uint64_t ordered(double value) { return sign_ordered_bits(value + 0.0); }

/// What waits in the queue: smaller values first, then smaller ages. The pixel does not count.
struct FloatEntry {
  using Value = std::uint32_t;
  FloatEntry(Value value, std::uint32_t age, std::uint32_t at)
      : key(static_cast<std::uint64_t>(value) << 32 | age), pixel(at) {}
  friend bool operator<(const FloatEntry& a, const FloatEntry& b) { return a.key < b.key; }
  std::uint64_t key;
  std::uint32_t pixel;
};
struct DoubleEntry {
  using Value = std::uint64_t;
  DoubleEntry(Value v, std::uint32_t a, std::uint32_t at) : value(v), age(a), pixel(at) {}
  friend bool operator<(const DoubleEntry& a, const DoubleEntry& b) {
    return (a.value < b.value) | ((a.value == b.value) & (a.age < b.age));
  }
  std::uint64_t value;
  std::uint32_t age, pixel;
};
template <class T>
using EntryOf = std::conditional_t<sizeof(T) == 4, FloatEntry, DoubleEntry>;

/// The planes of one watershed, on the host.
template <class T>
struct Planes {
  View2<const T> image;
  View2<const std::int32_t> markers, components;
  View2<std::int32_t> labels;
};

/// Which labels reach a component of the mask.
struct Component {
  std::int32_t label = 0;  ///< its first marker
  bool contested = false;  ///< has others
  Box box;                 ///< of contested ones
};

constexpr std::int32_t kEveryComponent = 0;

/// A box of the plane with a frame of one blocked pixel, so that no neighbour needs a check.
template <class T>
class FramedBox {
 protected:
  static constexpr std::int32_t kBlocked = std::numeric_limits<std::int32_t>::min();

  FramedBox(const Planes<T>& planes, Connectivity connectivity)
      : planes_(planes), neighbors_(connectivity == Connectivity::Eight ? 8 : 4) {}

  /// Calls visit(pixel, value) for the pixels of `component` inside the box, with their markers in state_.
  template <class Visit>
  void load(Box box, std::int32_t component, const Visit& visit) {
    for (int y = box.y0; y < box.y1; ++y)
      for (int x = box.x0; x < box.x1; ++x) {
        const std::int32_t here = planes_.components(y, x);
        if (here == 0 || (component != kEveryComponent && here != component)) continue;
        const std::uint32_t pixel = static_cast<std::uint32_t>((y - box.y0 + 1) * stride_ + x - box.x0 + 1);
        state_[pixel] = planes_.markers(y, x);
        visit(pixel, planes_.image(y, x));
      }
  }

  std::size_t block_all(Box box) {
    stride_ = box.width() + 2;
    const std::size_t size = static_cast<std::size_t>(stride_) * (box.height() + 2);
    state_.assign(size, kBlocked);
    return size;
  }

  void store(Box box) {
    for (int y = box.y0; y < box.y1; ++y) {
      const std::int32_t* row = &state_[(y - box.y0 + 1) * stride_ + 1 - box.x0];
      for (int x = box.x0; x < box.x1; ++x)
        if (row[x] != kBlocked) planes_.labels(y, x) = row[x];
    }
  }

  /// Of the neighbours, in the order in which they are reached.
  std::array<std::int32_t, 8> offsets() const {
    const std::int32_t w = stride_;
    return {-w, -1, 1, w, -w - 1, -w + 1, w - 1, w + 1};
  }

  const Planes<T>& planes_;
  int neighbors_;
  std::int32_t stride_ = 0;
  std::vector<std::int32_t> state_;
};

/// Labels pixels when they are reached.
template <class T>
class Flood : FramedBox<T> {
  using Frame = FramedBox<T>;

 public:
  Flood(const Planes<T>& planes, Connectivity connectivity) : Frame(planes, connectivity) {}

  /// Floods the pixels of `component` inside the box.
  void run(Box box, std::int32_t component) {
    values_.resize(this->block_all(box));
    heap_.clear();
    this->load(box, component, [&](std::uint32_t pixel, T value) {
      values_[pixel] = ordered(value);
      if (this->state_[pixel] != 0) heap_.push({values_[pixel], 0, pixel});
    });
    spread();
    this->store(box);
  }

 private:
  void spread() {
    const auto offsets = this->offsets();
    std::int32_t* const state = this->state_.data();
    std::uint32_t age = 0;
    while (!heap_.empty()) {
      const std::uint32_t pixel = heap_.pop().pixel;
      for (int k = 0; k < this->neighbors_; ++k) {
        const std::uint32_t neighbor = pixel + offsets[k];
        if (state[neighbor] != 0) continue;
        state[neighbor] = state[pixel];
        heap_.push({values_[neighbor], ++age, neighbor});
      }
    }
  }

  std::vector<typename EntryOf<T>::Value> values_;
  BinaryHeap<EntryOf<T>> heap_;
};

/// What waits in the queue of a LateFlood: a pixel, and the marker pixel it is reached from.
struct SourcedEntry {
  double value;
  std::uint32_t age, pixel, source;
  friend bool operator<(const SourcedEntry& a, const SourcedEntry& b) {
    return a.value < b.value || (a.value == b.value && a.age < b.age);
  }
};

/// Labels pixels when they leave the queue: another marker may reach them at a lower cost before, and only
/// then are all labels around them known.
template <class T>
class LateFlood : FramedBox<T> {
  using Frame = FramedBox<T>;

 public:
  LateFlood(const Planes<T>& planes, const FloodOptions& options)
      : Frame(planes, options.connectivity), options_(options) {}

  void run(Box plane) {
    const std::size_t size = this->block_all(plane);
    values_.resize(size);
    open_.assign(size, 0);
    this->load(plane, kEveryComponent, [&](std::uint32_t pixel, T value) {
      values_[pixel] = static_cast<double>(value);
      open_[pixel] = 1;
      if (this->state_[pixel] != 0) heap_.push({values_[pixel], 0, pixel, pixel});
    });
    spread();
    this->store(plane);
  }

 private:
  void spread() {
    const auto offsets = this->offsets();
    std::int32_t* const state = this->state_.data();
    std::uint32_t age = 0;
    while (!heap_.empty()) {
      const SourcedEntry entry = heap_.pop();
      if (state[entry.pixel] != 0 && entry.pixel != entry.source) continue;
      if (options_.lines && is_line(entry.pixel)) continue;
      state[entry.pixel] = state[entry.source];
      for (int k = 0; k < this->neighbors_; ++k) {
        const std::uint32_t neighbor = entry.pixel + offsets[k];
        if (!open_[neighbor] || state[neighbor] != 0) continue;
        heap_.push({cost(neighbor, entry.source), ++age, neighbor, entry.source});
      }
    }
  }

  double cost(std::uint32_t pixel, std::uint32_t source) const {
    if (!(options_.compactness > 0)) return values_[pixel];
    const std::int32_t w = this->stride_, from = static_cast<std::int32_t>(source),
                       to = static_cast<std::int32_t>(pixel);
    const double dy = to / w - from / w, dx = to % w - from % w;
    return values_[pixel] + options_.compactness * std::sqrt(dy * dy + dx * dx);
  }

  /// Whether two labels meet at the pixel; from then on it is closed, and a marker there spreads no further.
  bool is_line(std::uint32_t pixel) {
    if (!open_[pixel]) return true;
    const auto offsets = this->offsets();
    std::int32_t first = 0;
    for (int k = 0; k < this->neighbors_; ++k) {
      const std::uint32_t neighbor = pixel + offsets[k];
      const std::int32_t label = open_[neighbor] ? this->state_[neighbor] : 0;
      if (first == 0) first = label;
      if (label == 0 || label == first) continue;
      open_[pixel] = 0;
      return true;
    }
    return false;
  }

  const FloodOptions& options_;
  std::vector<double> values_;
  std::vector<std::uint8_t> open_;  ///< 1 where a label may come
  BinaryHeap<SourcedEntry> heap_;
};

template <class T>
std::vector<Component> survey(const Planes<T>& planes, int count) {
  std::vector<Component> found(count + 1);
  for (std::int64_t i = 0; i < planes.components.size(); ++i) {
    const std::int32_t marker = planes.markers[i], component = planes.components[i];
    if (marker == 0 || component == 0) continue;
    if (found[component].label == 0) found[component].label = marker;
    if (found[component].label != marker) found[component].contested = true;
  }
  return found;
}

/// Two labels of one component that start at the same value: the heap of the whole plane decides between
/// them.
template <class T>
bool has_ties(const Planes<T>& planes, const std::vector<Component>& components) {
  std::vector<std::tuple<std::int32_t, T, std::int32_t>> seeds;
  for (std::int64_t i = 0; i < planes.components.size(); ++i)
    if (planes.markers[i] != 0 && components[planes.components[i]].contested)
      seeds.emplace_back(planes.components[i], planes.image[i], planes.markers[i]);
  std::sort(seeds.begin(), seeds.end());
  for (std::size_t i = 1; i < seeds.size(); ++i)
    if (std::get<0>(seeds[i]) == std::get<0>(seeds[i - 1]) &&
        std::get<1>(seeds[i]) == std::get<1>(seeds[i - 1]) &&
        std::get<2>(seeds[i]) != std::get<2>(seeds[i - 1]))
      return true;
  return false;
}

/// Writes what needs no flood, and finds the boxes of what does.
template <class T>
void fill_uncontested(const Planes<T>& planes, std::vector<Component>& components) {
  for (Component& component : components)
    component.box = {planes.labels.shape.height, planes.labels.shape.width, 0, 0};
  for (int y = 0; y < planes.labels.shape.height; ++y)
    for (int x = 0; x < planes.labels.shape.width; ++x) {
      Component& component = components[planes.components(y, x)];
      planes.labels(y, x) = component.label;
      if (!component.contested) continue;
      Box& box = component.box;
      box = {std::min(box.y0, y), std::min(box.x0, x), y + 1, std::max(box.x1, x + 1)};
    }
}

template <class T>
void flood_plane(const Planes<T>& planes, int count, const FloodOptions& options) {
  const Shape2 shape = planes.labels.shape;
  const Box whole{0, 0, shape.height, shape.width};
  const bool is_late = options.compactness > 0 || options.lines;
  std::vector<Component> components = survey(planes, count);
  Flood<T> flood(planes, options.connectivity);
  if (is_late || has_ties(planes, components)) {
    std::fill(planes.labels.data, planes.labels.data + planes.labels.size(), 0);
    return is_late ? LateFlood<T>(planes, options).run(whole) : flood.run(whole, kEveryComponent);
  }
  fill_uncontested(planes, components);
  for (int component = 1; component <= count; ++component)
    if (components[component].contested) flood.run(components[component].box, component);
}

template <class T>
void watershed_of(Queue& queue, View2<const T> image, View2<const std::int32_t> markers,
                  View2<const std::uint8_t> mask, const FloodOptions& options, View2<std::int32_t> labels) {
  const Shape2 shape = image.shape;
  CEL_REQUIRE(markers.shape == shape && mask.shape == shape && labels.shape == shape,
              "watershed: all planes must have one shape");
  if (shape.empty()) return;
  Buffer<std::int32_t> components(queue, shape);
  const int count = connected_components(queue, mask, options.connectivity, components.view(shape));
  const HostRead<T> host_image(queue, image.data, shape.size());
  const HostRead<std::int32_t> host_markers(queue, markers.data, shape.size()),
      host_components(queue, components.data(), shape.size());
  HostWrite<std::int32_t> host_labels(queue, labels.data, shape.size());
  flood_plane(Planes<T>{host_image.view(shape), host_markers.view(shape), host_components.view(shape),
                        host_labels.view(shape)},
              count, options);
  host_labels.commit();
}

}  // namespace

void watershed(Queue& queue, View2<const float> image, View2<const std::int32_t> markers,
               View2<const std::uint8_t> mask, const FloodOptions& options, View2<std::int32_t> labels) {
  watershed_of(queue, image, markers, mask, options, labels);
}

void watershed(Queue& queue, View2<const double> image, View2<const std::int32_t> markers,
               View2<const std::uint8_t> mask, const FloodOptions& options, View2<std::int32_t> labels) {
  watershed_of(queue, image, markers, mask, options, labels);
}

}  // namespace cellerate::kernel
