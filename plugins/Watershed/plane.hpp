/// The planes that Watershed floods.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <string>
#include <utility>
#include <variant>

namespace cellerate::modules {

/// A plane in the precision in which CellProfiler computes with it: single for images in single precision,
/// double for all others. Of an image it is valid until run returns.
class Plane {
 public:
  explicit Plane(View2<const float> pixels) : view_(pixels) {}
  explicit Plane(View2<const double> pixels) : view_(pixels) {}
  Plane(Buffer<float>&& pixels, Shape2 shape)
      : single_(std::move(pixels)), view_(std::as_const(single_).view(shape)) {}
  Plane(Buffer<double>&& pixels, Shape2 shape)
      : double_(std::move(pixels)), view_(std::as_const(double_).view(shape)) {}

  /// Calls f with a View2<const float> or View2<const double>.
  template <class F>
  decltype(auto) visit(const F& f) const {
    return std::visit(f, view_);
  }
  Shape2 shape() const {
    return visit([](auto pixels) { return pixels.shape; });
  }
  /// 1 where a pixel is not 0.
  Buffer<std::uint8_t> nonzero(Queue& queue) const;

 private:
  Buffer<float> single_;
  Buffer<double> double_;
  std::variant<View2<const float>, View2<const double>> view_;
};

/// @throws std::invalid_argument for images with several channels
Plane plane_of(ImageSet& images, const std::string& name);

/// Colors become gray. @throws std::invalid_argument for other images with several channels
Plane gray_plane_of(ImageSet& images, const std::string& name);

/// 1 - (pixel - lowest pixel), and colors gray after that; labels count in parts of the range of their type.
/// @throws std::invalid_argument as gray_plane_of
Plane inverted_plane_of(ImageSet& images, const std::string& name);

}  // namespace cellerate::modules
