/// Which of several equal values stands for them, where CellProfiler's choice is an accident of NumPy's
/// unstable sort.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

namespace cellerate::kernel {

enum class Ties {
  Exact,  ///< CellProfiler's: the sort of the whole plane is replayed, serially and on the host
  Fast    ///< the first in raster order
};

}  // namespace cellerate::kernel
