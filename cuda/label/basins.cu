// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/label/basins.hpp"

#include <memory>
#include <mutex>
#include <vector>

#include "cuda/core/launch.hpp"
#include "cuda/distance/euclidean_transform.hpp"
#include "cuda/filter/border.hpp"
#include "cuda/numeric/random_state.hpp"
#include "cuda/threshold/compact.hpp"

namespace cellerate::kernel {
namespace {

template <class T>
struct Below {
  T top;
  const T* from;
  T* to;
  CEL_FN void operator()(std::int64_t i) const { to[i] = top - from[i]; }
};

struct Add {
  const double* more;
  double* to;
  CEL_FN void operator()(std::int64_t i) const { to[i] += more[i]; }
};

/// SciPy rounds the derivative to float before it smooths across the rows.
struct Derivative {
  View2<const float> image;
  float* out;
  CEL_FN void operator()(int y, int x) const {
    const int width = image.shape.width;
    const double before = image(y, fold_index(x - 1, width, Border::kReflect));
    const double after = image(y, fold_index(x + 1, width, Border::kReflect));
    out[static_cast<std::int64_t>(y) * width + x] = static_cast<float>(after - before);
  }
};

struct SmoothAcross {
  View2<const float> derivative;
  View2<float> out;
  CEL_FN void operator()(int y, int x) const {
    const int height = out.shape.height;
    const double above = derivative(fold_index(y - 1, height, Border::kReflect), x);
    const double below = derivative(fold_index(y + 1, height, Border::kReflect), x);
    const double sum = static_cast<double>(derivative(y, x)) * 2 + (above + below);
    out(y, x) = fabsf(static_cast<float>(sum));
  }
};

/// The first n values of numpy.random.seed(0); numpy.random.uniform(0, 0.001). The stream does not depend on
/// the shape, so one vector serves all; it is made once and only grows.
std::shared_ptr<const std::vector<double>> tie_breaking_noise(std::int64_t n) {
  static std::mutex mutex;
  static std::shared_ptr<const std::vector<double>> noise;
  const std::lock_guard lock(mutex);
  if (!noise || static_cast<std::int64_t>(noise->size()) < n) {
    RandomState random(0);
    auto longer = std::make_shared<std::vector<double>>(n);
    for (double& value : *longer) value = random.uniform(0, 0.001);
    noise = std::move(longer);
  }
  return noise;
}

}  // namespace

void intensity_basins(Queue& queue, View2<const float> image, View2<float> basins) {
  for_each_index(queue, image.size(), Below<float>{1.0f, image.data, basins.data});
}

void distance_basins(Queue& queue, View2<const double> distance, View2<double> basins) {
  if (distance.shape.empty()) return;
  const double greatest = extrema(queue, {distance.data, distance.size()}).max;
  for_each_index(queue, distance.size(), Below<double>{greatest, distance.data, basins.data});
}

void gradient_basins(Queue& queue, View2<const float> image, View2<float> basins) {
  Buffer<float> derivative(queue, image.shape);
  for_each_pixel(queue, image.shape, Derivative{image, derivative.data()});
  for_each_pixel(queue, image.shape, SmoothAcross{std::as_const(derivative).view(image.shape), basins});
}

void distance_without_ties(Queue& queue, View2<const std::uint8_t> foreground, View2<double> distance) {
  euclidean_distance(queue, foreground, distance);
  const auto noise = tie_breaking_noise(distance.size());
  if (!queue.on_gpu()) return for_each_index(queue, distance.size(), Add{noise->data(), distance.data});
  const Buffer<double> uploaded = upload(queue, noise->data(), distance.size());
  for_each_index(queue, distance.size(), Add{uploaded.data(), distance.data});
}

}  // namespace cellerate::kernel
