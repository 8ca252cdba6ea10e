/// The files of samples/own_module, which the program holds.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

namespace cellerate::cli {

struct SampleFile {
  std::string name, content;
};

const std::vector<SampleFile>& sample_module();

}  // namespace cellerate::cli
