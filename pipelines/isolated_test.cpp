/// What comes back from a child process, and what its end does to this one: nothing.
// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/isolated.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace cellerate {
namespace {

using Texts = std::vector<std::string>;

std::string error_of(const std::function<Texts()>& work) {
  try {
    run_isolated(work);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "no error";
}

TEST(RunIsolated, ReturnsWhatTheWorkReturns) {  // analytic
  const Texts texts{"", std::string("a\0b", 3), std::string(1 << 20, 'x')};
  EXPECT_EQ(run_isolated([&] { return texts; }), texts);
  EXPECT_EQ(run_isolated([] { return Texts{}; }), Texts{});
}

TEST(RunIsolated, SharesNoMemory) {  // invariant
  int number = 1;
  run_isolated([&] {
    number = 2;
    return Texts{};
  });
  EXPECT_EQ(number, 1);
}

TEST(RunIsolated, PassesErrorsOn) {  // edge
  EXPECT_EQ(error_of([]() -> Texts { throw std::runtime_error("why"); }), "why");
}

TEST(RunIsolated, OutlivesACrash) {  // edge
  testing::internal::CaptureStderr();
  EXPECT_THAT(error_of([]() -> Texts {
                std::raise(SIGSEGV);
                return {};
              }),
              testing::HasSubstr("crashed"));
  EXPECT_THAT(error_of([]() -> Texts { std::abort(); }), testing::HasSubstr("crashed"));
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace cellerate
