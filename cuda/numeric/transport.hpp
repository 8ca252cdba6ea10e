/// The cheapest way to move goods: what the earth mover's distance is made of.
///
/// Successive shortest paths with potentials (Edmonds and Karp 1972), all in integers. On the host.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <vector>

namespace cellerate::kernel {

/// What it costs to move the smaller of both totals, in the cheapest way there is.
/// @param costs  of moving one from source i to sink j, at i * demand.size() + j; not negative
std::int64_t transport_cost(const std::vector<std::int64_t>& supply, const std::vector<std::int64_t>& demand,
                            const std::vector<std::int32_t>& costs);

}  // namespace cellerate::kernel
