// A plugin whose entry breaks the rule that nothing is thrown across the ABI.
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/plugin.h>

#include <stdexcept>

extern "C" CEL_PLUGIN_EXPORT const cel_plugin* cel_plugin_entry(void) {
  throw std::runtime_error("no license");
}
