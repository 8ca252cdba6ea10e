// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/filter/bilateral.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "cuda/core/launch.hpp"
#include "cuda/pixel/sample_range.hpp"

namespace cellerate::kernel {
namespace {

constexpr int kBins = 10000;  ///< of the table of weights by difference

struct Average {
  View2<const double> image;
  const double *by_place, *by_difference;
  int window;
  double bins_per_unit;
  View2<double> out;
  CEL_FN void operator()(int y, int x) const {
    const int reach = window / 2;
    const double centre = image(y, x);
    double sum = 0, weights = 0;
    for (int dy = -reach; dy <= reach; ++dy)
      for (int dx = -reach; dx <= reach; ++dx) {
        const double value = image.shape.contains(y + dy, x + dx) ? image(y + dy, x + dx) : 0;
        const double difference = value > centre ? value - centre : centre - value;
        const auto bin = static_cast<std::int64_t>(difference * bins_per_unit);
        const double weight =
            by_place[(dy + reach) * window + dx + reach] * by_difference[bin < kBins ? bin : kBins - 1];
        sum += value * weight;
        weights += weight;
      }
    out(y, x) = sum / weights;
  }
};

std::vector<double> weights_by_place(int window, double sigma) {
  const int first = -(window + 1) / 2, last = window / 2;  // one more before the middle than behind it
  std::vector<double> weights;
  for (int dy = first; dy <= last; ++dy)
    for (int dx = first; dx <= last; ++dx) {
      const double distance = std::hypot(static_cast<double>(dy), static_cast<double>(dx));
      weights.push_back(std::exp(-0.5 * (distance * distance / (sigma * sigma))));
    }
  return weights;
}

std::vector<double> weights_by_difference(double greatest, double sigma) {
  std::vector<double> weights(kBins);
  for (int bin = 0; bin < kBins; ++bin) {
    const double difference = bin * (greatest / kBins);
    weights[bin] = std::exp(-0.5 * (difference * difference / (sigma * sigma)));
  }
  return weights;
}

}  // namespace

void bilateral(Queue& queue, View2<const double> image, double sigma_color, double sigma_spatial,
               View2<double> out) {
  if (image.shape.empty()) return;
  const SampleRange range = sample_range(queue, {Sample::F64, image.data, image.size()}, 1, 0, {});
  if (!range.has_nan && range.low == range.high)
    return queue.copy(out.data, image.data, image.size() * sizeof(double));
  if (range.has_nan || range.low < 0)
    throw std::invalid_argument("smoothing that keeps edges takes images without negative pixels");
  const int window = std::max(5, 2 * static_cast<int>(std::ceil(3 * sigma_spatial)) + 1);
  const auto by_place = upload(queue, weights_by_place(window, sigma_spatial));
  const auto by_difference = upload(queue, weights_by_difference(range.high, sigma_color));
  for_each_pixel(queue, image.shape,
                 Average{image, by_place.data(), by_difference.data(), window, kBins / range.high, out});
}

}  // namespace cellerate::kernel
