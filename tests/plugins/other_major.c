/* A plugin of the next major version of the ABI, whose structs nobody here knows. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <cellerate/plugin.h>

CEL_PLUGIN_EXPORT const cel_plugin* cel_plugin_entry(void) {
  static const cel_plugin plugin = {
      sizeof(cel_plugin), CEL_PLUGIN_ABI_MAJOR + 1, 0, "other_major", "1", 0, 0};
  return &plugin;
}
