/// Order between a queue and streams that others enqueue work on.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cuda/core/queue.hpp"

namespace cellerate {

/// What is enqueued on a GPU queue from now on waits for all that is enqueued on the stream now. Does not
/// wait itself.
/// @param stream cudaStream_t of the same device; null: the default stream
/// @throws std::invalid_argument for a CPU queue, which has no streams; DeviceError
void wait_for_stream(Queue& queue, void* stream);

}  // namespace cellerate
