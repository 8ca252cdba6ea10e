// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>

#include "tests/support/input_test.hpp"

namespace cellerate {
namespace {

class Display : public test::InputTest {};
CEL_ON_EVERY_DEVICE(Display);

constexpr const char* kModules[] = {"DisplayDensityPlot", "DisplayHistogram", "DisplayPlatemap",
                                    "DisplayScatterPlot", "ConserveMemory",   "CreateBatchFiles"};

// analytic: one notice a module, and nothing else
TEST_P(Display, EachModuleSaysOnceThatItDoesNothing) {
  for (const char* name : kModules) module(name, {});
  EXPECT_EQ(faults(), "");
  EXPECT_EQ(std::count(warnings().begin(), warnings().end(), '\n'), 6);
  for (const char* name : kModules)
    EXPECT_NE(warnings().find(std::string(name) + ": accepted, but does nothing"), std::string::npos) << name;
  for (const DeclaredColumn& column : columns())
    EXPECT_TRUE(column.module_number == 0 || column.feature.starts_with("ModuleError_") ||
                column.feature.starts_with("ExecutionTime_"))
        << column.feature;
}

// edge: older revisions had other settings
TEST_P(Display, AnySettingsOfOlderRevisionsAreAccepted) {
  for (const auto& [name, revision] : std::vector<std::pair<std::string, int>>{{"DisplayHistogram", 1},
                                                                               {"DisplayPlatemap", 1},
                                                                               {"DisplayScatterPlot", 1},
                                                                               {"CreateBatchFiles", 4}})
    for (const std::size_t count : {0, 1, 30}) module(name, std::vector<std::string>(count, "?"), revision);
  EXPECT_EQ(faults(), "");
}

}  // namespace
}  // namespace cellerate
