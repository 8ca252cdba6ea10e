/// The order in which Python iterates over a set of whole numbers: CellProfiler numbers objects by it where
/// it filters by the border of the image. Source: CPython 3.9, Objects/setobject.c.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <vector>

namespace cellerate::kernel {

/// An open-addressing table of numbers >= 0 whose hash is the number itself, probed and resized as CPython
/// does.
class PythonSet {
 public:
  void add(std::int64_t number);
  bool contains(std::int64_t number) const { return table_[find(number)] == number; }
  std::int64_t size() const { return used_; }
  /// Members in the order of iteration.
  std::vector<std::int64_t> items() const;
  /// self - other, in a table of its own, whose layout depends on the sizes of both.
  PythonSet difference(const PythonSet& other) const;

 private:
  static constexpr std::int64_t kEmpty = -1, kRemoved = -2;

  std::size_t find(std::int64_t number) const;
  std::size_t mask() const { return table_.size() - 1; }
  void resize(std::int64_t at_least);
  void resize_for_growth() { resize(used_ > 50000 ? used_ * 2 : used_ * 4); }
  PythonSet copy() const;
  void remove(std::int64_t number);

  std::vector<std::int64_t> table_ = std::vector<std::int64_t>(8, kEmpty);
  std::int64_t used_ = 0, filled_ = 0;  ///< filled_ counts the places of removed members too
};

}  // namespace cellerate::kernel
