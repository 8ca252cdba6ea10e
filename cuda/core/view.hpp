/// Shapes and views: memory that somebody else owns, with its extent. Axes are always (y, x), C order.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>

/// Marks what runs on the GPU and on the CPU.
#if defined(__CUDACC__)
#define CEL_FN __host__ __device__
#else
#define CEL_FN
#endif

namespace cellerate {

/// Extent of a plane in pixels.
struct Shape2 {
  int height = 0, width = 0;
  CEL_FN std::int64_t size() const { return static_cast<std::int64_t>(height) * width; }
  CEL_FN bool empty() const { return height <= 0 || width <= 0; }
  CEL_FN bool contains(int y, int x) const { return y >= 0 && x >= 0 && y < height && x < width; }
  CEL_FN friend bool operator==(Shape2 a, Shape2 b) { return a.height == b.height && a.width == b.width; }
  CEL_FN friend bool operator!=(Shape2 a, Shape2 b) { return !(a == b); }
};

/// n elements in a row.
template <class T>
struct View1 {
  T* data = nullptr;
  std::int64_t size = 0;
  CEL_FN T& operator[](std::int64_t i) const { return data[i]; }
  CEL_FN T* begin() const { return data; }
  CEL_FN T* end() const { return data + size; }
  CEL_FN operator View1<const T>() const { return {data, size}; }
};

/// A plane of height x width contiguous pixels.
template <class T>
struct View2 {
  T* data = nullptr;
  Shape2 shape;
  CEL_FN T& operator()(int y, int x) const { return data[static_cast<std::int64_t>(y) * shape.width + x]; }
  CEL_FN T& operator[](std::int64_t i) const { return data[i]; }
  CEL_FN T* row(int y) const { return data + static_cast<std::int64_t>(y) * shape.width; }
  CEL_FN std::int64_t size() const { return shape.size(); }
  CEL_FN explicit operator bool() const { return data != nullptr; }
  CEL_FN operator View2<const T>() const { return {data, shape}; }
};

/// Half-open box of pixels: rows y0 ... y1-1, columns x0 ... x1-1.
struct Box {
  int y0 = 0, x0 = 0, y1 = 0, x1 = 0;
  CEL_FN int height() const { return y1 - y0; }
  CEL_FN int width() const { return x1 - x0; }
  CEL_FN bool empty() const { return y1 <= y0 || x1 <= x0; }
};

/// The pixel index of an object set: objects 1 ... count, the pixels of each in raster order.
/// Object k (0-based) owns pixels[starts[k]] ... pixels[starts[k + 1] - 1], linear indices into the plane.
/// An object without pixels has an empty range and an empty box.
struct RegionsView {
  Shape2 shape;
  int count = 0;
  const std::int32_t* starts = nullptr;  ///< count + 1
  const std::int32_t* pixels = nullptr;  ///< starts[count]
  const Box* boxes = nullptr;            ///< count
};

}  // namespace cellerate
