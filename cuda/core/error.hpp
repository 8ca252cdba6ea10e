/// Errors of the device layer. A message names what was wrong; callers above add module and image set.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <stdexcept>
#include <string>

namespace cellerate {

/// The device failed or ran out of memory; the work may succeed on another device.
struct DeviceError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace cellerate

/// Throws std::invalid_argument with `message` unless `condition` holds: the caller's fault.
#define CEL_REQUIRE(condition, message)                     \
  do {                                                      \
    if (!(condition)) throw std::invalid_argument(message); \
  } while (false)

#if defined(CELLERATE_HAVE_CUDA)
#include <cuda_runtime_api.h>
/// Throws DeviceError with CUDA's own words, file and line unless `call` succeeds.
#define CEL_CUDA_CHECK(call)                                                                           \
  do {                                                                                                 \
    const cudaError_t cel_error_ = (call);                                                             \
    if (cel_error_ != cudaSuccess)                                                                     \
      throw ::cellerate::DeviceError(std::string(cudaGetErrorString(cel_error_)) + " (" __FILE__ ":" + \
                                     std::to_string(__LINE__) + ")");                                  \
  } while (false)
#endif
