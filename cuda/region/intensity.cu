/// One group an object and image: gather and sum, sort all segments at once, then read the order statistics.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/intensity.hpp"

#include <cmath>

#include "cuda/core/atomic.hpp"
#include "cuda/core/launch.hpp"
#include "cuda/core/segmented_sort.hpp"
#include "cuda/region/max_position.hpp"
#include "cuda/region/regions.hpp"

namespace cellerate::kernel {
namespace {

struct MarkEdges {
  RegionsView regions;
  View2<const std::int32_t> labels;
  Shape2 seen;
  std::uint8_t* edges;
  CEL_FN void operator()(Block& block, std::int64_t k) const {
    const std::int32_t begin = regions.starts[k], own = static_cast<std::int32_t>(k) + 1;
    const int width = regions.shape.width, seen_width = seen.width, seen_height = seen.height;
    const std::int32_t *pixels = regions.pixels + begin, *plane = labels.data;
    std::uint8_t* to = edges + begin;
    block.each(regions.starts[k + 1] - begin, [=](std::int64_t i) {
      const std::int32_t at = pixels[i];
      const int y = at / width, x = at - y * width;
      to[i] = (x > 0 && plane[at - 1] != own) || (x + 1 < seen_width && plane[at + 1] != own) ||
              (y > 0 && plane[at - width] != own) || (y + 1 < seen_height && plane[at + width] != own);
    });
  }
};

/// Pixels are sorted by these.
template <class T>
using KeyOf = decltype(order_key(T()));
/// Of NaN, and of masked pixels.
template <class Key>
constexpr Key kLast = static_cast<Key>(~Key(0));

/// What one object of one image adds up to; a monoid, so that a block can reduce it.
template <class Key>
struct Totals {
  double value = 0, x_value = 0, y_value = 0, edge = 0;
  std::int64_t x = 0, y = 0;
  std::int32_t count = 0, edge_count = 0;
  Key edge_min = kLast<Key>, edge_max = 0;  // keys; NaN is the greatest

  CEL_FN explicit Totals(int) {}
  CEL_FN friend Totals operator+(const Totals& a, const Totals& b) {
    Totals sum(0);
    sum.value = a.value + b.value;
    sum.x_value = a.x_value + b.x_value;
    sum.y_value = a.y_value + b.y_value;
    sum.edge = a.edge + b.edge;
    sum.x = a.x + b.x;
    sum.y = a.y + b.y;
    sum.count = a.count + b.count;
    sum.edge_count = a.edge_count + b.edge_count;
    sum.edge_min = a.edge_min < b.edge_min ? a.edge_min : b.edge_min;
    sum.edge_max = a.edge_max > b.edge_max ? a.edge_max : b.edge_max;
    return sum;
  }
};

/// Sums of squared deviations from the means, of all pixels and of the edge.
struct Deviations {
  double all = 0, edge = 0;
  CEL_FN explicit Deviations(int) {}
  CEL_FN Deviations(double a, double e) : all(a), edge(e) {}
  CEL_FN friend Deviations operator+(const Deviations& a, const Deviations& b) {
    return {a.all + b.all, a.edge + b.edge};
  }
};

/// What is known of a whole image: whether any object, any edge has a pixel, and where the first one is.
struct Presence {
  std::int32_t pixel, edge, first;
};

/// Counts and sums that the second launch turns into features.
template <class Key>
struct Summary {
  Totals<Key> totals{0};
  Deviations squares{0};
};

template <class T>
struct Image {
  const T* pixels;
  const std::uint8_t* mask;  // may be null
};

/// A masked pixel counts for nothing: its key sorts behind the others, and every sum leaves it out.
template <class T>
struct Summarise {
  using Key = KeyOf<T>;
  RegionsView regions;
  const std::uint8_t* edges;
  const Image<T>* images;
  std::int64_t total;
  Key* keys;
  Summary<Key>* summaries;
  Presence* presence;

  CEL_FN void operator()(Block& block, std::int64_t group) const {
    const std::int64_t k = group % regions.count, channel = group / regions.count;
    const std::int32_t begin = regions.starts[k], n = regions.starts[k + 1] - begin;
    const int width = regions.shape.width;
    const Image<T> image = images[channel];
    const std::int32_t* pixels = regions.pixels + begin;
    const std::uint8_t* edge = edges + begin;
    Key* key = keys + channel * total + begin;
    block.each(n, [=](std::int64_t i) {
      const std::int32_t at = pixels[i];
      key[i] = image.mask && !image.mask[at] ? kLast<Key> : order_key(image.pixels[at]);
    });
    const Totals<Key> totals = block.template sum<Totals<Key>>(n, [=](std::int64_t i) {
      Totals<Key> one(0);
      const std::int32_t at = pixels[i];
      if (image.mask && !image.mask[at]) return one;
      const int y = at / width, x = at - y * width;
      one.value = image.pixels[at];
      one.x_value = x * one.value;
      one.y_value = y * one.value;
      one.x = x;
      one.y = y;
      one.count = 1;
      if (edge[i]) {
        one.edge = one.value;
        one.edge_count = 1;
        one.edge_min = one.edge_max = key[i];
      }
      return one;
    });
    const double mean = totals.value / totals.count, edge_mean = totals.edge / totals.edge_count;
    const Deviations squares = block.template sum<Deviations>(n, [=](std::int64_t i) {
      const std::int32_t at = pixels[i];
      if (image.mask && !image.mask[at]) return Deviations(0);
      const double d = image.pixels[at] - mean, e = image.pixels[at] - edge_mean;
      return Deviations(d * d, edge[i] ? e * e : 0.0);
    });
    Summary<Key>* to = summaries + group;
    Presence* known = presence + channel;
    block.each(1, [=](std::int64_t) {
      to->totals = totals;
      to->squares = squares;
      if (totals.count > 0) atomic_max(&known->pixel, 1);
      if (totals.edge_count > 0) atomic_max(&known->edge, 1);
      if (totals.count > 0) {
        std::int32_t first = 0;
        while (image.mask && !image.mask[pixels[first]]) ++first;
        atomic_min(&known->first, pixels[first]);
      }
    });
  }
};

/// The value at place t of n ascending values, interpolated upwards where there is a next one.
template <class At>
CEL_FN double at_fraction(double t, std::int32_t n, const At& at) {
  const double whole = floor(t), part = t - whole;
  const auto k = static_cast<std::int32_t>(whole);
  if (k < n - 1) return at(k) * (1 - part) + at(k + 1) * part;
  return at(k);
}

/// The k-th smallest distance from `middle` of ascending values: the k + 1 values nearest to it lie side by
/// side, so their start is found by bisection. NaNs stand at the end and are farther away than anything.
template <class Key>
struct NearestDistance {
  const Key* keys;
  std::int32_t n;
  double middle;
  CEL_FN double distance(std::int32_t i) const { return fabs(key_value(keys[i]) - middle); }
  CEL_FN bool farther(std::int32_t i, std::int32_t j) const {  // NaN counts as infinitely far
    const double a = distance(i), b = distance(j);
    return a > b || (a != a && b == b);
  }
  CEL_FN double operator()(std::int32_t k) const {
    std::int32_t low = 0, high = n - 1 - k;
    while (low < high) {
      const std::int32_t start = (low + high) / 2;
      if (farther(start, start + k + 1))
        low = start + 1;
      else
        high = start;
    }
    return farther(low, low + k) ? distance(low) : distance(low + k);
  }
};

template <class T>
struct WriteFeatures {
  using Key = KeyOf<T>;
  RegionsView regions;
  std::int64_t total;
  const Key* keys;
  const Image<T>* images;
  const Summary<Key>* summaries;
  const Presence* presence;
  double* features;
  std::int32_t* ties;  // pixels that share an object's maximum

  CEL_FN void operator()(Block& block, std::int64_t group) const {
    const std::int64_t k = group % regions.count, channel = group / regions.count;
    const std::int32_t begin = regions.starts[k], n = regions.starts[k + 1] - begin;
    const Summary<Key>& summary = summaries[group];
    const Key* sorted = keys + channel * total + begin;
    const Image<T> image = images[channel];
    const std::int32_t* pixels = regions.pixels + begin;
    const std::int32_t count = summary.totals.count;
    const Key top = count > 0 ? sorted[count - 1] : 0;
    const auto is_top = [=](std::int64_t i) {
      return !(image.mask && !image.mask[pixels[i]]) && order_key(image.pixels[pixels[i]]) == top;
    };
    const std::int32_t n_top =
        count > 0 ? block.template sum<std::int32_t>(n, [=](std::int64_t i) { return is_top(i) ? 1 : 0; })
                  : 0;
    const std::int32_t place =
        count > 0 ? block.template min<std::int32_t>(
                        n, n, [=](std::int64_t i) { return is_top(i) ? static_cast<std::int32_t>(i) : n; })
                  : 0;
    std::int32_t* tied = ties + group;
    const WriteFeatures self = *this;
    block.each(1, [=](std::int64_t) {
      *tied = n_top;
      self.write(k, channel, sorted, count > 0 ? pixels[place] : self.presence[channel].first);
    });
  }

  CEL_FN double& at(std::int64_t channel, Intensity feature, std::int64_t k) const {
    return features[(channel * kIntensityFeatures + static_cast<int>(feature)) * regions.count + k];
  }

  CEL_FN void write(std::int64_t k, std::int64_t c, const Key* sorted, std::int32_t max_at) const {
    const Summary<Key>& summary = summaries[c * regions.count + k];
    if (regions.starts[k] == regions.starts[k + 1]) return;  // a label that does not occur keeps its zeros
    if (presence[c].pixel) {
      write_all(k, c, summary, sorted);
      at(c, Intensity::MaxX, k) = max_at % regions.shape.width;
      at(c, Intensity::MaxY, k) = max_at / regions.shape.width;
    }
    if (presence[c].edge) write_edge(k, c, summary);
  }

  CEL_FN void write_all(std::int64_t k, std::int64_t c, const Summary<Key>& summary,
                        const Key* sorted) const {
    const Totals<Key>& t = summary.totals;
    const double n = t.count;
    at(c, Intensity::Integrated, k) = t.value;
    at(c, Intensity::Mean, k) = t.value / n;
    at(c, Intensity::Std, k) = sqrt(summary.squares.all / n);
    const double mass_x = t.x_value / t.value, mass_y = t.y_value / t.value;
    const double dx = t.x / n - mass_x, dy = t.y / n - mass_y;
    const double mass_z = 0 / t.value;  // of a plane 0, but NaN where the others are
    const double dz = 0 / n - mass_z;
    at(c, Intensity::CenterMassX, k) = mass_x;
    at(c, Intensity::CenterMassY, k) = mass_y;
    at(c, Intensity::CenterMassZ, k) = mass_z;
    at(c, Intensity::MassDisplacement, k) = sqrt(dx * dx + dy * dy + dz * dz);
    if (t.count == 0) return;
    const auto value = [=](std::int32_t i) { return static_cast<double>(key_value(sorted[i])); };
    const double median = at_fraction(n * 0.5, t.count, value);
    at(c, Intensity::Min, k) = value(0);
    at(c, Intensity::Max, k) = value(t.count - 1);
    at(c, Intensity::LowerQuartile, k) = at_fraction(n * 0.25, t.count, value);
    at(c, Intensity::Median, k) = median;
    at(c, Intensity::UpperQuartile, k) = at_fraction(n * 0.75, t.count, value);
    at(c, Intensity::Mad, k) = at_fraction(n / 2, t.count, NearestDistance<Key>{sorted, t.count, median});
  }

  CEL_FN void write_edge(std::int64_t k, std::int64_t c, const Summary<Key>& summary) const {
    const Totals<Key>& t = summary.totals;
    const double n = t.edge_count;
    at(c, Intensity::IntegratedEdge, k) = t.edge;
    at(c, Intensity::MeanEdge, k) = t.edge / n;
    at(c, Intensity::StdEdge, k) = sqrt(summary.squares.edge / n);
    if (t.edge_count == 0) return;
    at(c, Intensity::MinEdge, k) = key_value(t.edge_min);
    at(c, Intensity::MaxEdge, k) = key_value(t.edge_max);
  }
};

struct CopyStarts {
  const std::int32_t* starts;
  int count;
  std::int64_t total;
  std::int32_t* to;
  CEL_FN void operator()(std::int64_t i) const {
    to[i] = static_cast<std::int32_t>(i / count * total) + starts[i % count];
  }
};

template <class T>
void measure_together(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                      View1<const std::uint8_t> edges, const std::vector<MaskedPlane<T>>& images,
                      View1<double> features, Ties decided) {
  using Key = KeyOf<T>;
  const auto channels = static_cast<std::int64_t>(images.size());
  const std::int64_t groups = channels * regions.count, total = edges.size;
  queue.zero(features.data, features.size * sizeof(double));
  if (total == 0 || channels == 0) return;

  std::vector<Image<T>> planes;
  for (const MaskedPlane<T>& image : images) planes.push_back({image.pixels.data, image.mask.data});
  const Buffer<Image<T>> on_device = upload(queue, planes);
  Buffer<std::int32_t> segments(queue, groups + 1), ties(queue, groups);
  Buffer<Key> keys(queue, channels * total);
  Buffer<Summary<Key>> summaries(queue, groups);
  Buffer<Presence> presence =
      upload(queue, std::vector<Presence>(channels, {0, 0, static_cast<std::int32_t>(regions.shape.size())}));

  for_each_index(queue, groups + 1, CopyStarts{regions.starts, regions.count, total, segments.data()});
  for_each_group(queue, groups, 0,
                 Summarise<T>{regions, edges.data, on_device.data(), total, keys.data(), summaries.data(),
                              presence.data()});
  segmented_sort(queue, keys.view(), segments.data(), groups);
  for_each_group(queue, groups, 0,
                 WriteFeatures<T>{regions, total, keys.data(), on_device.data(), summaries.data(),
                                  presence.data(), features.data, ties.data()});
  if (decided == Ties::Fast) return;
  const HostRead<std::int32_t> tied(queue, ties.data(), groups);
  for (std::int64_t c = 0; c < channels; ++c) {
    double* plane = features.data + c * kIntensityFeatures * regions.count;
    const std::int64_t n = regions.count;
    resolve_tied_maxima(queue, labels, images[c], {tied.data() + c * n, n},
                        {plane + static_cast<int>(Intensity::MaxX) * n, n},
                        {plane + static_cast<int>(Intensity::MaxY) * n, n});
  }
}

/// All images in the same launches on a GPU. On the CPU one by one: the keys to sort stay in the cache, and
/// their memory is that of one image.
template <class T>
void measure(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
             View1<const std::uint8_t> edges, const std::vector<MaskedPlane<T>>& images,
             View1<double> features, Ties ties) {
  if (queue.on_gpu()) return measure_together(queue, regions, labels, edges, images, features, ties);
  const std::int64_t size = std::int64_t{kIntensityFeatures} * regions.count;
  for (std::size_t i = 0; i < images.size(); ++i)
    measure_together<T>(queue, regions, labels, edges, {images[i]},
                        {features.data + static_cast<std::int64_t>(i) * size, size}, ties);
}

}  // namespace

void object_edges(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                  View1<std::uint8_t> edges) {
  object_edges(queue, regions, labels, regions.shape, edges);
}

void object_edges(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels, Shape2 seen,
                  View1<std::uint8_t> edges) {
  for_each_group(queue, regions.count, 0, MarkEdges{regions, labels, seen, edges.data});
}

void object_intensity(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                      View1<const std::uint8_t> edges, const std::vector<MaskedImage>& images,
                      View1<double> features, Ties ties) {
  measure(queue, regions, labels, edges, images, features, ties);
}
void object_intensity(Queue& queue, const RegionsView& regions, View2<const std::int32_t> labels,
                      View1<const std::uint8_t> edges, const std::vector<MaskedPlane<double>>& images,
                      View1<double> features, Ties ties) {
  measure(queue, regions, labels, edges, images, features, ties);
}

}  // namespace cellerate::kernel
