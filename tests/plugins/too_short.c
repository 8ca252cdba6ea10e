/* A plugin whose struct ends before its list of modules. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <cellerate/plugin.h>
#include <stddef.h>

CEL_PLUGIN_EXPORT const cel_plugin* cel_plugin_entry(void) {
  static const cel_plugin plugin = {
      offsetof(cel_plugin, modules), CEL_PLUGIN_ABI_MAJOR, CEL_PLUGIN_ABI_MINOR, "too_short", "1", 0, 0};
  return &plugin;
}
