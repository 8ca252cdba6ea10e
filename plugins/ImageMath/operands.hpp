/// What ImageMath calculates with: images of one size with their masks, and measurements.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <optional>
#include <string>
#include <vector>

#include "cuda/pixel/arithmetic.hpp"
#include "plugins/ImageMath/image_math_settings.hpp"
#include "plugins/shared/crop_similarly.hpp"

namespace cellerate::modules::image_math {

/// Types as NumPy promotes them: a scalar takes the type of the image it meets.
enum class Type { Binary, Scalar, Single, Double };

/// Type of what comes of both.
Type promoted(Type a, Type b);

struct Operand {
  Type type = Type::Scalar;
  double scalar = 0;  ///< with its factor
  CroppedSamples pixels;
  int channels = 1;
  double factor = 1;
  std::optional<CroppedSamples> mask;

  /// Multiplies the image, or is a number of its own.
  void scale(double by);
  /// A step with this operand, the result of which has the type.
  kernel::ArithmeticStep step(kernel::Arithmetic op, Type result, int target = 0) const;
};

struct Operands {
  std::vector<Operand> all;
  Image smallest;     ///< the image whose size they have
  std::string first;  ///< name of the first image

  int channels() const;
  /// Every image is binary.
  bool are_binary() const;
  bool has_scalars() const;
};

/// @throws std::invalid_argument if sizes or channels do not go together
Operands read_operands(const Settings& settings, ImageSet& images);

}  // namespace cellerate::modules::image_math
