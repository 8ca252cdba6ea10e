/// The values of a plane that count, on the host: gathered, sorted and summed once for all that is measured
/// of them.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "cuda/region/intensity.hpp"

namespace cellerate::kernel {

/// Sorting and summing wait until they are asked for. Not for several threads at once.
class PlaneValues {
 public:
  /// The pixels the mask allows. Synchronises.
  /// @param only_finite  leaves out infinite values and NaN.
  PlaneValues(Queue& queue, const MaskedImage& image, bool only_finite = false);
  explicit PlaneValues(std::vector<float> values) : values_(std::move(values)) {}

  bool empty() const { return values_.empty(); }
  std::int64_t size() const { return static_cast<std::int64_t>(values_.size()); }
  const std::vector<float>& in_order() const { return values_; }  ///< of the raster
  const std::vector<float>& ascending() const;                    ///< NaN last

  /// Sum and mean in single precision, in NumPy's order.
  float sum() const;
  float mean() const;

 private:
  std::vector<float> values_;
  mutable std::vector<float> ascending_;
  mutable std::optional<float> sum_;
};

}  // namespace cellerate::kernel
