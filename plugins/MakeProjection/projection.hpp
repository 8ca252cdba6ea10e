/// The projection of the images of a group, as they come one after the other.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <memory>

namespace cellerate::modules {

enum class ProjectionType { kAverage, kMaximum, kMinimum, kSum, kVariance, kPower, kBrightfield, kMask };

/// The group's images so far. Each type of pixel has its own implementation.
class Projection {
 public:
  virtual ~Projection() = default;
  /// @throws std::invalid_argument for an image of another size, type or number of channels
  virtual void add(Queue& queue, const Image& image) = 0;
  /// The image so far. @throws std::invalid_argument where this type of projection is none of such images
  virtual NewImage image(Queue& queue) const = 0;
};

/// @param frequency  of kPower, in images
/// @param like  the first image, which is not added
std::unique_ptr<Projection> make_projection(Queue& queue, ProjectionType type, double frequency,
                                            const Image& like);

}  // namespace cellerate::modules
