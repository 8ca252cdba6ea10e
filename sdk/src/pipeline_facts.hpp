/// What is known of a loaded pipeline before anything runs.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sdk/data/measurements.hpp"

namespace cellerate {

/// Something of the pipeline that is wrong.
struct Fault {
  int module_number = 0;
  std::string module, setting, message;

  /// `#8 IdentifyPrimaryObjects, "Typical diameter": '40,10': the first must be the smaller`
  std::string text() const {
    return "#" + std::to_string(module_number) + " " + module +
           (setting.empty() ? "" : ", \"" + setting + "\"") + ": " + message;
  }
};

/// An image or object set that a module makes.
struct MadeName {
  std::int32_t kind = 0;  ///< CEL_NAME_*
  std::string name;
  int module_number = 0;
};

struct DeclaredRelationship {
  int module_number = 0;
  std::string relationship, first_object, second_object;
};

struct PipelineFacts {
  std::vector<DeclaredColumn> columns;
  std::vector<MadeName> names;
  std::map<std::string, std::set<int>> image_users;  ///< numbers of the modules that need an image
  std::vector<DeclaredRelationship> relationships;
  std::map<int, std::string> modules;  ///< enabled ones, by number
  std::string pipeline_text;
  std::array<std::string, 3> folders;  ///< CEL_FOLDER_*
  std::map<std::string, std::string> options;
};

}  // namespace cellerate
