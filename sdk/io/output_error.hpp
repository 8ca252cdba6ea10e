/// The error of everything that is written: databases, tables, images. The command line exits with its own
/// code for it.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <stdexcept>
#include <string>

namespace cellerate {

/// Output can't be written (or is not ours to write to); the message names the file.
struct OutputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace cellerate
