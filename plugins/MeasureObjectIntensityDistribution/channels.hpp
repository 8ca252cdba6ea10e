/// The images of MeasureObjectIntensityDistribution, and its objects in their size.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>

#include "cuda/region/pixel_index.hpp"
#include "plugins/shared/gray_image.hpp"

namespace cellerate::modules::distribution {

/// A gray image in the precision in which CellProfiler adds it up.
class Channel {
 public:
  Channel(ImageSet& images, const std::string& name);

  const std::string& name() const { return name_; }
  const GrayImage& gray() const { return gray_; }
  Shape2 shape() const { return gray_.shape(); }
  bool is_double() const { return gray_.is_double(); }
  View2<const double> wide_pixels() const { return wide_; }  ///< of a double one

 private:
  std::string name_;
  GrayImage gray_;
  Buffer<double> widened_;
  View2<const double> wide_;
};

/// The part of an object set that lies in a plane of that shape and not beyond the objects' own.
class ObjectPart {
 public:
  ObjectPart(ImageSet& images, const std::string& name, Shape2 plane);

  int count() const { return regions_.count; }
  Shape2 shape() const { return regions_.shape; }
  const RegionsView& regions() const { return regions_; }
  View2<const std::int32_t> labels() const { return labels_; }

 private:
  Buffer<std::int32_t> cropped_;
  kernel::PixelIndex index_;
  RegionsView regions_;
  View2<const std::int32_t> labels_;
};

}  // namespace cellerate::modules::distribution
