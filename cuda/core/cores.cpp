// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/core/cores.hpp"

#include <tbb/info.h>

namespace cellerate {

int usable_cores() { return tbb::info::default_concurrency(); }

}  // namespace cellerate
