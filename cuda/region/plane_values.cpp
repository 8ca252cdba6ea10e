// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/region/plane_values.hpp"

#include <cmath>

#include "cuda/numeric/pairwise_sum.hpp"
#include "cuda/numeric/sorted_values.hpp"

namespace cellerate::kernel {

PlaneValues::PlaneValues(Queue& queue, const MaskedImage& image, bool only_finite)
    : values_(download(queue, image.pixels.data, image.pixels.size())) {
  if (image.mask) {
    const HostRead<std::uint8_t> mask(queue, image.mask.data, image.mask.size());
    std::size_t kept = 0;
    for (std::int64_t i = 0; i < mask.size(); ++i) {
      values_[kept] = values_[i];
      kept += mask[i] != 0;
    }
    values_.resize(kept);
  }
  if (only_finite) std::erase_if(values_, [](float v) { return !std::isfinite(v); });
}

const std::vector<float>& PlaneValues::ascending() const {
  if (ascending_.size() != values_.size()) ascending_ = sorted_values(values_);
  return ascending_;
}

float PlaneValues::sum() const {
  return numpy_sum<float>(size(), [this](std::int64_t i) { return values_[i]; });
}

float PlaneValues::mean() const { return numpy_mean(values_); }

}  // namespace cellerate::kernel
