/// The replay of scipy.ndimage.maximum_position, for the objects that need it.
// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/max_position.hpp"

#include <algorithm>
#include <vector>

#include "cuda/numeric/argsort.hpp"

namespace cellerate::kernel {
namespace {

/// The unmasked object pixels of the plane in raster order.
template <class T>
struct ObjectPixels {
  std::vector<T> values;
  std::vector<std::int32_t> places;
};

template <class T>
ObjectPixels<T> gather(const HostRead<std::int32_t>& labels, const HostRead<T>& image,
                       const HostRead<std::uint8_t>& mask) {
  ObjectPixels<T> found;
  for (std::int64_t i = 0; i < labels.size(); ++i) {
    if (labels[i] <= 0 || (mask.size() > 0 && !mask[i])) continue;
    found.values.push_back(image[i]);
    found.places.push_back(static_cast<std::int32_t>(i));
  }
  return found;
}

template <class T>
void resolve(Queue& queue, View2<const std::int32_t> labels, const MaskedPlane<T>& image,
             View1<const std::int32_t> ties, View1<double> max_x, View1<double> max_y) {
  if (std::none_of(ties.begin(), ties.end(), [](std::int32_t n) { return n > 1; })) return;
  const HostRead<std::int32_t> label(queue, labels.data, labels.size());
  const HostRead<T> pixels(queue, image.pixels.data, image.pixels.size());
  const HostRead<std::uint8_t> mask(queue, image.mask.data, image.mask ? image.mask.size() : 0);
  std::vector<double> x = download(queue, max_x.data, max_x.size),
                      y = download(queue, max_y.data, max_y.size);
  std::vector<T> maxima;
  for (std::int64_t k = 0; k < ties.size; ++k)
    if (ties[k] > 1)
      maxima.push_back(
          pixels[static_cast<std::int64_t>(y[k]) * labels.shape.width + static_cast<std::int64_t>(x[k])]);
  const ObjectPixels<T> objects = gather(label, pixels, mask);
  std::vector<std::int32_t> last(ties.size);
  for (const std::int64_t i : numpy_argsort_where(objects.values, std::move(maxima)))
    last[label[objects.places[i]] - 1] = objects.places[i];
  for (std::int64_t k = 0; k < ties.size; ++k) {
    if (ties[k] <= 1) continue;
    x[k] = last[k] % labels.shape.width;
    y[k] = last[k] / labels.shape.width;
  }
  queue.copy_in(max_x.data, x.data(), x.size() * sizeof(double));
  queue.copy_in(max_y.data, y.data(), y.size() * sizeof(double));
}

}  // namespace

void resolve_tied_maxima(Queue& queue, View2<const std::int32_t> labels, const MaskedImage& image,
                         View1<const std::int32_t> ties, View1<double> max_x, View1<double> max_y) {
  resolve(queue, labels, image, ties, max_x, max_y);
}
void resolve_tied_maxima(Queue& queue, View2<const std::int32_t> labels, const MaskedPlane<double>& image,
                         View1<const std::int32_t> ties, View1<double> max_x, View1<double> max_y) {
  resolve(queue, labels, image, ties, max_x, max_y);
}

}  // namespace cellerate::kernel
