/// Counting sort of the plane by label: counts per band of rows, prefix sums, then each band writes its own
/// places, so that the pixels of an object come in raster order whatever the order of the bands.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/pixel_index.hpp"

#include <vector>

#include "cuda/core/atomic.hpp"
#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kBandRows = 64;

struct MaxLabel {
  View2<const std::int32_t> labels;
  std::int32_t* result;
  CEL_FN void operator()(Block& block, Box box) const {
    // The band is as wide as the plane, so its pixels lie in a row.
    const std::int32_t* const pixels = labels.row(box.y0);
    const std::int64_t n = static_cast<std::int64_t>(box.width()) * box.height();
    const std::int32_t most = block.max<std::int32_t>(n, 0, [=](std::int64_t i) { return pixels[i]; });
    std::int32_t* to = result;
    block.each(1, [=](std::int64_t) { atomic_max(to, most); });
  }
};

/// Counts of each label in each band: counts[label - 1][band]. One atomic a run of equal pixels.
struct CountRow {
  View2<const std::int32_t> labels;
  int bands;
  std::int32_t* counts;
  CEL_FN void operator()(std::int64_t y) const {
    const std::int32_t* row = labels.row(static_cast<int>(y));
    const int width = labels.shape.width;
    for (int x = 0; x < width;) {
      const std::int32_t label = row[x];
      const int begin = x;
      while (++x < width && row[x] == label) {
      }
      if (label > 0)
        atomic_add(&counts[static_cast<std::int64_t>(label - 1) * bands + y / kBandRows], x - begin);
    }
  }
};

/// One thread a band walks it in raster order and takes the next place of each label it meets.
struct PlaceBand {
  View2<const std::int32_t> labels;
  int bands;
  std::int32_t* next;
  std::int32_t* pixels;
  CEL_FN void operator()(std::int64_t band) const {
    const int y1 = (static_cast<int>(band) + 1) * kBandRows;
    for (int y = static_cast<int>(band) * kBandRows; y < y1 && y < labels.shape.height; ++y) {
      const std::int32_t* row = labels.row(y);
      for (int x = 0; x < labels.shape.width; ++x)
        if (row[x] > 0)
          pixels[next[static_cast<std::int64_t>(row[x] - 1) * bands + band]++] = y * labels.shape.width + x;
    }
  }
};

struct FindBox {
  RegionsView regions;
  Box* boxes;
  CEL_FN void operator()(std::int64_t k) const {
    const std::int32_t begin = regions.starts[k], end = regions.starts[k + 1];
    Box box;
    if (begin < end) {
      const int width = regions.shape.width;
      box = {regions.pixels[begin] / width, width, regions.pixels[end - 1] / width + 1, 0};
      std::int32_t row_begin = box.y0 * width;
      for (std::int32_t i = begin; i < end; ++i) {
        const std::int32_t pixel = regions.pixels[i];
        if (pixel >= row_begin + width) row_begin = pixel / width * width;
        const int x = pixel - row_begin;
        if (x < box.x0) box.x0 = x;
        if (x >= box.x1) box.x1 = x + 1;
      }
    }
    boxes[k] = box;
  }
};

}  // namespace

int max_label(Queue& queue, View2<const std::int32_t> labels) {
  Buffer<std::int32_t> result = zeros<std::int32_t>(queue, 1);
  for_each_tile(queue, labels.shape, {kBandRows, labels.shape.width}, 0, MaxLabel{labels, result.data()});
  return HostRead<std::int32_t>(queue, result.data(), 1)[0];
}

PixelIndex pixel_index(Queue& queue, View2<const std::int32_t> labels, int count) {
  PixelIndex index;
  index.shape = labels.shape;
  index.count = count;
  const int bands = (labels.shape.height + kBandRows - 1) / kBandRows;
  const std::int64_t cells = static_cast<std::int64_t>(count) * bands;
  Buffer<std::int32_t> counts = zeros<std::int32_t>(queue, cells);
  for_each_index(queue, labels.shape.height, CountRow{labels, bands, counts.data()});

  // The prefix sums run over objects x bands, a few thousand numbers: on the host.
  std::vector<std::int32_t> next = download(queue, counts), starts(count + 1, 0);
  std::int32_t total = 0;
  for (std::int64_t cell = 0; cell < cells; ++cell) {
    if (cell % bands == 0) starts[cell / bands] = total;
    total += std::exchange(next[cell], total);
  }
  starts[count] = total;
  queue.copy_in(counts.data(), next.data(), cells * sizeof(std::int32_t));
  index.starts = upload(queue, starts);
  index.pixels = Buffer<std::int32_t>(queue, total);
  index.boxes = Buffer<Box>(queue, count);
  for_each_index(queue, bands, PlaceBand{labels, bands, counts.data(), index.pixels.data()});
  for_each_index(queue, count, FindBox{index.view(), index.boxes.data()});
  return index;
}

}  // namespace cellerate::kernel
