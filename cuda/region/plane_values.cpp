// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/plane_values.hpp"

#include <cmath>

#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/numeric/sorted_values.hpp"
#include "cuda/threshold/compact.hpp"

namespace cellerate::kernel {

PlaneValues::PlaneValues(Queue& queue, const MaskedImage& image, bool only_finite)
    : values_(image.mask ? download(queue, compact(queue, image.pixels, image.mask))
                         : download(queue, image.pixels.data, image.pixels.size())) {
  if (only_finite) std::erase_if(values_, [](float v) { return !std::isfinite(v); });
}

const std::vector<float>& PlaneValues::ascending() const {
  if (ascending_.size() != values_.size()) ascending_ = sorted_values(values_);
  return ascending_;
}

float PlaneValues::sum() const {
  if (!sum_) sum_ = numpy_sum<float>(size(), [this](std::int64_t i) { return values_[i]; });
  return *sum_;
}

float PlaneValues::mean() const { return static_cast<float>(sum() / static_cast<double>(size())); }

}  // namespace cellerate::kernel
