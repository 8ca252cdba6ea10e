/// Runs one module on images and objects that the test makes, on every device.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "tests/support/kernel_test.hpp"
#include "tests/support/module_run.hpp"

namespace cellerate::test {

class ModuleTest : public EveryDevice, protected ModuleRun {
 protected:
  void SetUp() override {
    EveryDevice::SetUp();
    if (!IsSkipped()) begin(queue());
  }
};

}  // namespace cellerate::test
