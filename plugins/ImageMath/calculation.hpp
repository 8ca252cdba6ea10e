/// The steps that an operation of ImageMath takes.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "plugins/ImageMath/operands.hpp"

namespace cellerate::modules::image_math {

struct Calculation {
  std::vector<kernel::ArithmeticStep> steps;
  Type type = Type::Single;  ///< of the result: Binary, Single or Double
};

/// The operation on its operands, and what the settings do to its result.
/// @throws std::invalid_argument for what NumPy cannot do with binary images
Calculation plan(const Settings& settings, const Operands& operands);

}  // namespace cellerate::modules::image_math
