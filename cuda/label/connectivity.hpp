/// Which neighbours of a pixel belong to it.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

namespace cellerate::kernel {

/// Four: across edges (scipy.ndimage's default); Eight: also across corners (a 3 x 3 square of ones).
enum class Connectivity { Four = 4, Eight = 8 };

}  // namespace cellerate::kernel
