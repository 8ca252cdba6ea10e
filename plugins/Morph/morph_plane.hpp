/// An image on its way through the operations of Morph: binary or gray, as the last operation left it.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <limits>

namespace cellerate::modules {

enum class MorphOperation {
  kBranchpoints,
  kBridge,
  kClean,
  kConvexHull,
  kDiagonal,
  kDistance,
  kEndpoints,
  kFill,
  kHBreak,
  kMajority,
  kOpenLines,
  kRemove,
  kShrink,
  kSkeleton,
  kSpur,
  kThicken,
  kThin,
  kVBreak
};

class MorphPlane {
 public:
  /// Color images become the mean of their channels.
  MorphPlane(Queue& queue, const Image& image);

  /// Gray images are made binary where the operation needs that: what is not 0 is on.
  /// @param rounds  of operations that can be repeated
  /// @param length  of the lines of kOpenLines. @throws std::invalid_argument for these on a binary image
  void apply(MorphOperation operation, int rounds, int length, bool rescales);
  /// The result as a new image, binary or gray.
  NewImage image();

 private:
  enum class Kind { kBinary, kSingle, kDouble };

  void make_binary();
  void open_lines(int length);
  void apply_binary(MorphOperation operation, int rounds);
  void measure_distance(bool rescales);
  void skeletonize();
  void keep_outside_mask(View2<const std::uint8_t> before);
  void clear_outside_mask();

  View2<std::uint8_t> binary() { return binary_.view(shape_); }

  Queue& queue_;
  Shape2 shape_;
  View2<const std::uint8_t> mask_;  ///< null without one
  Kind kind_ = Kind::kBinary;
  Buffer<std::uint8_t> binary_;
  Buffer<float> single_;
  Buffer<double> double_;
};

}  // namespace cellerate::modules
