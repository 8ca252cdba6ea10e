/// What stands behind cel_pipeline.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/cellerate.h>

#include <map>
#include <string>
#include <vector>

#include "pipelines/host/submittable_pipeline.hpp"

struct cel_pipeline {
  explicit cel_pipeline(cellerate::PipelineSource source);

  /// As the documentation of a setting's module has it.
  struct SettingKind {
    int kind = CEL_SETTING_TEXT;
    std::string choices;
  };
  /// Null if the module or the setting is not known.
  const SettingKind* kind_of(const std::string& module, const std::string& setting_text) const;

  const cellerate::PipelineSource source;
  const cellerate::SubmittablePipeline checked;
  std::vector<cellerate::MadeName> object_sets;  ///< once each

 private:
  std::map<std::string, std::map<std::string, SettingKind>> setting_kinds_;  ///< by module and text
};
