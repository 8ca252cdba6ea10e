/// The parts of a skeleton that grow out of objects: to which object each pixel belongs, where it leaves the
/// object, branches and ends.
///
/// Source: CellProfiler 4.2.8 MeasureObjectSkeleton; centrosome.cpmorphology branchpoints, branchings,
/// endpoints, skeleton_length 1.2.3. Serial, on the host: synchronises.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <vector>

#include "cuda/core/buffer.hpp"

namespace cellerate::kernel {

/// Planes in host memory, all of one shape.
struct ObjectSkeleton {
  Shape2 shape;
  std::vector<std::uint8_t> skeleton;   ///< what belongs to an object, with rings around the objects
  std::vector<std::uint8_t> outside;    ///< the skeleton outside the rings, also what belongs to none
  std::vector<std::int32_t> seeds;      ///< the objects with their rings
  std::vector<std::int32_t> labels;     ///< the object that each pixel of the skeleton belongs to
  std::vector<std::uint8_t> is_nearby;  ///< on a ring or next to it
  std::vector<std::uint8_t> forks;      ///< with three parts or more around a pixel
  std::vector<std::uint8_t> branch_points, end_points;  ///< forks, and the crossings of two lines
  std::vector<std::uint8_t> trunks;                     ///< how many trunks leave a pixel near the outside

  bool is_trunk(std::int64_t i) const { return trunks[i] > 0 && labels[i] != 0 && is_nearby[i]; }
};

/// @param largest_hole  background of so many pixels or less is filled first; 0 for none
ObjectSkeleton object_skeleton(Queue& queue, View2<const std::uint8_t> skeleton,
                               View2<const std::int32_t> labels, int largest_hole);

/// Of each object.
struct SkeletonFeatures {
  std::vector<double> trunks, branches, ends, length;
};
SkeletonFeatures skeleton_features(const ObjectSkeleton& skeleton, int count);

/// The skeleton as a picture, three values a pixel: trunks red, branches green, ends blue, objects grey.
std::vector<float> paint_skeleton(const ObjectSkeleton& skeleton);

}  // namespace cellerate::kernel
