/// What the modules measured in one image set, before it goes to the run database.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/plugin.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace cellerate {

/// One feature of an object set ("Image": one value). NaN is a value, an absent entry is none.
struct Measurement {
  std::int32_t type = CEL_VALUE_F64;  ///< CEL_VALUE_*
  std::vector<double> values;         ///< for the types that are numbers
  std::vector<std::string> texts;     ///< for text and blob
  int module_number = 0;              ///< that measured it last
  std::size_t size() const {
    return type == CEL_VALUE_TEXT || type == CEL_VALUE_BLOB ? texts.size() : values.size();
  }
};

/// Objects relate to each other: a row a pair. Image numbers of 0 stand for the image set itself.
struct Relationship {
  std::string relationship;
  int module_number = 0;
  std::string first_object;
  std::int64_t first_image = 0, first = 0;
  std::string second_object;
  std::int64_t second_image = 0, second = 0;
};

/// object -> feature -> values, and the relationships in the order of recording.
struct Measurements {
  std::map<std::string, std::map<std::string, Measurement>> objects;
  std::vector<Relationship> relationships;

  const Measurement* find(const std::string& object, const std::string& feature) const {
    const auto found = objects.find(object);
    if (found == objects.end()) return nullptr;
    const auto measured = found->second.find(feature);
    return measured == found->second.end() ? nullptr : &measured->second;
  }
};

/// A measurement that a module declared before the run.
struct DeclaredColumn {
  std::string object, feature;
  std::int32_t type = CEL_VALUE_F64;
  int module_number = 0;
  std::string module;
  int text_length = 0;
  bool available_post_group = false;
};

}  // namespace cellerate
