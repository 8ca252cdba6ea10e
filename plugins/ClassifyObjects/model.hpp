/// Classes of objects by a file of rules. Source: CellProfiler 4.2.8 ClassifyObjects.run_classifier_model.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

#include "plugins/ClassifyObjects/classify_settings.hpp"
#include "plugins/shared/analyst_rules.hpp"

namespace cellerate::modules {

/// CellProfiler knows rules to have these two classes, however many there are in the file.
inline constexpr const char* kRuleClasses[] = {"1", "2"};

/// @throws std::runtime_error if the file can't be read or is a classifier
AnalystRules read_model(const HostContext& context, const ClassifyObjectsSettings& settings);

void declare_model(Declaration& d, const ClassifyObjectsSettings& settings);
void run_model(ImageSet& images, const ClassifyObjectsSettings& settings);

}  // namespace cellerate::modules
