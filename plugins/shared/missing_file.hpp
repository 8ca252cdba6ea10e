/// Files that pipelines name, and that need not be there where a pipeline is only checked.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

namespace cellerate::modules {

struct MissingFile : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What went wrong is a fault of the setting; a missing file is only a notice in a check.
inline void declare_fault(Declaration& d, std::string_view setting, const std::exception& error) {
  if (d.option("check") && dynamic_cast<const MissingFile*>(&error))
    d.warn(std::string(error.what()) + ": what it holds is not checked");
  else
    d.fault(setting, error.what());
}

}  // namespace cellerate::modules
