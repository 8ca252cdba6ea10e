/// Per-label tables. Rows are walked run by run, so that an atomic is paid per run and not per pixel.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/object_table.hpp"

#include "cuda/core/atomic.hpp"
#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

struct CountRow {
  View2<const std::int32_t> labels;
  View1<std::int32_t> areas;
  CEL_FN void operator()(std::int64_t row) const {
    const std::int32_t* pixels = labels.row(static_cast<int>(row));
    const int width = labels.shape.width;
    for (int x = 0; x < width;) {
      const int begin = x;
      const std::int32_t label = pixels[x];
      while (++x < width && pixels[x] == label) {
      }
      if (label >= 0 && label < areas.size) atomic_add(&areas[label], x - begin);
    }
  }
};

CEL_FN void flag(View1<std::uint8_t> flags, std::int32_t label) {
  if (label > 0 && label < flags.size) flags[label] = 1;
}

/// One thread for all: the frame is short, and a byte of a table must not be written by two threads at once.
struct FlagFrame {
  View2<const std::int32_t> labels;
  View1<std::uint8_t> flags;
  CEL_FN void operator()(std::int64_t) const {
    const int height = labels.shape.height, width = labels.shape.width;
    for (int x = 0; x < width; ++x) {
      flag(flags, labels(0, x));
      flag(flags, labels(height - 1, x));
    }
    for (int y = 0; y < height; ++y) {
      flag(flags, labels(y, 0));
      flag(flags, labels(y, width - 1));
    }
  }
};

/// Marks label of pixels that a predicate selects in a table of 32-bit words, which may be written by many
/// threads.
template <class Selected>
struct MarkRow {
  View2<const std::int32_t> labels;
  Selected selected;
  View1<std::int32_t> marks;
  CEL_FN void operator()(std::int64_t row) const {
    const int y = static_cast<int>(row), width = labels.shape.width;
    const std::int32_t* pixels = labels.row(y);
    std::int32_t last = 0;
    for (int x = 0; x < width; ++x) {
      const std::int32_t label = pixels[x];
      if (label == last || label <= 0 || label >= marks.size || !selected(y, x)) continue;
      atomic_max(&marks[label], 1);
      last = label;
    }
  }
};

struct MarksToFlags {
  View1<const std::int32_t> marks;
  View1<std::uint8_t> flags;
  CEL_FN void operator()(std::int64_t label) const {
    if (marks[label]) flags[label] = 1;
  }
};

struct InMask {
  View2<const std::uint8_t> mask;
  CEL_FN bool operator()(int y, int x) const { return !mask || mask(y, x) != 0; }
};

struct OnMaskEdge {
  View2<const std::uint8_t> mask;
  CEL_FN bool off(int y, int x) const { return !mask.shape.contains(y, x) || mask(y, x) == 0; }
  CEL_FN bool operator()(int y, int x) const {
    return mask(y, x) && (off(y - 1, x) || off(y, x - 1) || off(y, x + 1) || off(y + 1, x));
  }
};

template <class Selected>
void flag_selected(Queue& queue, View2<const std::int32_t> labels, const Selected& selected,
                   View1<std::uint8_t> flags) {
  Buffer<std::int32_t> marks = zeros<std::int32_t>(queue, flags.size);
  for_each_index(queue, labels.shape.height, MarkRow<Selected>{labels, selected, marks.view()});
  for_each_index(queue, flags.size, MarksToFlags{marks.view(), flags});
}

struct FlagAreasOutside {
  View1<const std::int32_t> areas;
  double smallest, largest;
  View1<std::uint8_t> flags;
  CEL_FN void operator()(std::int64_t label) const {
    if (label > 0 && (areas[label] < smallest || areas[label] > largest)) flags[label] = 1;
  }
};

struct NumberFlagged {
  View1<const std::uint8_t> flags;
  View1<std::int32_t> table;
  std::int32_t* count;
  CEL_FN void operator()(std::int64_t) const {
    std::int32_t number = 0;
    for (std::int64_t label = 0; label < table.size; ++label)
      table[label] = label > 0 && label < flags.size && flags[label] ? ++number : 0;
    *count = number;
  }
};

struct ApplyTable {
  View2<const std::int32_t> labels;
  View1<const std::int32_t> table;
  View2<std::int32_t> out;
  CEL_FN void operator()(int y, int x) const {
    const std::int32_t label = labels(y, x);
    out(y, x) = label > 0 && label < table.size ? table[label] : 0;
  }
};

struct RemoveFlagged {
  View2<const std::int32_t> labels;
  View1<const std::uint8_t> flags;
  View2<std::int32_t> out;
  CEL_FN void operator()(int y, int x) const {
    const std::int32_t label = labels(y, x);
    out(y, x) = label > 0 && label < flags.size && flags[label] ? 0 : label;
  }
};

struct HighestValueRow {
  View2<const std::int32_t> labels, values;
  View1<std::int32_t> table;
  CEL_FN void operator()(std::int64_t row) const {
    const std::int32_t* pixels = labels.row(static_cast<int>(row));
    const std::int32_t* value = values.row(static_cast<int>(row));
    for (int x = 0; x < labels.shape.width; ++x)
      if (pixels[x] > 0 && pixels[x] < table.size && value[x] > atomic_load(&table[pixels[x]]))
        atomic_max(&table[pixels[x]], value[x]);
  }
};

}  // namespace

void label_areas(Queue& queue, View2<const std::int32_t> labels, View1<std::int32_t> areas) {
  queue.zero(areas.data, areas.size * sizeof(std::int32_t));
  if (labels.shape.empty()) return;
  for_each_index(queue, labels.shape.height, CountRow{labels, areas});
}

void flag_border_labels(Queue& queue, View2<const std::int32_t> labels, View1<std::uint8_t> flags) {
  if (labels.shape.empty()) return;
  for_each_index(queue, 1, FlagFrame{labels, flags});
}

void flag_mask_border_labels(Queue& queue, View2<const std::int32_t> labels, View2<const std::uint8_t> mask,
                             View1<std::uint8_t> flags) {
  CEL_REQUIRE(mask.shape == labels.shape, "mask border: mask and labels must have one shape");
  flag_selected(queue, labels, OnMaskEdge{mask}, flags);
}

void flag_labels_in(Queue& queue, View2<const std::int32_t> labels, View2<const std::uint8_t> mask,
                    View1<std::uint8_t> flags) {
  CEL_REQUIRE(!mask || mask.shape == labels.shape, "labels in a mask: mask and labels must have one shape");
  flag_selected(queue, labels, InMask{mask}, flags);
}

void flag_areas_outside(Queue& queue, View1<const std::int32_t> areas, double smallest, double largest,
                        View1<std::uint8_t> flags) {
  CEL_REQUIRE(areas.size == flags.size, "areas outside a range: a flag for each area");
  for_each_index(queue, areas.size, FlagAreasOutside{areas, smallest, largest, flags});
}

int number_flagged(Queue& queue, View1<const std::uint8_t> flags, View1<std::int32_t> table) {
  Buffer<std::int32_t> count(queue, 1);
  for_each_index(queue, 1, NumberFlagged{flags, table, count.data()});
  return HostRead<std::int32_t>(queue, count.data(), 1)[0];
}

void apply_table(Queue& queue, View2<const std::int32_t> labels, View1<const std::int32_t> table,
                 View2<std::int32_t> out) {
  CEL_REQUIRE(out.shape == labels.shape, "apply a table: the output must have the shape of the labels");
  for_each_pixel(queue, labels.shape, ApplyTable{labels, table, out});
}

void remove_flagged(Queue& queue, View2<const std::int32_t> labels, View1<const std::uint8_t> flags,
                    View2<std::int32_t> out) {
  CEL_REQUIRE(out.shape == labels.shape, "remove objects: the output must have the shape of the labels");
  for_each_pixel(queue, labels.shape, RemoveFlagged{labels, flags, out});
}

int relabel(Queue& queue, View2<const std::int32_t> labels, int max_label, View2<std::int32_t> out) {
  Buffer<std::uint8_t> present = zeros<std::uint8_t>(queue, max_label + 1);
  Buffer<std::int32_t> table(queue, max_label + 1);
  flag_labels_in(queue, labels, {}, present.view());
  const int count = number_flagged(queue, present.view(), table.view());
  apply_table(queue, labels, table.view(), out);
  return count;
}

void highest_value(Queue& queue, View2<const std::int32_t> labels, View2<const std::int32_t> values,
                   View1<std::int32_t> table) {
  CEL_REQUIRE(values.shape == labels.shape, "highest value: values and labels must have one shape");
  queue.zero(table.data, table.size * sizeof(std::int32_t));
  for_each_index(queue, labels.shape.height, HighestValueRow{labels, values, table});
}

}  // namespace cellerate::kernel
