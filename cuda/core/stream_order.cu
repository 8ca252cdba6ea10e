// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/core/stream_order.hpp"

#include "cuda/core/error.hpp"

namespace cellerate {

void wait_for_stream(Queue& queue, [[maybe_unused]] void* stream) {
  CEL_REQUIRE(queue.on_gpu(), "a queue of the CPU has no streams");
#if defined(CELLERATE_HAVE_CUDA)
  cudaEvent_t enqueued = nullptr;
  CEL_CUDA_CHECK(cudaEventCreateWithFlags(&enqueued, cudaEventDisableTiming));
  const cudaError_t recorded = cudaEventRecord(enqueued, static_cast<cudaStream_t>(stream));
  const cudaError_t waited = recorded == cudaSuccess
                                 ? cudaStreamWaitEvent(static_cast<cudaStream_t>(queue.stream()), enqueued, 0)
                                 : recorded;
  cudaEventDestroy(enqueued);  // the device keeps it until nobody waits for it
  CEL_CUDA_CHECK(waited);
#endif
}

}  // namespace cellerate
