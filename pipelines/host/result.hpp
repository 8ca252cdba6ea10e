/// What came of a submitted image set, in columns.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/cellerate.h>

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cuda/core/queue.hpp"
#include "sdk/data/image_set_state.hpp"
#include "sdk/data/measurements.hpp"

namespace cellerate {

struct ResultColumn {
  std::string feature;
  Measurement measurement;         ///< as long as the table
  std::vector<const char*> texts;  ///< of the measurement's
};

/// One row an object, or one for the image.
struct ResultTable {
  std::string object;
  std::size_t rows = 0;
  std::vector<ResultColumn> columns;  ///< by feature
};

/// A label image in host memory.
struct LabelImage {
  std::string object;
  Shape2 shape;
  int layers = 1, count = 0;
  std::shared_ptr<Device> device;  ///< whose pool the memory is from; outlives it
  SharedMemory pixels;
};

/// Image first, then the object sets by name.
std::vector<ResultTable> result_tables(Measurements measurements);

/// Label images of the wanted object sets that there are: the image set's own memory on a CPU, copies of a
/// GPU's.
std::vector<LabelImage> result_labels(const ImageSetState& state, const std::set<std::string>& wanted,
                                      const std::shared_ptr<Device>& device);

}  // namespace cellerate

struct cel_result {
  cel_status status = CEL_OK;
  std::int64_t number = 0;
  void* user_tag = nullptr;
  int after_module = 0;  ///< 0: final
  std::string error;
  double seconds = 0, waiting_seconds = 0;
  std::vector<std::pair<std::string, std::string>> metadata;
  std::vector<cellerate::ResultTable> tables;
  std::vector<cellerate::LabelImage> labels;
};
