/// Images put into larger ones.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Puts the upper left `part` of an interleaved image into another one, with its corner at (y0, x0), where it
/// must fit. A single channel goes to all channels of the other one. @param shape, channels  of the image
void paste(Queue& queue, View1<const float> image, Shape2 shape, int channels, Shape2 part, int y0, int x0,
           View1<float> out, Shape2 out_shape, int out_channels);

}  // namespace cellerate::kernel
