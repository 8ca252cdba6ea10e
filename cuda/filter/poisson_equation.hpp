/// How deep a pixel lies in its object, as the solution of a Poisson equation: smoother than a distance.
///
/// Source: centrosome.filter.poisson_equation 1.2.3, after Gorelick 2006, doi:10.1109/TPAMI.2006.253.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Each pixel that is on tends to 1 more than the mean of its four neighbours. Begins with the solution for
/// every second row and column where both sides are longer than 64 pixels; stops when nine in ten pixels
/// change by less than a hundredth, or after 100 rounds. Serial, on the host: synchronises.
void poisson_equation(Queue& queue, View2<const std::uint8_t> mask, View2<double> solution);

}  // namespace cellerate::kernel
