/// Planes are stored by anti-diagonals, so that an integral image, whose every pixel wants its neighbours to
/// the left and above, is made a diagonal at a time, and all passes run over contiguous memory.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/nl_means.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "cuda/core/launch.hpp"
#include "cuda/filter/border.hpp"

namespace cellerate::kernel {
namespace {

constexpr double kFarthest = 5;  ///< patches farther apart have no weight
/// Of the weights of a batch of shifts: what stays in a CPU's cache, and what fills a GPU with blocks.
constexpr std::int64_t kCpuWeightBytes = std::int64_t{1} << 23, kGpuWeightBytes = std::int64_t{1} << 29;

/// A plane by diagonals: pixel (row, diagonal - row) lies at start(diagonal) + row. A diagonal shares its
/// memory with the one `width` further, whose rows are others.
struct Diagonals {
  Shape2 shape;
  CEL_FN int count() const { return shape.height + shape.width - 1; }
  CEL_FN std::int64_t start(int diagonal) const {
    return static_cast<std::int64_t>(diagonal % shape.width) * shape.height;
  }
};

/// Rows first ... last - 1 of a diagonal.
struct Rows {
  int first, last;
  CEL_FN int count() const { return last > first ? last - first : 0; }
};

CEL_FN inline int larger(int a, int b) { return a > b ? a : b; }
CEL_FN inline int smaller(int a, int b) { return a < b ? a : b; }

/// The part of a diagonal inside a box.
CEL_FN inline Rows rows_inside(const Box& box, int diagonal) {
  return {larger(box.y0, diagonal - box.x1 + 1), smaller(box.y1, diagonal - box.x0 + 1)};
}

/// From a patch to the one that it is compared with; never to the left.
struct Shift {
  int y, x;
};

/// Shifts in the order in which their weights are summed.
std::vector<Shift> shifts_within(int reach) {
  std::vector<Shift> shifts;
  for (int y = -reach; y <= reach; ++y)
    for (int x = 0; x <= reach; ++x) shifts.push_back({y, x});
  return shifts;
}

/// What all passes know. The image is mirrored out to `padding` pixels.
struct Plan {
  Diagonals padded;
  int channels, half_patch, padding;
  double distance_scale;
  const double* image;  ///< a plane by diagonals for each channel

  CEL_FN Box inside() const {
    return {padding, padding, padded.shape.height - padding, padded.shape.width - padding};
  }
  CEL_FN const double* channel(int c) const { return image + c * padded.shape.size(); }
};

struct Pad {
  View1<const double> image;
  Shape2 shape;
  Plan plan;
  double* padded;
  CEL_FN void operator()(int y, int x) const {
    const std::int64_t from =
        static_cast<std::int64_t>(fold_index(y - plan.padding, shape.height, Border::kMirror)) * shape.width +
        fold_index(x - plan.padding, shape.width, Border::kMirror);
    double* to = padded + plan.padded.start(y + x) + y;
    for (int c = 0; c < plan.channels; ++c)
      to[c * plan.padded.shape.size()] = image[from * plan.channels + c];
  }
};

/// exp(-distance) as skimage approximates it: the upper word of the result is linear in the distance and the
/// lower word 0, so that a float holds the double it makes. 0 for what is too far.
CEL_FN inline float weight_of(double distance) {
  constexpr double kSlope = 1512775.3951951856938;         // 2^20 / ln 2
  constexpr std::int32_t kOffset = 1072632447;             // 1023 * 2^20 - 60801
  constexpr std::int32_t kOtherBias = (1023 - 127) << 20;  // of a double's exponent, not of a float's
  const bool is_near = distance <= kFarthest;
  const auto upper = static_cast<std::int32_t>(kSlope * (is_near ? -distance : 0.0)) + kOffset;
  const std::uint32_t bits = static_cast<std::uint32_t>(upper - kOtherBias) << 3;
  float weight;
  memcpy(&weight, &bits, sizeof weight);
  // NaN, of equal patches and a cutoff of 0, is converted to the integer of the sign bit only.
  return distance > kFarthest ? 0 : is_near ? weight : -weight;
}

/// The weights of all pairs of patches that lie a shift apart, a shift for each group.
struct Weights {
  Plan plan;
  const Shift* shifts;
  int ring_size;   ///< diagonals of the integral image that are kept
  double* rings;   ///< zeros
  float* weights;  ///< a plane by diagonals for each shift, at the patch that is further left

  CEL_FN void operator()(Block& block, std::int64_t group) const {
    const Shift shift = shifts[group];
    const Shape2 shape = plan.padded.shape;
    double* ring = rings + group * ring_size * shape.height;
    float* out = weights + group * shape.size();
    const int lag = 2 * plan.half_patch;
    // The first row and column of pairs are not in the sums.
    const Box pairs{larger(1, -shift.y), 1, smaller(shape.height, shape.height - shift.y),
                    shape.width - shift.x};
    const Box patches{larger(plan.half_patch, plan.half_patch - shift.y), plan.half_patch,
                      smaller(shape.height, shape.height - shift.y) - plan.half_patch,
                      shape.width - plan.half_patch - shift.x};
    for (int diagonal = 0; diagonal < plan.padded.count(); ++diagonal) {
      integrate(block, shift, rows_inside(pairs, diagonal), diagonal, ring);
      if (diagonal >= lag)
        weigh(block, shift, rows_inside(patches, diagonal - lag), diagonal - lag, ring, out);
    }
  }

 private:
  CEL_FN double* kept(double* ring, int diagonal) const {
    return ring + static_cast<std::int64_t>((diagonal + ring_size) % ring_size) * plan.padded.shape.height;
  }

  /// Nothing is ever written in the row above a shift's pairs, nor in the column to their left before it is
  /// read: there the zeros stay.
  CEL_FN void integrate(Block& block, Shift shift, Rows rows, int diagonal, double* ring) const {
    if (rows.count() == 0) return;
    double* now = kept(ring, diagonal) + rows.first;
    const double* before = kept(ring, diagonal - 1) + rows.first;
    const double* corner = kept(ring, diagonal - 2) + rows.first - 1;
    const std::int64_t from = plan.padded.start(diagonal) + rows.first;
    const std::int64_t to = plan.padded.start(diagonal + shift.y + shift.x) + rows.first + shift.y;
    if (plan.channels == 1) {  // the loop over channels would not be vectorised
      const double *a = plan.image + from, *b = plan.image + to;
      block.each(rows.count(), [=](std::int64_t i) {
        const double difference = a[i] - b[i];
        now[i] = difference * difference + before[i - 1] + before[i] - corner[i];
      });
      return;
    }
    const Plan own = plan;
    block.each(rows.count(), [=](std::int64_t i) {
      double squares = 0;
      for (int c = 0; c < own.channels; ++c) {
        const double difference = own.channel(c)[from + i] - own.channel(c)[to + i];
        squares += difference * difference;
      }
      now[i] = squares + before[i - 1] + before[i] - corner[i];
    });
  }

  CEL_FN void weigh(Block& block, Shift shift, Rows rows, int diagonal, double* ring, float* out) const {
    if (rows.count() == 0) return;
    const int half = plan.half_patch;
    const double* lower_right = kept(ring, diagonal + 2 * half) + rows.first + half;
    const double* upper_left = kept(ring, diagonal - 2 * half) + rows.first - half;
    const double* upper_right = kept(ring, diagonal) + rows.first - half;
    const double* lower_left = kept(ring, diagonal) + rows.first + half;
    float* to = out + plan.padded.start(diagonal) + rows.first;
    const double scale = plan.distance_scale;
    // Patches above each other, but for those in one row, meet twice: once from either.
    const float factor = shift.y != 0 && shift.x == 0 ? .5f : 1.f;
    block.each(rows.count(), [=](std::int64_t i) {
      const double distance = lower_right[i] + upper_left[i] - upper_right[i] - lower_left[i];
      to[i] = factor * weight_of((distance < 0 ? 0 : distance) / scale);
    });
  }
};

/// Adds what a batch of shifts gives to the pixels of a diagonal: for each shift the pair whose upper row is
/// further up first.
struct Accumulate {
  Plan plan;
  const Shift* shifts;
  int count;
  const float* weights;
  double *totals, *sums;  ///< by diagonals; a plane of sums for each channel

  CEL_FN void operator()(Block& block, std::int64_t diagonal_index) const {
    const int diagonal = static_cast<int>(diagonal_index);
    const Rows rows = rows_inside(plan.inside(), diagonal);
    if (rows.count() == 0) return;
    const std::int64_t here = plan.padded.start(diagonal) + rows.first;
    for (int k = 0; k < count; ++k) {
      const Shift shift = shifts[k];
      const float* weight = weights + k * plan.padded.shape.size();
      const int along = shift.y + shift.x;
      const std::int64_t back = plan.padded.start(diagonal - along) + rows.first - shift.y;
      const std::int64_t ahead = plan.padded.start(diagonal + along) + rows.first + shift.y;
      const bool own_first = shift.y < 0;
      const Pair pair{weight + (own_first ? here : back), weight + (own_first ? back : here)};
      for (int c = 0; c < plan.channels; ++c) {
        const double* image = plan.channel(c);
        add(block, rows.count(), pair, image + (own_first ? ahead : back), image + (own_first ? back : ahead),
            sums + c * plan.padded.shape.size() + here, c == 0 ? totals + here : nullptr);
      }
    }
  }

 private:
  struct Pair {
    const float *first, *second;
  };
  CEL_FN static void add(Block& block, int n, Pair pair, const double* first, const double* second,
                         double* sum, double* total) {
    if (total)
      block.each(n, [=](std::int64_t i) {
        const double a = pair.first[i], b = pair.second[i];
        total[i] = total[i] + a + b;
        sum[i] = sum[i] + a * first[i] + b * second[i];
      });
    else
      block.each(n, [=](std::int64_t i) {
        sum[i] = sum[i] + pair.first[i] * first[i] + pair.second[i] * second[i];
      });
  }
};

struct Divide {
  Plan plan;
  Shape2 shape;
  const double *totals, *sums;
  float* out;
  CEL_FN void operator()(int y, int x) const {
    const int row = y + plan.padding;
    const std::int64_t at = plan.padded.start(row + x + plan.padding) + row;
    const std::int64_t pixel = static_cast<std::int64_t>(y) * shape.width + x;
    for (int c = 0; c < plan.channels; ++c)
      out[pixel * plan.channels + c] =
          static_cast<float>(sums[c * plan.padded.shape.size() + at] / totals[at]);
  }
};

}  // namespace

void nl_means(Queue& queue, View1<const double> image, Shape2 shape, int channels, int patch_size, int reach,
              double cutoff, View1<float> out) {
  CEL_REQUIRE(patch_size >= 1 && reach >= 0, "non-local means: no patch, or nowhere to search");
  CEL_REQUIRE(image.size == shape.size() * channels && out.size == image.size,
              "non-local means: the output must have the shape of the image");
  if (shape.empty()) return;
  const int half_patch = patch_size / 2, side = 2 * half_patch + 1, padding = half_patch + reach + 1;
  const Shape2 padded{shape.height + 2 * padding, shape.width + 2 * padding};
  Buffer<double> pixels(queue, padded.size() * channels);
  const Plan plan{{padded},     channels, half_patch, padding, channels * cutoff * cutoff * side * side,
                  pixels.data()};
  for_each_pixel(queue, padded, Pad{image, shape, plan, pixels.data()});

  const std::vector<Shift> shifts = shifts_within(reach);
  const Buffer<Shift> all_shifts = upload(queue, shifts);
  const auto n = static_cast<std::int64_t>(shifts.size());
  const std::int64_t batch =
      std::clamp<std::int64_t>((queue.on_gpu() ? kGpuWeightBytes : kCpuWeightBytes) /
                                   (padded.size() * static_cast<std::int64_t>(sizeof(float))),
                               1, n);
  const int ring_size = std::max(3, 4 * half_patch + 1);
  const std::int64_t ring_samples = static_cast<std::int64_t>(ring_size) * padded.height;
  Buffer<double> rings(queue, batch * ring_samples);
  Buffer<float> weights(queue, batch * padded.size());
  Buffer<double> totals = zeros<double>(queue, padded.size());
  Buffer<double> sums = zeros<double>(queue, padded.size() * channels);
  for (std::int64_t first = 0; first < n; first += batch) {
    const std::int64_t count = std::min(batch, n - first);
    const Shift* part = all_shifts.data() + first;
    queue.zero(rings.data(), rings.size() * sizeof(double));
    for_each_group(queue, count, 0, Weights{plan, part, ring_size, rings.data(), weights.data()});
    for_each_group(
        queue, plan.padded.count(), 0,
        Accumulate{plan, part, static_cast<int>(count), weights.data(), totals.data(), sums.data()});
  }
  for_each_pixel(queue, shape, Divide{plan, shape, totals.data(), sums.data(), out.data});
}

}  // namespace cellerate::kernel
