// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/octagon_filter.hpp"

#include <utility>

#include "cuda/core/launch.hpp"
#include "cuda/filter/rank_median.hpp"
#include "cuda/numeric/rank_bins.hpp"
#include "cuda/threshold/compact.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kBins = 255;

/// The last bin that begins at or below the pixel.
template <class T>
struct ToBin {
  const T* image;
  const T* lowest;
  int bins;
  std::uint16_t* out;
  CEL_FN void operator()(std::int64_t i) const {
    int first = 0, last = bins - 1;
    while (first < last) {
      const int middle = (first + last + 1) / 2;
      if (lowest[middle] <= image[i])
        first = middle;
      else
        last = middle - 1;
    }
    out[i] = static_cast<std::uint16_t>(first);
  }
};

template <class T>
struct FromBin {
  const std::uint16_t* bin;
  const T* lowest;
  float* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = static_cast<float>(lowest[bin[i]]); }
};

template <class T>
struct Copy {
  const T* image;
  float* out;
  CEL_FN void operator()(std::int64_t i) const { out[i] = static_cast<float>(image[i]); }
};

template <class T>
void filter(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask, double radius,
            View2<float> out) {
  const std::int64_t n = image.size();
  const std::vector<T> inside =
      mask ? download(queue, compact(queue, image, mask)) : download(queue, image.data, n);
  if (inside.empty()) return for_each_index(queue, n, Copy<T>{image.data, out.data});
  const auto lowest = upload(queue, rank_bins(inside, kBins));
  Buffer<std::uint16_t> bins(queue, image.shape), medians(queue, image.shape);
  for_each_index(queue, n, ToBin<T>{image.data, lowest.data(), static_cast<int>(lowest.size()), bins.data()});
  octagon_median(queue, std::as_const(bins).view(image.shape), mask, radius, medians.view(image.shape));
  for_each_index(queue, n, FromBin<T>{medians.data(), lowest.data(), out.data});
}

}  // namespace

void octagon_filter(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, double radius,
                    View2<float> out) {
  filter(queue, image, mask, radius, out);
}
void octagon_filter(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, double radius,
                    View2<float> out) {
  filter(queue, image, mask, radius, out);
}

}  // namespace cellerate::kernel
