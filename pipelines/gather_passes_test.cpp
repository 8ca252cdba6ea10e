// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/gather_passes.hpp"

#include <gtest/gtest.h>

namespace cellerate {
namespace {

std::vector<std::size_t> modules_of(const GatherPass& pass) {
  std::vector<std::size_t> modules;
  for (const Gatherer& gatherer : pass.gatherers) modules.push_back(gatherer.module);
  return modules;
}

// analytic: what looks at loaded images is gathered at once, and only the modules that load them are run.
TEST(GatherPasses, OnePassForLoadedImages) {
  const auto passes = gather_passes(std::vector<Gatherer>{{3, 1}, {4, 2}, {7, 1}});
  ASSERT_EQ(passes.size(), 1u);
  EXPECT_EQ(modules_of(passes[0]), (std::vector<std::size_t>{3, 4, 7}));
  EXPECT_EQ(passes[0].modules, 2u);
}

// analytic: an image that is made with what the first one gathers needs a pass of its own.
TEST(GatherPasses, OneAfterTheOther) {
  const auto passes = gather_passes(std::vector<Gatherer>{{2, 2}, {5, 4}, {6, 2}});
  ASSERT_EQ(passes.size(), 2u);
  EXPECT_EQ(modules_of(passes[0]), (std::vector<std::size_t>{2, 6}));
  EXPECT_EQ(passes[0].modules, 2u);
  EXPECT_EQ(modules_of(passes[1]), (std::vector<std::size_t>{5}));
  EXPECT_EQ(passes[1].modules, 4u);
}

// edge
TEST(GatherPasses, NoneForNobody) { EXPECT_TRUE(gather_passes(std::vector<Gatherer>{}).empty()); }

}  // namespace
}  // namespace cellerate
