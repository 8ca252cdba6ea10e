/// Counts of unordered pairs of grey values in a triangular table over the values that occur, a few kilobytes
/// for most objects. Where the table is larger than the memory of a block, its rows are counted in several
/// passes.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/cooccurrence.hpp"

#include <algorithm>

#include "cuda/core/atomic.hpp"
#include "cuda/core/launch.hpp"
#include "cuda/region/haralick.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kCells = kGreyLevels * (kGreyLevels - 1) / 2 + 32;  // full
constexpr int kCellsOnGpu = 8960;  // what fits into 48 KB beside the histograms

constexpr int kRun = 32;  // pairs that are looked at together

struct Step {
  int y, x;
};
CEL_FN Step step(int scale, int direction) {
  return {direction == 0 ? 0 : scale, direction == 2 ? 0 : direction == 3 ? -scale : scale};
}

/// A block's histograms of one patch in one direction.
struct Histograms {
  std::uint32_t *single, *sums, *differences;
  std::int64_t* squares;  // by row of the table
  double* logs;

  static CEL_FN std::int64_t bytes() { return (4 * 4 + 8 + 8) * kGreyLevels; }
  CEL_FN explicit Histograms(Block& block)
      : single(block.scratch<std::uint32_t>(kGreyLevels)),
        sums(block.scratch<std::uint32_t>(2 * kGreyLevels)),
        differences(block.scratch<std::uint32_t>(kGreyLevels)),
        squares(block.scratch<std::int64_t>(kGreyLevels)),
        logs(block.scratch<double>(kGreyLevels)) {}

  CEL_FN void clear(Block& block, int levels, int rows) const {
    const Histograms self = *this;
    block.each(2 * levels, [=](std::int64_t i) { self.sums[i] = 0; });
    block.each(levels, [=](std::int64_t i) { self.single[i] = self.differences[i] = 0; });
    block.each(rows, [=](std::int64_t i) {
      self.squares[i] = 0;
      self.logs[i] = 0;
    });
  }

  /// Takes in `count` pairs of the values a <= b; the row of the table is the thread's own.
  CEL_FN void add(int row, int a, int b, std::uint32_t count) const {
    const std::int64_t c = count;
    squares[row] += a == b ? 4 * c * c : 2 * c * c;
    logs[row] += count_log(count);
    add_in_block(single + a, count);
    add_in_block(single + b, count);
    add_in_block(sums + a + b, count);
    add_in_block(differences + b - a, count);
  }

  CEL_FN PairCounts counts(int rows, int levels) const {
    PairCounts all;
    for (int i = 0; i < levels; ++i) all.pairs += differences[i];
    for (int i = 0; i < rows; ++i) {
      all.squares += squares[i];
      all.log_sum += logs[i];
    }
    all.levels = levels;
    all.single = single;
    all.sums = sums;
    all.differences = differences;
    return all;
  }
};

/// The objects' boxes one behind the other, as ranks: 1 for the least grey value of the object, and so on; 0
/// for the grey value 0 and for what is not the object's. To the right and below are as many zeros as the
/// longest offset reaches, so that a pair is two ranks a fixed distance apart, wherever it begins.
struct Patches {
  RegionsView regions;
  const std::int64_t* starts;
  int margin;
  std::uint8_t* ranks;
  std::uint8_t* values;  // count x kGreyLevels: of each rank
  std::int32_t* sizes;   // how many ranks

  CEL_FN std::uint8_t* patch(std::int64_t k) const { return ranks + starts[k]; }
  CEL_FN std::int64_t row_length(std::int64_t k) const { return regions.boxes[k].width() + margin; }
};

struct RankPatches {
  Patches patches;
  const std::int32_t* labels;
  const std::uint8_t* grey;

  CEL_FN void operator()(Block& block, std::int64_t k) const {
    std::uint8_t* rank = block.scratch<std::uint8_t>(kGreyLevels);
    rank_values(block, k, rank);
    std::uint8_t* to = patches.patch(k);
    block.each(patches.starts[k + 1] - patches.starts[k], [=](std::int64_t i) { to[i] = 0; });
    const Box box = patches.regions.boxes[k];
    const auto own = static_cast<std::int32_t>(k) + 1;
    for (int y = box.y0; y < box.y1; ++y, to += patches.row_length(k)) {
      const std::int64_t at = static_cast<std::int64_t>(y) * patches.regions.shape.width + box.x0;
      const std::int32_t* label = labels + at;
      const std::uint8_t* value = grey + at;
      block.each(box.width(), [=](std::int64_t x) {
        if (label[x] == own) to[x] = rank[value[x]];
      });
    }
  }

  /// Numbers the grey values above 0 that occur in the object.
  CEL_FN void rank_values(Block& block, std::int64_t k, std::uint8_t* rank) const {
    const std::int32_t begin = patches.regions.starts[k];
    const std::int32_t* pixels = patches.regions.pixels + begin;
    const std::uint8_t* plane = grey;
    block.each(kGreyLevels, [=](std::int64_t i) { rank[i] = 0; });
    block.each(patches.regions.starts[k + 1] - begin, [=](std::int64_t i) { rank[plane[pixels[i]]] = 1; });
    std::uint8_t* value = patches.values + k * kGreyLevels;
    std::int32_t* size = patches.sizes + k;
    block.each(1, [=](std::int64_t) {
      int n = 0;
      rank[0] = 0;
      for (int g = 1; g < kGreyLevels; ++g) {
        if (!rank[g]) continue;
        rank[g] = static_cast<std::uint8_t>(++n);
        value[n] = static_cast<std::uint8_t>(g);
      }
      *size = n;
    });
  }
};

/// The cells (low, high), low <= high, of a triangular table of ranks, row by row. All of it fits 16 bits,
/// twice as many of which the compiler works on at once.
struct Triangle {
  std::uint16_t twice_ranks;
  CEL_FN explicit Triangle(int ranks) : twice_ranks(static_cast<std::uint16_t>(2 * ranks)) {}
  CEL_FN std::uint16_t cell(std::uint16_t low, std::uint16_t high) const {
    const auto twice_row =
        static_cast<std::uint16_t>(low * static_cast<std::uint16_t>(twice_ranks + 1 - low));
    return static_cast<std::uint16_t>((twice_row >> 1) + high);
  }
};

struct ObjectTextures {
  Patches patches;
  const int* scales;
  int scale_count, cells;
  double* features;

  static std::int64_t scratch_bytes(int cells) {
    return Histograms::bytes() + 16 + cells * sizeof(std::uint32_t);
  }

  CEL_FN void operator()(Block& block, std::int64_t group) const {
    const std::int64_t k = group / scale_count, scale = group % scale_count, stride = patches.regions.count;
    const Histograms histograms(block);
    std::uint32_t* table = block.scratch<std::uint32_t>(cells);
    const int ranks = patches.sizes[k];
    const std::uint8_t* value = patches.values + k * kGreyLevels;
    const int levels = ranks ? value[ranks] + 1 : 0;
    double* to = features + scale * kTextureDirections * kHaralickFeatures * stride + k;
    bool complete = true;
    for (int direction = 0; direction < kTextureDirections; ++direction) {
      histograms.clear(block, levels, ranks);
      // As many rows at once as the table has room for behind the cells of what is no pair.
      for (int first = 1; first <= ranks;) {
        int last = first, used = kRun;
        while (last <= ranks && used + ranks + 1 - last <= cells) used += ranks + 1 - last++;
        block.each(used, [=](std::int64_t i) { table[i] = 0; });
        count_pairs(block, k, step(scales[scale], direction), first, last, table);
        read_table(block, histograms, ranks, value, first, last, table);
        first = last;
      }
      const PairCounts counts = histograms.counts(ranks, levels);
      complete = complete && counts.pairs > 0;
      double* here = to + direction * kHaralickFeatures * stride;
      if (counts.pairs > 0) block.each(1, [=](std::int64_t) { haralick_features(counts, here, stride); });
    }
    if (!complete)
      block.each(kTextureDirections * kHaralickFeatures, [=](std::int64_t i) { to[i * stride] = 0; });
  }

  /// Pairs whose lower rank is in first ... last - 1. The cells of a run of pairs are found together, which
  /// vectorises, then counted without branches: each place of a run has a cell for what is no pair.
  CEL_FN void count_pairs(Block& block, std::int64_t k, Step offset, int first, int last,
                          std::uint32_t* table) const {
    const std::uint8_t* from = patches.patch(k);
    const std::int64_t row = patches.row_length(k), pairs = patches.regions.boxes[k].height() * row;
    const std::uint8_t* to = from + offset.y * row + offset.x;
    const Triangle triangle(patches.sizes[k]);
    const auto before = static_cast<std::uint16_t>(triangle.cell(first, first) - kRun);
    const auto begin = static_cast<std::uint16_t>(first), end = static_cast<std::uint16_t>(last);
    block.each((pairs + kRun - 1) / kRun, [=](std::int64_t run) {
      const std::uint8_t *a = from + run * kRun, *b = to + run * kRun;
      std::uint16_t cell[kRun], any = 0;
      for (int i = 0; i < kRun; ++i) {
        const std::uint16_t low = a[i] < b[i] ? a[i] : b[i], high = a[i] < b[i] ? b[i] : a[i];
        const auto at = static_cast<std::uint16_t>(triangle.cell(low, high) - before);
        const bool counts = low >= begin && low < end;
        cell[i] = counts ? at : static_cast<std::uint16_t>(i);
        any |= counts ? 1 : 0;
      }
      if (!any) return;
      for (int i = 0; i < kRun; ++i) add_in_block(table + cell[i], 1u);
    });
  }

  /// Adds the counts to the histograms, a thread a row.
  CEL_FN void read_table(Block& block, const Histograms& histograms, int ranks, const std::uint8_t* value,
                         int first, int last, const std::uint32_t* table) const {
    const Triangle triangle(ranks);
    const int before = triangle.cell(first, first) - kRun;
    const Histograms into = histograms;
    block.each(last - first, [=](std::int64_t i) {
      const int low = first + static_cast<int>(i);
      const std::uint32_t* counts = table + triangle.cell(low, 0) - before;
      for (int high = low; high <= ranks; ++high)
        if (counts[high]) into.add(low - 1, value[low], value[high], counts[high]);
    });
  }
};

/// Counts of the ordered pairs of a plane for each offset, over the grey levels up to the greatest that
/// occurs. Two tables an offset, used in turn: neighbours often are the same pair, whose count would be
/// waited for.
struct PlaneTables {
  const std::int32_t* max_level;
  std::uint32_t* cells;

  static constexpr int kTables = 2, kTable = kGreyLevels * kGreyLevels, kCells = kTables * kTable;
  CEL_FN int levels() const { return *max_level + 1; }
  CEL_FN std::uint32_t* of(std::int64_t offset) const { return cells + offset * kCells; }
};

struct ClearTables {
  PlaneTables tables;
  CEL_FN void operator()(Block& block, std::int64_t offset) const {
    const int used = tables.levels() * tables.levels();
    std::uint32_t* cells = tables.of(offset);
    for (int table = 0; table < PlaneTables::kTables; ++table, cells += PlaneTables::kTable)
      block.each(used, [=](std::int64_t i) { cells[i] = 0; });
  }
};

/// Counts a band of rows, in tables that the bands share on a GPU; on the CPU there is one band.
struct CountPlane {
  View2<const std::uint8_t> grey;
  const int* scales;
  int bands;
  PlaneTables tables;

  CEL_FN void operator()(Block& block, std::int64_t group) const {
    const std::int64_t offset = group / bands, band = group % bands;
    const Step apart =
        step(scales[offset / kTextureDirections], static_cast<int>(offset % kTextureDirections));
    const int rows = grey.shape.height - apart.y;
    std::uint32_t* table = tables.of(offset);
    const auto levels = static_cast<std::uint16_t>(tables.levels());
    const int x0 = apart.x < 0 ? -apart.x : 0;
    const int n = grey.shape.width - (apart.x < 0 ? -apart.x : apart.x);
    for (int y = static_cast<int>(rows * band / bands); y < rows * (band + 1) / bands; ++y) {
      const std::uint8_t *from = grey.row(y) + x0, *to = grey.row(y + apart.y) + x0 + apart.x;
      block.each((n + kRun - 1) / kRun, [=](std::int64_t run) {
        const std::uint8_t *a = from + run * kRun, *b = to + run * kRun;
        const int size = n - run * kRun < kRun ? static_cast<int>(n - run * kRun) : kRun;
        std::uint16_t cell[kRun];
        for (int i = 0; i < size; ++i) cell[i] = static_cast<std::uint16_t>(a[i] * levels + b[i]);
        for (int i = 0; i < size; ++i)
          add_in_block(table + i % PlaneTables::kTables * PlaneTables::kTable + cell[i], 1u);
      });
    }
  }
};

struct PlaneTextures {
  PlaneTables tables;
  double* features;

  CEL_FN void operator()(Block& block, std::int64_t offset) const {
    const Histograms histograms(block);
    const int levels = tables.levels();
    const std::uint32_t *first = tables.of(offset), *second = first + PlaneTables::kTable;
    histograms.clear(block, levels, levels);
    block.each(levels, [=](std::int64_t i) {
      const int a = static_cast<int>(i);
      for (int b = a; b < levels; ++b) {
        const int cell = a * levels + b, mirrored = b * levels + a;
        const std::uint32_t count =
            first[cell] + second[cell] + (a == b ? 0 : first[mirrored] + second[mirrored]);
        if (count) histograms.add(a, a, b, count);
      }
    });
    double* to = features + offset * kHaralickFeatures;
    block.each(1, [=](std::int64_t) { haralick_features(histograms.counts(levels, levels), to, 1); });
  }
};

struct MaxGrey {
  View2<const std::uint8_t> grey;
  std::int32_t* result;
  CEL_FN void operator()(Block& block, Box box) const {
    const View2<const std::uint8_t> plane = grey;
    const std::int64_t width = box.width();
    const auto most = block.max<std::int32_t>(width * box.height(), 0, [=](std::int64_t i) {
      return std::int32_t{plane(box.y0 + static_cast<int>(i / width), box.x0 + static_cast<int>(i % width))};
    });
    std::int32_t* to = result;
    block.each(1, [=](std::int64_t) { atomic_max(to, most); });
  }
};

struct Quantize {
  const float* image;
  const std::uint8_t* mask;  // may be null
  int levels;
  std::uint8_t* grey;
  CEL_FN void operator()(std::int64_t i) const {
    if (mask && !mask[i]) {
      grey[i] = 0;
      return;
    }
    const float scaled = rintf(image[i] * 255.0f);
    const int value = scaled > 0 ? scaled < 255 ? static_cast<int>(scaled) : 255 : 0;
    // In scikit-image's order: a few values that should be whole numbers come out below them.
    grey[i] = static_cast<std::uint8_t>(levels == kGreyLevels ? value : value / 255.0 * (levels - 1));
  }
};

}  // namespace

void quantize(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, int levels,
              View2<std::uint8_t> grey) {
  for_each_index(queue, image.size(), Quantize{image.data, mask.data, levels, grey.data});
}

namespace {

/// Where each patch begins, and where the last ends. Synchronises on a GPU: the host reserves their memory.
std::vector<std::int64_t> patch_starts(Queue& queue, const RegionsView& regions, int margin) {
  const HostRead<Box> boxes(queue, regions.boxes, regions.count);
  std::vector<std::int64_t> starts(regions.count + 1, 0);
  for (int k = 0; k < regions.count; ++k) {
    const std::int64_t rows = boxes[k].height() + margin, columns = boxes[k].width() + margin;
    starts[k + 1] = starts[k] + rows * columns + margin + kRun;
  }
  return starts;
}

}  // namespace

void object_textures(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                     View2<const std::uint8_t> grey, const std::vector<int>& scales, View1<double> features) {
  if (regions.count == 0 || scales.empty()) return;
  const int margin = *std::max_element(scales.begin(), scales.end());
  const std::vector<std::int64_t> layout = patch_starts(queue, regions, margin);
  const Buffer<std::int64_t> starts = upload(queue, layout);
  Buffer<std::uint8_t> ranks(queue, layout.back()), values(queue, regions.count * kGreyLevels);
  Buffer<std::int32_t> sizes(queue, regions.count);
  const Patches patches{regions, starts.data(), margin, ranks.data(), values.data(), sizes.data()};
  for_each_group(queue, regions.count, kGreyLevels, RankPatches{patches, labels.data, grey.data});
  const int cells = queue.on_gpu() ? kCellsOnGpu : kCells, scale_count = static_cast<int>(scales.size());
  const Buffer<int> on_device = upload(queue, scales);
  for_each_group(queue, static_cast<std::int64_t>(regions.count) * scale_count,
                 ObjectTextures::scratch_bytes(cells),
                 ObjectTextures{patches, on_device.data(), scale_count, cells, features.data});
}

void plane_textures(Queue& queue, View2<const std::uint8_t> grey, const std::vector<int>& scales,
                    View1<double> features) {
  for (const int scale : scales)
    CEL_REQUIRE(scale < grey.shape.height && scale < grey.shape.width,
                "the image is not larger than the texture scale");
  const auto offsets = static_cast<std::int64_t>(scales.size()) * kTextureDirections;
  const Buffer<int> on_device = upload(queue, scales);
  Buffer<std::uint32_t> cells(queue, offsets * PlaneTables::kCells);
  Buffer<std::int32_t> most = zeros<std::int32_t>(queue, 1);
  const PlaneTables tables{most.data(), cells.data()};
  const int bands = queue.on_gpu() ? std::max(1, grey.shape.height / 16) : 1;
  for_each_tile(queue, grey.shape, {64, grey.shape.width}, 0, MaxGrey{grey, most.data()});
  for_each_group(queue, offsets, 0, ClearTables{tables});
  for_each_group(queue, offsets * bands, 0, CountPlane{grey, on_device.data(), bands, tables});
  for_each_group(queue, offsets, Histograms::bytes(), PlaneTextures{tables, features.data});
}

}  // namespace cellerate::kernel
