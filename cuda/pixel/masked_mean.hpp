/// The mean of the pixels inside a mask, and planes made or changed by one value.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// numpy.mean of the pixels inside the mask (a null view: all), in their own precision. Synchronises.
float masked_mean(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask);
double masked_mean(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask);

/// Subtracts the value from the pixels inside the mask (a null view: all), in place.
void subtract_inside(Queue& queue, View2<const std::uint8_t> mask, float value, View2<float> plane);
void subtract_inside(Queue& queue, View2<const std::uint8_t> mask, double value, View2<double> plane);

/// Sets every element.
void fill(Queue& queue, float value, View1<float> out);
void fill(Queue& queue, std::uint8_t value, View1<std::uint8_t> out);

}  // namespace cellerate::kernel
