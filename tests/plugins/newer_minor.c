/* A plugin that was built against a newer minor version: it may call what this host does not have. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <cellerate/plugin.h>

CEL_PLUGIN_EXPORT const cel_plugin* cel_plugin_entry(void) {
  static const cel_plugin plugin = {
      sizeof(cel_plugin), CEL_PLUGIN_ABI_MAJOR, CEL_PLUGIN_ABI_MINOR + 1, "newer_minor", "1", 0, 0};
  return &plugin;
}
