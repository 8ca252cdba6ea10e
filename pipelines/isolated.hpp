/// Work that a hostile file might crash, in a process of its own.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace cellerate {

/// Runs `work` in a child process that shares no memory with this one from then on, and returns what it
/// returned. The child prints nothing, and is ended after a minute. `work` must not need locks that other
/// threads may hold.
/// @throws std::invalid_argument with the message of an exception of `work`, or if the child crashed or was
/// ended.
std::vector<std::string> run_isolated(const std::function<std::vector<std::string>()>& work);

}  // namespace cellerate
