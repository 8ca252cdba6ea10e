/// Settings of a module made from what it says of them, so that a test can run modules it knows nothing of.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/plugin.h>

#include <map>
#include <string>
#include <vector>

#include "pipelines/model.hpp"

namespace cellerate::conformance {

/// A row that a module's describe() gives.
struct DescribedSetting {
  int kind = 0;
  std::string text, standard, choices;
};
std::vector<DescribedSetting> describe(const cel_module_class& module);

/// What plugins/<Module>/conformance.txt says, where there is one: lines `Setting:value` for settings that
/// need another value than their default before the module runs, and why the module is an exception:
///   not run:why               it cannot be driven by a test that knows nothing of it
///   grows:why                 its launches or copies grow with the number of objects
///   fails without objects:why
///   undeclared:why            it measures more than it declares, or less
struct Notes {
  std::map<std::string, std::string> values;
  std::string not_run, grows, fails_without_objects, undeclared;
};
Notes notes_of(const std::string& module);

std::vector<SettingLine> default_settings(const cel_module_class& module);

/// Defaults, with names of the test's images and objects wherever one is to be chosen.
/// @param image "Gray", "Binary" or "Color": takes turns with the same name and a 2
std::vector<SettingLine> driving_settings(const cel_module_class& module, const Notes& notes,
                                          const std::string& image);

}  // namespace cellerate::conformance
