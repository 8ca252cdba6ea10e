/// One thread a ring and four images: each adds up a ring's pixels in raster order.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/radial_rings.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "cuda/core/launch.hpp"
#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/region/regions.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kWedges = 8;
constexpr int kImages = 4;

/// Sums over a ring, of the images that one thread takes.
template <class T>
struct RingSums {
  T ring[kImages];
  T wedge[kWedges][kImages];
  std::int32_t pixels[kWedges];
};

/// Of the means of the wedges that have pixels: their deviation over their mean, as numpy.ma has it.
template <class T>
CEL_FN double variation(const RingSums<T>& sums, int image) {
  double mean[kWedges], square[kWedges];
  int used = 0;
  for (int w = 0; w < kWedges; ++w) {
    mean[w] = sums.pixels[w] ? static_cast<double>(sums.wedge[w][image]) / sums.pixels[w] : 0.0;
    used += sums.pixels[w] > 0;
  }
  if (used == 0) return 0;
  const auto sum_of = [](const double* values) {
    return pairwise_leaf<double>([=](std::int64_t i) { return values[i]; }, 0, kWedges);
  };
  const double middle = sum_of(mean) / used;
  for (int w = 0; w < kWedges; ++w)
    square[w] = sums.pixels[w] ? (mean[w] - middle) * (mean[w] - middle) : 0.0;
  const double deviation = sqrt(sum_of(square) / used), ratio = deviation / middle;
  // Where the quotient is none, numpy.ma keeps the dividend
  const bool is_undefined = !(fabs(ratio) <= std::numeric_limits<double>::max()) ||
                            fabs(deviation) * std::numeric_limits<double>::min() >= fabs(middle);
  return is_undefined ? deviation : ratio;
}

template <class T>
struct MeasureRings {
  const std::int32_t* starts;
  const std::int32_t* pixels;
  const std::uint8_t* wedges;
  int count, rings, images;
  const View2<const T>* planes;
  double* features;

  static std::int64_t scratch_bytes(int rings) {
    return rings * static_cast<std::int64_t>(sizeof(RingSums<T>)) + 16;
  }

  CEL_FN void operator()(Block& block, std::int64_t group) const {
    const std::int64_t object = group % count;
    const int first = static_cast<int>(group / count) * kImages;
    const MeasureRings self = *this;
    auto* const sums = block.scratch<RingSums<T>>(rings);
    block.each(rings,
               [=](std::int64_t ring) { sums[ring] = self.sums_of(object * self.rings + ring, first); });
    block.each(static_cast<std::int64_t>(rings) * kImages, [=](std::int64_t i) {
      const int image = static_cast<int>(i % kImages);
      if (first + image < self.images) self.write(sums, object, i / kImages, first, image);
    });
  }

  CEL_FN RingSums<T> sums_of(std::int64_t ring, int first) const {
    RingSums<T> sums{};
    const T* from[kImages];
    for (int c = 0; c < kImages; ++c) from[c] = planes[first + c < images ? first + c : first].data;
    for (std::int32_t i = starts[ring]; i < starts[ring + 1]; ++i) {
      T* const wedge = sums.wedge[wedges[i]];
      for (int c = 0; c < kImages; ++c) {
        const T value = from[c][pixels[i]];
        sums.ring[c] += value;
        wedge[c] += value;
      }
      ++sums.pixels[wedges[i]];
    }
    return sums;
  }

  CEL_FN void write(const RingSums<T>* sums, std::int64_t object, std::int64_t ring, int first,
                    int image) const {
    const T total = numpy_sum<T>(rings, [=](std::int64_t i) { return sums[i].ring[image]; });
    const std::int32_t* const of_object = starts + object * rings;
    const double share_of_pixels = static_cast<double>(of_object[ring + 1] - of_object[ring]) /
                                   static_cast<double>(of_object[rings] - of_object[0]);
    const T share = sums[ring].ring[image] / total;
    at(first + image, Radial::FracAtD, ring, object) = share;
    at(first + image, Radial::MeanFrac, ring, object) =
        share / (share_of_pixels + std::numeric_limits<double>::epsilon());
    at(first + image, Radial::RadialCV, ring, object) = variation(sums[ring], image);
  }
  CEL_FN double& at(int image, Radial feature, std::int64_t ring, std::int64_t object) const {
    return features
        [((static_cast<std::int64_t>(image) * kRadialFeatures + static_cast<int>(feature)) * rings + ring) *
             count +
         object];
  }
};

template <class T>
void measure(Queue& queue, const RadialRings& rings, const std::vector<View2<const T>>& images,
             View1<double> features) {
  const int n = static_cast<int>(images.size()), chunks = (n + kImages - 1) / kImages;
  const auto planes = upload(queue, images);
  for_each_group(queue, static_cast<std::int64_t>(rings.count) * chunks,
                 MeasureRings<T>::scratch_bytes(rings.rings),
                 MeasureRings<T>{rings.starts.data(), rings.pixels.data(), rings.wedges.data(), rings.count,
                                 rings.rings, n, planes.data(), features.data});
}

struct PaintRings {
  const std::int32_t* starts;
  const std::int32_t* pixels;
  int count, rings, channels;
  const float* values;
  float* plane;
  CEL_FN void operator()(Block& block, std::int64_t group) const {
    const std::int64_t object = group / rings, ring = group % rings;
    const float* const value = values + (ring * count + object) * channels;
    const std::int32_t begin = starts[group];
    const PaintRings self = *this;
    block.each(static_cast<std::int64_t>(starts[group + 1] - begin) * channels, [=](std::int64_t i) {
      const std::int64_t channel = i % self.channels;
      self.plane[static_cast<std::int64_t>(self.pixels[begin + i / self.channels]) * self.channels +
                 channel] = value[channel];
    });
  }
};

void paint(Queue& queue, const RadialRings& rings, int channels, const float* values, float* plane) {
  for_each_group(queue, static_cast<std::int64_t>(rings.count) * rings.rings, 0,
                 PaintRings{rings.starts.data(), rings.pixels.data(), rings.count, rings.rings, channels,
                            values, plane});
}

}  // namespace

RadialRings radial_rings(Queue& queue, const RegionsView& regions, const RadialMap& map, int bins) {
  const HostRead<std::int32_t> starts(queue, regions.starts, regions.count + 1);
  const HostRead<std::int32_t> pixels(queue, regions.pixels, pixel_count(queue, regions));
  const int rings = bins + 1;
  const std::int64_t n = pixels.size();
  std::vector<std::int32_t> ring_of(n, -1);
  for (std::int64_t i = 0; i < n; ++i)
    if (map.distances[i] >= 0) {
      const double ring = map.distances[i] * bins;
      ring_of[i] = ring < bins ? static_cast<std::int32_t>(ring) : bins;
    }
  RadialRings result{regions.count, rings,
                     Buffer<std::int32_t>(queue, std::int64_t{regions.count} * rings + 1),
                     Buffer<std::int32_t>(queue, n), Buffer<std::uint8_t>(queue, n)};
  HostWrite<std::int32_t> ring_starts(queue, result.starts.data(), result.starts.size());
  HostWrite<std::int32_t> ring_pixels(queue, result.pixels.data(), n);
  HostWrite<std::uint8_t> wedges(queue, result.wedges.data(), n);
  std::vector<std::int32_t> next(rings);
  std::int32_t used = 0;
  for (int k = 0; k < regions.count; ++k) {
    std::fill(next.begin(), next.end(), 0);
    for (std::int32_t i = starts[k]; i < starts[k + 1]; ++i)
      if (ring_of[i] >= 0) ++next[ring_of[i]];
    for (int ring = 0; ring < rings; ++ring) {
      ring_starts[std::int64_t{k} * rings + ring] = used;
      used += std::exchange(next[ring], used);
    }
    for (std::int32_t i = starts[k]; i < starts[k + 1]; ++i) {
      if (ring_of[i] < 0) continue;
      const std::int32_t to = next[ring_of[i]]++;
      ring_pixels[to] = pixels[i];
      wedges[to] = map.wedges[i];
    }
  }
  ring_starts[std::int64_t{regions.count} * rings] = used;
  ring_starts.commit();
  ring_pixels.commit();
  wedges.commit();
  return result;
}

void radial_features(Queue& queue, const RadialRings& rings, const std::vector<View2<const float>>& images,
                     View1<double> features) {
  measure(queue, rings, images, features);
}
void radial_features(Queue& queue, const RadialRings& rings, const std::vector<View2<const double>>& images,
                     View1<double> features) {
  measure(queue, rings, images, features);
}

void paint_rings(Queue& queue, const RadialRings& rings, View1<const float> colors, View1<float> plane) {
  paint(queue, rings, 3, colors.data, plane.data);
}
void paint_rings_gray(Queue& queue, const RadialRings& rings, View1<const float> values, View2<float> plane) {
  paint(queue, rings, 1, values.data, plane.data);
}

}  // namespace cellerate::kernel
