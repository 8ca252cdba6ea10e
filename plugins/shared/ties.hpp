/// How the run wants ties to be decided.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/module.hpp>

#include "cuda/numeric/ties.hpp"

namespace cellerate::modules {

/// `cellerate run --ties`.
inline kernel::Ties ties_of(const HostContext& context) {
  return context.option("ties") == "fast" ? kernel::Ties::Fast : kernel::Ties::Exact;
}

}  // namespace cellerate::modules
