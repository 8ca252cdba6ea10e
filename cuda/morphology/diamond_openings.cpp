/// Levels are ranks: a total order of the positive pixels, with which all that follows is about integers. The
/// erosion with a diamond then says which pixel is the lowest in it, and that pixel's component is the
/// highest that holds the diamond.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/morphology/diamond_openings.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "cuda/core/error.hpp"

namespace cellerate::kernel {
namespace {

template <class T>
std::unique_ptr<T[]> memory_for(std::int64_t n) {
  return std::make_unique_for_overwrite<T[]>(n);
}

/// A plane with a margin of one pixel, so that every pixel has four neighbours.
struct PaddedShape {
  explicit PaddedShape(Shape2 inner) : shape(inner), pitch(inner.width + 2) {}
  std::int64_t size() const { return static_cast<std::int64_t>(shape.height + 2) * pitch; }
  std::int64_t row(int y) const { return static_cast<std::int64_t>(y + 1) * pitch + 1; }
  Shape2 shape;
  std::int32_t pitch;
};

/// A positive pixel and its place in the padded plane.
template <class T>
struct Pixel {
  T value;
  std::int32_t place;
};

void sort_by_value(std::vector<Pixel<double>>& pixels) {
  std::stable_sort(pixels.begin(), pixels.end(),
                   [](const auto& a, const auto& b) { return a.value < b.value; });
}

/// Positive floats order as their bits do: three passes over 11 bits each.
void sort_by_value(std::vector<Pixel<float>>& pixels) {
  constexpr int kBits = 11, kPasses = 3;
  constexpr std::uint32_t kMask = (1u << kBits) - 1;
  std::vector<std::array<std::int32_t, 1 << kBits>> starts(kPasses);
  for (const Pixel<float>& pixel : pixels)
    for (int pass = 0; pass < kPasses; ++pass)
      ++starts[pass][std::bit_cast<std::uint32_t>(pixel.value) >> pass * kBits & kMask];
  std::vector<Pixel<float>> other(pixels.size());
  for (int pass = 0; pass < kPasses; ++pass) {
    std::int32_t begin = 0;
    for (std::int32_t& start : starts[pass]) start = std::exchange(begin, begin + start);
    for (const Pixel<float>& pixel : pixels)
      other[starts[pass][std::bit_cast<std::uint32_t>(pixel.value) >> pass * kBits & kMask]++] = pixel;
    pixels.swap(other);
  }
}

/// The positive pixels in ascending order; the k-th has rank k + 1.
template <class T>
std::vector<Pixel<T>> sorted_pixels(View2<const T> image, const PaddedShape& padded) {
  std::vector<Pixel<T>> pixels;
  pixels.reserve(image.size());
  for (int y = 0; y < image.shape.height; ++y) {
    const T* const row = image.row(y);
    for (int x = 0; x < image.shape.width; ++x)
      if (row[x] > 0) pixels.push_back({row[x], static_cast<std::int32_t>(padded.row(y) + x)});
  }
  sort_by_value(pixels);
  return pixels;
}

/// The tree of components: each pixel is the component of its own and all higher ranks around it. Components
/// are sets of pixels of which the smaller one joins the larger, so that ways to a set's root stay short.
class ComponentTree {
 public:
  ComponentTree(const PaddedShape& padded, std::int64_t ranks)
      : pitch_(padded.pitch), nodes_(memory_for<Node>(padded.size())), parents_(ranks + 1) {
    std::fill_n(nodes_.get(), padded.size(), Node{kNotReached, 0});
  }

  /// Joins the components around the pixel, of which the next higher rank was added before.
  void add(std::int32_t place, std::int32_t rank) {
    parents_[rank] = 0;
    nodes_[place] = {-1, rank};
    std::int32_t root = place;
    for (const std::int32_t step : {-pitch_, std::int32_t{-1}, std::int32_t{1}, pitch_}) {
      if (nodes_[place + step].link == kNotReached) continue;
      const std::int32_t other = root_of(place + step);
      if (other == root) continue;
      parents_[nodes_[other].lowest] = rank;
      root = join(root, other);
    }
    nodes_[root].lowest = rank;
  }
  std::vector<std::int32_t> take_parents() { return std::move(parents_); }

 private:
  static constexpr std::int32_t kNotReached = 0;
  struct Node {
    std::int32_t link;    ///< a pixel nearer to the root; of a root the number of its pixels, negative
    std::int32_t lowest;  ///< rank of a root's component
  };

  std::int32_t root_of(std::int32_t place) {
    std::int32_t next = nodes_[place].link;
    while (next > 0) {
      const std::int32_t after = nodes_[next].link;
      if (after <= 0) return next;
      nodes_[place].link = after;
      place = after;
      next = nodes_[place].link;
    }
    return place;
  }
  std::int32_t join(std::int32_t a, std::int32_t b) {
    if (nodes_[a].link > nodes_[b].link) std::swap(a, b);
    nodes_[a].link += nodes_[b].link;
    nodes_[b].link = a;
    return a;
  }

  std::int32_t pitch_;
  std::unique_ptr<Node[]> nodes_;
  std::vector<std::int32_t> parents_;
};

/// Lowest ranks around each pixel. Ranks as floats, where they are exact, have a minimum in one instruction
/// on every processor.
template <class Rank>
class RankErosion {
 public:
  /// Masked pixels have rank 0.
  template <class T>
  RankErosion(const std::vector<Pixel<T>>& sorted, View2<const std::uint8_t> mask, const PaddedShape& padded)
      : padded_(padded), ranks_(memory_for<Rank>(padded.size())), eroded_(memory_for<Rank>(padded.size())) {
    std::fill_n(ranks_.get(), padded.size(), std::numeric_limits<Rank>::max());
    std::fill_n(eroded_.get(), padded.size(), std::numeric_limits<Rank>::max());
    for (int y = 0; y < padded.shape.height; ++y)
      std::fill_n(ranks_.get() + padded.row(y), padded.shape.width, Rank(0));
    for (std::size_t k = 0; k < sorted.size(); ++k) ranks_[sorted[k].place] = static_cast<Rank>(k + 1);
    if (!mask) return;
    for (int y = 0; y < padded.shape.height; ++y)
      for (int x = 0; x < padded.shape.width; ++x)
        if (!mask(y, x)) ranks_[padded.row(y) + x] = Rank(0);
  }

  /// Makes the diamonds one pixel larger, and notes their radius at the lowest rank in each.
  void grow(std::int32_t radius, std::int32_t* largest) {
    for (int y = 0; y < padded_.shape.height; ++y) {
      erode_row(padded_.row(y));
      const Rank* const lowest = eroded_.get() + padded_.row(y);
      for (int x = 0; x < padded_.shape.width; ++x) largest[static_cast<std::int32_t>(lowest[x])] = radius;
    }
    ranks_.swap(eroded_);
  }

 private:
  static Rank lower(Rank a, Rank b) { return b < a ? b : a; }
  void erode_row(std::int64_t begin) {
    const Rank* const from = ranks_.get() + begin;
    const Rank *const above = from - padded_.pitch, *const below = from + padded_.pitch;
    Rank* const to = eroded_.get() + begin;
    for (int x = 0; x < padded_.shape.width; ++x)
      to[x] = lower(lower(lower(above[x], below[x]), lower(from[x - 1], from[x + 1])), from[x]);
  }

  PaddedShape padded_;
  std::unique_ptr<Rank[]> ranks_, eroded_;
};

/// Radius of the largest diamond, up to `levels`, that has the pixel of each rank as its lowest.
template <class Rank, class T>
std::vector<std::int32_t> largest_diamonds(const std::vector<Pixel<T>>& sorted,
                                           View2<const std::uint8_t> mask, const PaddedShape& padded,
                                           int levels) {
  std::vector<std::int32_t> largest(sorted.size() + 1, 0);
  RankErosion<Rank> erosion(sorted, mask, padded);
  for (int radius = 1; radius <= levels; ++radius) erosion.grow(radius, largest.data());
  return largest;
}

/// Ranks that a float can tell apart.
constexpr std::size_t kMostFloatRanks = 1 << 24;

/// Rank of the next larger component of each rank; 0 for one without. Each component takes over the diamonds
/// of those inside it.
template <class T>
std::vector<std::int32_t> parents_of(const std::vector<Pixel<T>>& sorted, const PaddedShape& padded,
                                     std::vector<std::int32_t>& largest) {
  const auto n = static_cast<std::int32_t>(sorted.size());
  ComponentTree tree(padded, n);
  for (std::int32_t rank = n; rank > 0; --rank) tree.add(sorted[rank - 1].place, rank);
  std::vector<std::int32_t> parents = tree.take_parents();
  for (std::int32_t rank = n; rank > 0; --rank)
    largest[parents[rank]] = std::max(largest[parents[rank]], largest[rank]);
  return parents;
}

/// Writes the openings of each component that holds a diamond; one without shares the row of its parent.
/// @param rows  in: the parent of each rank; out: its row. Row 0 is the ground.
template <class T>
void fill_rows(const std::vector<Pixel<T>>& sorted, const std::vector<std::int32_t>& largest, int levels,
               std::vector<std::int32_t>& rows, T* values) {
  std::fill_n(values, levels, T(0));
  std::int32_t used = 1;
  for (std::size_t rank = 1; rank < rows.size(); ++rank) {
    const std::int32_t parent_row = rows[rows[rank]];
    rows[rank] = parent_row;
    if (largest[rank] == 0) continue;
    rows[rank] = used++;
    T* const own = values + std::int64_t{rows[rank]} * levels;
    std::fill_n(own, largest[rank], sorted[rank - 1].value);
    std::copy(values + std::int64_t{parent_row} * levels + largest[rank],
              values + std::int64_t{parent_row} * levels + levels, own + largest[rank]);
  }
}

template <class T>
void place_rows(const std::vector<Pixel<T>>& sorted, const std::vector<std::int32_t>& row_of_rank,
                const PaddedShape& padded, View2<std::int32_t> out) {
  const auto rows = memory_for<std::int32_t>(padded.size());
  std::fill_n(rows.get(), padded.size(), 0);
  for (std::size_t k = 0; k < sorted.size(); ++k) rows[sorted[k].place] = row_of_rank[k + 1];
  for (int y = 0; y < out.shape.height; ++y)
    std::copy_n(rows.get() + padded.row(y), out.shape.width, out.row(y));
}

template <class T>
DiamondOpenings<T> open(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask, int levels) {
  CEL_REQUIRE(levels >= 1, "openings: there must be at least one");
  const HostRead<T> host_image(queue, image.data, image.size());
  const HostRead<std::uint8_t> host_mask(queue, mask.data, mask.size());
  const auto inside = mask ? host_mask.view(mask.shape) : View2<const std::uint8_t>{};
  const PaddedShape padded(image.shape);
  const auto sorted = sorted_pixels(host_image.view(image.shape), padded);
  auto largest = sorted.size() < kMostFloatRanks
                     ? largest_diamonds<float>(sorted, inside, padded, levels)
                     : largest_diamonds<std::int32_t>(sorted, inside, padded, levels);
  std::vector<std::int32_t> rows = parents_of(sorted, padded, largest);

  const auto ground = std::int64_t{1};
  const auto row_count =
      ground + std::count_if(largest.begin() + 1, largest.end(), [](auto k) { return k > 0; });
  DiamondOpenings<T> result{image.shape, levels, Buffer<std::int32_t>(queue, image.shape),
                            Buffer<T>(queue, row_count * levels)};
  HostWrite<T> values(queue, result.values.data(), result.values.size());
  fill_rows(sorted, largest, levels, rows, values.data());
  values.commit();
  HostWrite<std::int32_t> row_plane(queue, result.rows.data(), result.rows.size());
  place_rows(sorted, rows, padded, row_plane.view(image.shape));
  row_plane.commit();
  return result;
}

}  // namespace

DiamondOpenings<float> diamond_openings(Queue& queue, View2<const float> image,
                                        View2<const std::uint8_t> mask, int levels) {
  return open(queue, image, mask, levels);
}
DiamondOpenings<double> diamond_openings(Queue& queue, View2<const double> image,
                                         View2<const std::uint8_t> mask, int levels) {
  return open(queue, image, mask, levels);
}

}  // namespace cellerate::kernel
