/// Smoothing that masked pixels have no part in: the smoothed image over the smoothed mask.
/// Source: centrosome 1.2.3, smooth.smooth_with_function_and_mask, with a symmetric separable kernel and
/// zeros outside.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// What centrosome adds to the smoothed mask before it divides.
constexpr double kMaskEpsilon = 2.220446049250313e-16;

/// The smoothed mask: one row for each row of the plane, or fewer where rows are alike.
class MaskWeights {
 public:
  /// Smooths `mask`; a mask without data stands for all pixels of the shape and costs next to nothing.
  MaskWeights(Queue& queue, Shape2 shape, View2<const std::uint8_t> mask,
              const std::vector<double>& half_weights);

  /// What a kernel body reads.
  struct View {
    const double* weights;
    int rows, height, width;
    CEL_FN const double* row(int y) const {
      const int middle = rows / 2, from_end = rows - (height - y);
      const int at = rows == height || y < middle ? y : (from_end > middle ? from_end : middle);
      return weights + static_cast<std::int64_t>(at) * width;
    }
  };
  View view() const { return {weights_.data(), rows_, shape_.height, shape_.width}; }

 private:
  Shape2 shape_;
  int rows_ = 0;
  Buffer<double> weights_;
};

/// Smooths the image with its masked pixels set to 0, not yet divided by the weights.
void smooth_masked_image(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                         const std::vector<double>& half_weights, View2<float> out);

/// out = smoothed image / (smoothed mask + epsilon), also where masked.
/// A mask without data stands for all pixels.
void smooth_with_mask(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                      const std::vector<double>& half_weights, double epsilon, View2<double> out);
void smooth_with_mask(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                      const std::vector<double>& half_weights, double epsilon, View2<double> out);
/// The first of them rounded to float.
void smooth_with_mask(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                      const std::vector<double>& half_weights, double epsilon, View2<float> out);

}  // namespace cellerate::kernel
