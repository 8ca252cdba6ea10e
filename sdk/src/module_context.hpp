/// The host side of plugin.h: what a module's call may see, and the table of functions over it.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/plugin.h>

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sdk/data/group_slots.hpp"
#include "sdk/data/image_set_state.hpp"
#include "sdk/data/image_set_table.hpp"
#include "sdk/io/source_reader.hpp"
#include "sdk/src/pipeline_facts.hpp"

namespace cellerate {
class RunReader;
using LogFunction = std::function<void(std::int32_t level, const std::string& message)>;
}  // namespace cellerate

/// One call of a module. Which members are set says which phase it is; the others are null and the functions
/// that need them fail with a message.
struct cel_context {
  // every phase
  int module_number = 0;
  std::string module_name;
  const cel_module_class* module_class = nullptr;  ///< null in create
  const void* module = nullptr;
  cellerate::PipelineFacts* facts = nullptr;
  const cellerate::LogFunction* log = nullptr;
  std::string error;
  // create and declare
  std::vector<cellerate::Fault>* faults = nullptr;
  // prepare_run
  cellerate::ImageSetTable* table = nullptr;
  bool renumber = false;  ///< what group_by asked for
  // run and the hooks of groups
  cellerate::ImageSetState* state = nullptr;
  cellerate::ImageSources* sources = nullptr;
  cellerate::GroupSlots* group = nullptr;  ///< where modules look at groups as a whole
  const std::atomic<bool>* cancelled = nullptr;
  // finish_run
  cellerate::RunReader* results = nullptr;
  std::vector<std::pair<std::string, cellerate::Measurement>> experiment;  ///< what the module measured

  /// What was handed out and must live until the module returns.
  std::deque<std::vector<cel_text>> text_arrays;
  std::deque<std::shared_ptr<const void>> kept;
};

namespace cellerate {

/// The functions that every module gets.
const cel_host& module_host();

}  // namespace cellerate
