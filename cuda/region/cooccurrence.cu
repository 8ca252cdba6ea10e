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

constexpr int kCells = kGreyLevels * (kGreyLevels + 1) / 2;  // of the full triangular table
constexpr int kCellsOnGpu = 8960;                            // what fits into 48 KB beside the histograms

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

  CEL_FN void clear(Block& block) const {
    const Histograms self = *this;
    block.each(2 * kGreyLevels, [=](std::int64_t i) {
      self.sums[i] = 0;
      if (i >= kGreyLevels) return;
      self.single[i] = self.differences[i] = 0;
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
    for (int i = 0; i < kGreyLevels; ++i) all.pairs += differences[i];
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

struct ObjectTextures {
  RegionsView regions;
  const std::int32_t* labels;
  const std::uint8_t* grey;
  const int* scales;
  int cells;
  double* features;

  static std::int64_t scratch_bytes(int cells) {
    return Histograms::bytes() + (2 + sizeof(std::int32_t)) * kGreyLevels + 16 +
           cells * sizeof(std::uint32_t);
  }

  CEL_FN void operator()(Block& block, std::int64_t group) const {
    const std::int64_t k = group % regions.count, scale = group / regions.count;
    const Histograms histograms(block);
    std::uint8_t* rank = block.scratch<std::uint8_t>(kGreyLevels);  // of a grey value, ascending
    std::uint8_t* value = block.scratch<std::uint8_t>(kGreyLevels);
    std::int32_t* row_start = block.scratch<std::int32_t>(kGreyLevels);
    std::int32_t* size = block.scratch<std::int32_t>(1);
    std::uint32_t* table = block.scratch<std::uint32_t>(cells);
    rank_values(block, k, rank, value, row_start, size);
    const int ranks = *size, n_cells = cells;
    double* to = features + scale * kTextureDirections * kHaralickFeatures * regions.count + k;
    const std::int64_t stride = regions.count;
    bool complete = true;
    for (int direction = 0; direction < kTextureDirections; ++direction) {
      histograms.clear(block);
      block.each(n_cells < ranks * (ranks + 1) / 2 ? n_cells : ranks * (ranks + 1) / 2,
                 [=](std::int64_t i) { table[i] = 0; });
      for (int first = 0; first < ranks;) {
        int last = first, used = 0;
        while (last < ranks && used + ranks - last <= n_cells) used += ranks - last++;
        count_pairs(block, k, step(scales[scale], direction), rank, row_start, first, last, table);
        read_table(block, histograms, ranks, value, row_start, first, last, table);
        first = last;
      }
      const PairCounts counts = histograms.counts(ranks, ranks ? value[ranks - 1] + 1 : 0);
      complete = complete && counts.pairs > 0;
      double* here = to + direction * kHaralickFeatures * stride;
      if (counts.pairs > 0) block.each(1, [=](std::int64_t) { haralick_features(counts, here, stride); });
    }
    if (!complete)
      block.each(kTextureDirections * kHaralickFeatures, [=](std::int64_t i) { to[i * stride] = 0; });
  }

  /// Numbers the grey values above 0 that occur in the object.
  CEL_FN void rank_values(Block& block, std::int64_t k, std::uint8_t* rank, std::uint8_t* value,
                          std::int32_t* row_start, std::int32_t* size) const {
    const std::int32_t begin = regions.starts[k];
    const std::int32_t* pixels = regions.pixels + begin;
    const std::uint8_t* plane = grey;
    block.each(kGreyLevels, [=](std::int64_t i) { rank[i] = 0; });
    block.each(regions.starts[k + 1] - begin, [=](std::int64_t i) { rank[plane[pixels[i]]] = 1; });
    block.each(1, [=](std::int64_t) {
      int n = 0;
      for (int g = 1; g < kGreyLevels; ++g) {
        if (!rank[g]) continue;
        rank[g] = static_cast<std::uint8_t>(n);
        value[n++] = static_cast<std::uint8_t>(g);
      }
      // Row r of the triangle has the cells (r, r) ... (r, n - 1): its start is that of column 0.
      for (int r = 0, start = 0; r < n; start += n - r, ++r) row_start[r] = start - r;
      *size = n;
    });
  }

  CEL_FN void count_pairs(Block& block, std::int64_t k, Step offset, const std::uint8_t* rank,
                          const std::int32_t* row_start, int first, int last, std::uint32_t* table) const {
    const std::int32_t begin = regions.starts[k], own = static_cast<std::int32_t>(k) + 1;
    const std::int32_t *pixels = regions.pixels + begin, *plane = labels;
    const std::uint8_t* values = grey;
    const Box box = regions.boxes[k];
    const int width = regions.shape.width, height = regions.shape.height;
    const bool inside = box.y1 + offset.y <= height && box.x0 + offset.x >= 0 && box.x1 + offset.x <= width;
    const std::int32_t apart = offset.y * width + offset.x, table_start = row_start[first] + first;
    block.each(regions.starts[k + 1] - begin, [=](std::int64_t i) {
      const std::int32_t at = pixels[i];
      if (!inside) {
        const int y = at / width, x = at - y * width + offset.x;
        if (y + offset.y >= height || x < 0 || x >= width) return;
      }
      if (plane[at + apart] != own) return;
      const int a = values[at], b = values[at + apart];
      if (a == 0 || b == 0) return;
      const int low = rank[a < b ? a : b], high = rank[a < b ? b : a];
      if (low >= first && low < last) add_in_block(table + (row_start[low] + high - table_start), 1u);
    });
  }

  /// Adds the counts to the histograms, a thread a row, and leaves zeros.
  CEL_FN void read_table(Block& block, const Histograms& histograms, int ranks, const std::uint8_t* value,
                         const std::int32_t* row_start, int first, int last, std::uint32_t* table) const {
    const std::int32_t table_start = row_start[first] + first;
    const Histograms into = histograms;
    block.each(last - first, [=](std::int64_t i) {
      const int row = first + static_cast<int>(i);
      std::uint32_t* cells_of_row = table + (row_start[row] - table_start);
      for (int column = row; column < ranks; ++column) {
        const std::uint32_t count = cells_of_row[column];
        if (!count) continue;
        into.add(row, value[row], value[column], count);
        cells_of_row[column] = 0;
      }
    });
  }
};

/// Ordered pairs of a band of rows, into a table that the bands share on a GPU; on the CPU there is one band.
struct CountPlane {
  View2<const std::uint8_t> grey;
  const int* scales;
  int bands;
  std::uint32_t* tables;

  CEL_FN void operator()(Block& block, std::int64_t group) const {
    const std::int64_t offset = group / bands, band = group % bands;
    const Step apart =
        step(scales[offset / kTextureDirections], static_cast<int>(offset % kTextureDirections));
    const int rows = grey.shape.height - apart.y;
    std::uint32_t* table = tables + offset * kGreyLevels * kGreyLevels;
    const int x0 = apart.x < 0 ? -apart.x : 0;
    const int n = grey.shape.width - (apart.x < 0 ? -apart.x : apart.x);
    for (int y = static_cast<int>(rows * band / bands); y < rows * (band + 1) / bands; ++y) {
      const std::uint8_t *from = grey.row(y) + x0, *to = grey.row(y + apart.y) + x0 + apart.x;
      block.each(n, [=](std::int64_t x) { add_in_block(table + from[x] * kGreyLevels + to[x], 1u); });
    }
  }
};

struct PlaneTextures {
  const std::uint32_t* tables;
  double* features;

  CEL_FN void operator()(Block& block, std::int64_t offset) const {
    const Histograms histograms(block);
    const std::uint32_t* table = tables + offset * kGreyLevels * kGreyLevels;
    histograms.clear(block);
    block.each(kGreyLevels, [=](std::int64_t i) {
      const int a = static_cast<int>(i);
      for (int b = a; b < kGreyLevels; ++b) {
        const std::uint32_t count = table[a * kGreyLevels + b] + (a == b ? 0 : table[b * kGreyLevels + a]);
        if (count) histograms.add(a, a, b, count);
      }
    });
    double* to = features + offset * kHaralickFeatures;
    const int levels = *max_level;
    block.each(1,
               [=](std::int64_t) { haralick_features(histograms.counts(kGreyLevels, levels + 1), to, 1); });
  }
  const std::int32_t* max_level;
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

void object_textures(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                     View2<const std::uint8_t> grey, const std::vector<int>& scales, View1<double> features) {
  const int cells = queue.on_gpu() ? kCellsOnGpu : kCells;
  const Buffer<int> on_device = upload(queue, scales);
  for_each_group(queue, regions.count * static_cast<std::int64_t>(scales.size()),
                 ObjectTextures::scratch_bytes(cells),
                 ObjectTextures{regions, labels.data, grey.data, on_device.data(), cells, features.data});
}

void plane_textures(Queue& queue, View2<const std::uint8_t> grey, const std::vector<int>& scales,
                    View1<double> features) {
  for (const int scale : scales)
    CEL_REQUIRE(scale < grey.shape.height && scale < grey.shape.width,
                "the image is not larger than the texture scale");
  const auto offsets = static_cast<std::int64_t>(scales.size()) * kTextureDirections;
  const Buffer<int> on_device = upload(queue, scales);
  Buffer<std::uint32_t> tables = zeros<std::uint32_t>(queue, offsets * kGreyLevels * kGreyLevels);
  Buffer<std::int32_t> most = zeros<std::int32_t>(queue, 1);
  const int bands = queue.on_gpu() ? std::max(1, grey.shape.height / 16) : 1;
  for_each_tile(queue, grey.shape, {64, grey.shape.width}, 0, MaxGrey{grey, most.data()});
  for_each_group(queue, offsets * bands, 0, CountPlane{grey, on_device.data(), bands, tables.data()});
  for_each_group(queue, offsets, Histograms::bytes(),
                 PlaneTextures{tables.data(), features.data, most.data()});
}

}  // namespace cellerate::kernel
