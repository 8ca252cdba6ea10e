// SPDX-License-Identifier: BSD-3-Clause
#include "cuda/core/cores.hpp"

#include <gtest/gtest.h>
#include <sched.h>

namespace cellerate {
namespace {

// analytic: as many as the process is bound to, which are at least one and at most all.
TEST(UsableCores, AreThoseOfTheProcess) {
  cpu_set_t allowed;
  ASSERT_EQ(sched_getaffinity(0, sizeof allowed, &allowed), 0);
  EXPECT_EQ(usable_cores(), CPU_COUNT(&allowed));
}

}  // namespace
}  // namespace cellerate
