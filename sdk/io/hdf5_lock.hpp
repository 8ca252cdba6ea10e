/// One thread at a time in the HDF5 library: the distributions' builds of it are not thread-safe.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <mutex>

namespace cellerate {

/// To be held around every use of HDF5 in this process.
inline std::mutex& hdf5_mutex() {
  static std::mutex mutex;
  return mutex;
}

}  // namespace cellerate
