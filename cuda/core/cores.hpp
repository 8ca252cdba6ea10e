/// How many threads this machine runs at a time.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

namespace cellerate {

/// Cores that this process may use, fewer than there are where it is bound to some.
int usable_cores();

}  // namespace cellerate
