/// Dense ranks: how many distinct smaller keys there are.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/buffer.hpp"

namespace cellerate {

/// ranks[i] = number of distinct keys below keys[i]. @returns the number of distinct keys other than
/// kLastKey. Synchronises.
std::int32_t dense_ranks(Queue& queue, View1<const std::uint32_t> keys, View1<std::int32_t> ranks);

}  // namespace cellerate
