/* A plugin that was built against ABI 1.0: its module class ends where that one's did, with no memory of ours
 * behind it. It lists itself and does nothing. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <cellerate/plugin.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { kClassSizeOfAbi10 = 120 };

static void describe(void* user, void (*each)(void*, const cel_setting*)) {
  (void)user;
  (void)each;
}
static cel_status create(const cel_host* host, cel_context* context, const cel_module_entry* entry,
                         void** module) {
  static int anything;
  (void)host;
  (void)context;
  (void)entry;
  *module = &anything;
  return CEL_OK;
}
static void destroy(void* module) { (void)module; }
static cel_status declare(const void* module, const cel_host* host, cel_context* context) {
  (void)module;
  (void)host;
  (void)context;
  return CEL_OK;
}

CEL_PLUGIN_EXPORT const cel_plugin* cel_plugin_entry(void) {
  static const cel_module_class* modules[1];
  static cel_plugin plugin = {sizeof(cel_plugin), CEL_PLUGIN_ABI_MAJOR, 0, "older_minor", "1", modules, 1};
  cel_module_class whole;
  memset(&whole, 0, sizeof whole);
  whole.struct_size = kClassSizeOfAbi10;
  whole.revision = 1;
  whole.name = "OlderMinor";
  whole.category = "Other";
  whole.summary = "Of an older minor version.";
  whole.describe = describe;
  whole.create = create;
  whole.destroy = destroy;
  whole.declare = declare;
  void* short_one = malloc(kClassSizeOfAbi10);
  memcpy(short_one, &whole, kClassSizeOfAbi10);
  modules[0] = short_one;
  return &plugin;
}
