// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/pixel/robust_scale.hpp"

#include <algorithm>
#include <vector>

#include "cuda/core/launch.hpp"

namespace cellerate::kernel {
namespace {

template <class T>
struct DivideBy {
  const T* image;
  T divisor;
  bool raise;
  float* out;
  CEL_FN void operator()(std::int64_t i) const {
    const T value = raise && image[i] < divisor ? divisor : image[i];
    out[i] = static_cast<float>(value / divisor);
  }
};

template <class T>
void divide(Queue& queue, View2<const T> image, View2<const std::uint8_t> mask, double fraction, bool raise,
            View2<float> out) {
  const HostRead<T> pixels(queue, image.data, image.size());
  const HostRead<std::uint8_t> bits(queue, mask.data, mask ? mask.size() : 0);
  std::vector<T> positive;
  positive.reserve(image.size());
  for (std::int64_t i = 0; i < image.size(); ++i)
    if (pixels[i] > T(0) && (!mask || bits[i])) positive.push_back(pixels[i]);
  T divisor = T(1);
  if (!positive.empty()) {
    const auto chosen =
        positive.begin() + static_cast<std::int64_t>(static_cast<double>(positive.size()) * fraction);
    std::nth_element(positive.begin(), chosen, positive.end());
    divisor = *chosen;
  }
  for_each_index(queue, image.size(), DivideBy<T>{image.data, divisor, raise && !positive.empty(), out.data});
}

}  // namespace

void divide_by_quantile(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                        double fraction, bool raise, View2<float> out) {
  divide(queue, image, mask, fraction, raise, out);
}
void divide_by_quantile(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                        double fraction, bool raise, View2<float> out) {
  divide(queue, image, mask, fraction, raise, out);
}

}  // namespace cellerate::kernel
