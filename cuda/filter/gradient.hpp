/// Edges as differences between the pixels beside them: Sobel, Prewitt, Roberts, Kirsch.
/// Source: centrosome 1.2.3, filter.sobel, hsobel, vsobel, prewitt, hprewitt, vprewitt, roberts,
/// kirsch.kirsch.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

enum class GradientOperator { kSobel, kPrewitt };

/// Edges along both axes by the root of the sum of squares; horizontal ones, between rows; vertical ones.
enum class EdgeDirection { kAll, kHorizontal, kVertical };

/// 0 for pixels with a neighbour outside the plane or the mask; a mask without data stands for all pixels.
/// image and out must not overlap.
void gradient_magnitude(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask,
                        GradientOperator op, EdgeDirection direction, View2<float> out);
void gradient_magnitude(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask,
                        GradientOperator op, EdgeDirection direction, View2<double> out);

/// The root of the squared differences from both neighbours to the right across a corner; 0 as above. In the
/// precision of the image.
void roberts(Queue& queue, View2<const float> image, View2<const std::uint8_t> mask, View2<double> out);
void roberts(Queue& queue, View2<const double> image, View2<const std::uint8_t> mask, View2<double> out);

/// The greatest of the gradients towards 8 points of the compass, at least 0; the plane goes on mirrored. In
/// the precision of the image.
void kirsch(Queue& queue, View2<const float> image, View2<double> out);
void kirsch(Queue& queue, View2<const double> image, View2<double> out);

}  // namespace cellerate::kernel
