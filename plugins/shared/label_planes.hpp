/// Label images that a module works on before they become an object set.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <stdexcept>
#include <string>

namespace cellerate::modules {

/// Labels 1 ... count.
struct LabelPlane {
  Buffer<std::int32_t> labels;
  int count = 0;
};

inline Buffer<std::int32_t> copy_labels(Queue& queue, View2<const std::int32_t> from) {
  Buffer<std::int32_t> copy(queue, from.shape);
  queue.copy(copy.data(), from.data, from.size() * sizeof(std::int32_t));
  return copy;
}

/// For modules that CellProfiler lets fail on objects that overlap. @throws std::invalid_argument
inline void require_no_overlap(const Objects& objects, const std::string& name) {
  if (objects.layers() > 1)
    throw std::invalid_argument("objects '" + name + "' overlap: this module cannot take them");
}

}  // namespace cellerate::modules
