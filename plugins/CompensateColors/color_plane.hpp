/// A channel's image on its way to compensation. Source: compensatecolors.py of CellProfiler-plugins.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <variant>
#include <vector>

#include "cuda/core/buffer.hpp"
#include "plugins/shared/image_samples.hpp"

namespace cellerate::modules {

/// Pixels in the precision that NumPy gives them.
class ColorPlane {
 public:
  ColorPlane(Queue& queue, const GraySamples& image);

  bool is_single() const { return std::holds_alternative<Buffer<float>>(pixels_); }
  /// Lowest and highest pixel.
  /// @throws std::invalid_argument where a pixel is no number
  struct Range {
    double low, high;
  };
  Range range();

  void tophat(int radius);
  /// @throws std::invalid_argument for pixels outside -1 ... 1
  void laplacian_of_gaussian(int sigma);
  void difference_of_gaussians(int low_sigma, int high_sigma);
  void divide(double divisor);
  /// To 1/65535 ... 1.
  void rescale();
  /// The same of the pixels in objects other than 0; all others become 1/65535.
  void rescale_in_objects(View2<const std::int32_t> labels);

  /// 65535 times the pixels, as whole numbers.
  void write_levels(View1<std::int32_t> levels) const;
  void append_to(std::vector<float>& values) const;
  void append_to(std::vector<double>& values) const;

 private:
  template <class F>
  void replace(const F& filter);

  Queue& queue_;
  Shape2 shape_;
  std::variant<Buffer<float>, Buffer<double>> pixels_;
};

}  // namespace cellerate::modules
