/// Which of tied maxima is the place of an object's maximum (scipy.ndimage.maximum_position).
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/region/intensity.hpp"

namespace cellerate::kernel {

/// SciPy sorts the pixels of all objects at once with NumPy's unstable introsort and takes the last one of
/// each object, so among equals the winner depends on the whole plane. Replays that sort on the host and
/// writes the places of the objects with ties[k] > 1, where max_x and max_y hold the place of one of them;
/// does nothing, and does not synchronise, where none has.
void resolve_tied_maxima(Queue& queue, View2<const std::int32_t> labels, const MaskedImage& image,
                         View1<const std::int32_t> ties, View1<double> max_x, View1<double> max_y);
void resolve_tied_maxima(Queue& queue, View2<const std::int32_t> labels, const MaskedPlane<double>& image,
                         View1<const std::int32_t> ties, View1<double> max_x, View1<double> max_y);

}  // namespace cellerate::kernel
