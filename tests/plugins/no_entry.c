/* A shared library like any other. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <cellerate/plugin.h>

CEL_PLUGIN_EXPORT int answer(void) { return 42; }
