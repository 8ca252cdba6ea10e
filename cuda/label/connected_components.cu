/// Components by union-find over runs: each row finds its runs, neighbouring rows unite theirs, and the first
/// run of a component in raster order is its representative because a union always keeps the smaller slot.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/connected_components.hpp"

#include "cuda/core/atomic.hpp"
#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

/// Pixels columns begin ... end-1 of a row, all of one component.
struct Run {
  std::int32_t begin, end;
};

/// The runs of every row in slots that ascend in raster order: row y owns slots y * per_row ... (y + 1) *
/// per_row - 1.
struct RunTable {
  Shape2 shape;
  std::int32_t per_row;
  Run* runs;
  std::int32_t* counts;   ///< runs of each row
  std::int32_t* parents;  ///< of each slot: a slot of the same component, never a later one
  std::int32_t* numbers;  ///< of each representative
  std::int32_t* offsets;  ///< representatives in the rows before; the total at [height]
  CEL_FN std::int32_t slot(int y) const { return y * per_row; }
};

/// Nonzero (or zero) pixels: runs differ in nothing but their place.
template <class T, bool kWanted>
struct BinaryPixels {
  View2<const T> pixels;
  static constexpr bool kGapBetweenRuns = true;
  CEL_FN bool inside(T value) const { return (value != 0) == kWanted; }
  CEL_FN bool continues(T, T value) const { return inside(value); }
  CEL_FN bool same(int, int, int, int) const { return true; }
};

/// Pixels of equal value.
struct EqualPixels {
  View2<const std::int32_t> pixels;
  std::int32_t background;
  static constexpr bool kGapBetweenRuns = false;
  CEL_FN bool inside(std::int32_t value) const { return value != background; }
  CEL_FN bool continues(std::int32_t first, std::int32_t value) const { return first == value; }
  CEL_FN bool same(int y0, int x0, int y1, int x1) const { return pixels(y0, x0) == pixels(y1, x1); }
};

template <class Pixels>
struct FindRuns {
  Pixels image;
  RunTable table;
  CEL_FN void operator()(std::int64_t row) const {
    const int y = static_cast<int>(row), width = table.shape.width;
    const auto* pixels = image.pixels.row(y);
    std::int32_t slot = table.slot(y);
    int x = 0;
    while (true) {
      while (x < width && !image.inside(pixels[x])) ++x;
      if (x == width) break;
      const int begin = x;
      while (++x < width && image.continues(pixels[begin], pixels[x])) {
      }
      table.runs[slot] = {begin, x};
      table.parents[slot] = slot;
      ++slot;
    }
    table.counts[y] = slot - table.slot(y);
  }
};

/// Runs that go on over gaps in which fewer than `reach` pixels are off.
struct FindChains {
  View2<const std::uint8_t> mask;
  int reach;
  RunTable table;
  CEL_FN void operator()(std::int64_t row) const {
    const int y = static_cast<int>(row), width = table.shape.width;
    const std::uint8_t* const pixels = mask.row(y);
    const std::int32_t first = table.slot(y);
    std::int32_t slot = first;
    for (int x = 0; x < width; ++x) {
      if (!pixels[x]) continue;
      if (slot > first && x < table.runs[slot - 1].end + reach) {
        table.runs[slot - 1].end = x + 1;
      } else {
        table.runs[slot] = {x, x + 1};
        table.parents[slot] = slot;
        ++slot;
      }
    }
    table.counts[y] = slot - first;
  }
};

struct ClearGaps {
  View2<const std::uint8_t> mask;
  View2<std::int32_t> components;
  CEL_FN void operator()(std::int64_t i) const { components[i] = mask[i] ? components[i] : 0; }
};

CEL_FN std::int32_t representative(const std::int32_t* parents, std::int32_t slot) {
  for (std::int32_t next; (next = atomic_load(&parents[slot])) != slot;) slot = next;
  return slot;
}

CEL_FN void unite(std::int32_t* parents, std::int32_t a, std::int32_t b) {
  while (true) {
    a = representative(parents, a);
    b = representative(parents, b);
    if (a == b) return;
    const std::int32_t later = a < b ? b : a, earlier = a < b ? a : b;
    if (atomic_min(&parents[later], earlier) == later) return;
    // Another thread gave `later` a parent in the meantime: that one must be united with `earlier` as well.
    a = later;
    b = earlier;
  }
}

/// Which pixels of a lower row are neighbours of a pixel above it.
struct Reach {
  int rows = 1;             ///< how much lower
  int left = 0, right = 0;  ///< columns to either side
};

/// Unites the runs of two rows that have neighbours in each other.
template <class Pixels>
struct UniteRows {
  Pixels image;
  RunTable table;
  Reach reach;
  CEL_FN void operator()(std::int64_t row) const {
    const int top = static_cast<int>(row), bottom = top + reach.rows;
    std::int32_t above = table.slot(top), below = table.slot(bottom);
    const std::int32_t above_end = above + table.counts[top], below_end = below + table.counts[bottom];
    for (; below < below_end; ++below) {
      const Run run = table.runs[below];
      while (above < above_end && table.runs[above].end + reach.right <= run.begin) ++above;
      for (std::int32_t i = above; i < above_end && table.runs[i].begin < run.end + reach.left; ++i)
        if (image.same(top, table.runs[i].begin, bottom, run.begin)) unite(table.parents, i, below);
    }
  }
};

/// Points every run to its representative and counts the representatives of the row.
struct Flatten {
  RunTable table;
  CEL_FN void operator()(std::int64_t row) const {
    const std::int32_t begin = table.slot(static_cast<int>(row)), end = begin + table.counts[row];
    std::int32_t found = 0;
    for (std::int32_t slot = begin; slot < end; ++slot) {
      const std::int32_t root = representative(table.parents, slot);
      atomic_min(&table.parents[slot], root);
      found += root == slot;
    }
    table.offsets[row] = found;
  }
};

struct SumRows {
  RunTable table;
  CEL_FN void operator()(std::int64_t) const {
    std::int32_t total = 0;
    for (int y = 0; y < table.shape.height; ++y) {
      const std::int32_t here = table.offsets[y];
      table.offsets[y] = total;
      total += here;
    }
    table.offsets[table.shape.height] = total;
  }
};

struct NumberRepresentatives {
  RunTable table;
  CEL_FN void operator()(std::int64_t row) const {
    const std::int32_t begin = table.slot(static_cast<int>(row)), end = begin + table.counts[row];
    std::int32_t number = table.offsets[row];
    for (std::int32_t slot = begin; slot < end; ++slot)
      if (table.parents[slot] == slot) table.numbers[slot] = ++number;
  }
};

struct WriteRow {
  RunTable table;
  View2<std::int32_t> components;
  CEL_FN void operator()(std::int64_t row) const {
    const int y = static_cast<int>(row);
    const std::int32_t begin = table.slot(y), end = begin + table.counts[y];
    std::int32_t* out = components.row(y);
    int x = 0;
    for (std::int32_t slot = begin; slot < end; ++slot) {
      const Run run = table.runs[slot];
      const std::int32_t number = table.numbers[table.parents[slot]];
      for (; x < run.begin; ++x) out[x] = 0;
      for (; x < run.end; ++x) out[x] = number;
    }
    for (; x < components.shape.width; ++x) out[x] = 0;
  }
};

/// Runs and what union-find keeps of them.
class Runs {
 public:
  Runs(Queue& queue, Shape2 shape, std::int32_t per_row)
      : queue_(queue),
        slots_(static_cast<std::int64_t>(per_row) * shape.height),
        runs_(queue, slots_),
        counts_(queue, shape.height),
        parents_(queue, slots_),
        numbers_(queue, slots_),
        offsets_(queue, shape.height + 1),
        table_{shape,           per_row,         runs_.data(),   counts_.data(),
               parents_.data(), numbers_.data(), offsets_.data()} {}

  const RunTable& table() const { return table_; }

  /// Numbers the components and writes them. @return how many there are.
  int write(View2<std::int32_t> components) {
    const int height = table_.shape.height;
    for_each_index(queue_, height, Flatten{table_});
    for_each_index(queue_, 1, SumRows{table_});
    for_each_index(queue_, height, NumberRepresentatives{table_});
    for_each_index(queue_, height, WriteRow{table_, components});
    return HostRead<std::int32_t>(queue_, offsets_.data() + height, 1)[0];
  }

 private:
  Queue& queue_;
  std::int64_t slots_;
  Buffer<Run> runs_;
  Buffer<std::int32_t> counts_, parents_, numbers_, offsets_;
  RunTable table_;
};

template <class Pixels>
int label(Queue& queue, const Pixels& image, Connectivity connectivity, View2<std::int32_t> components) {
  const Shape2 shape = image.pixels.shape;
  CEL_REQUIRE(components.shape == shape, "connected components: the output must have the shape of the image");
  if (shape.empty()) return 0;
  Runs runs(queue, shape, Pixels::kGapBetweenRuns ? (shape.width + 1) / 2 : shape.width);
  const int corners = connectivity == Connectivity::Eight ? 1 : 0;
  for_each_index(queue, shape.height, FindRuns<Pixels>{image, runs.table()});
  for_each_index(queue, shape.height - 1, UniteRows<Pixels>{image, runs.table(), {1, corners, corners}});
  return runs.write(components);
}

}  // namespace

int connected_components(Queue& queue, View2<const std::uint8_t> mask, Connectivity connectivity,
                         View2<std::int32_t> components) {
  return label(queue, BinaryPixels<std::uint8_t, true>{mask}, connectivity, components);
}

int square_components(Queue& queue, View2<const std::uint8_t> mask, int side,
                      View2<std::int32_t> components) {
  const Shape2 shape = mask.shape;
  CEL_REQUIRE(components.shape == shape, "square components: the output must have the shape of the mask");
  CEL_REQUIRE(side >= 1, "square components: the square must have at least one pixel");
  if (shape.empty()) return 0;
  // A pixel is a neighbour of those whose squares it lies in, too: only the corners of an even square lack
  // their opposites.
  const int up = side / 2, down = side - 1 - up;
  Runs runs(queue, shape, up == 0 ? shape.width : (shape.width + 1) / 2);
  for_each_index(queue, shape.height, FindChains{mask, up, runs.table()});
  for (int rows = 1; rows <= up && rows < shape.height; ++rows)
    for_each_index(queue, shape.height - rows,
                   UniteRows<BinaryPixels<std::uint8_t, true>>{
                       {mask}, runs.table(), {rows, rows <= down ? up : down, up}});
  const int count = runs.write(components);
  for_each_index(queue, shape.size(), ClearGaps{mask, components});
  return count;
}

int equal_value_components(Queue& queue, View2<const std::int32_t> values, std::int32_t background,
                           Connectivity connectivity, View2<std::int32_t> components) {
  return label(queue, EqualPixels{values, background}, connectivity, components);
}

int background_components(Queue& queue, View2<const std::int32_t> labels, Connectivity connectivity,
                          View2<std::int32_t> components) {
  return label(queue, BinaryPixels<std::int32_t, false>{labels}, connectivity, components);
}

int background_components(Queue& queue, View2<const std::uint8_t> mask, Connectivity connectivity,
                          View2<std::int32_t> components) {
  return label(queue, BinaryPixels<std::uint8_t, false>{mask}, connectivity, components);
}

}  // namespace cellerate::kernel
