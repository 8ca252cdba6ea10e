/// One writer an output: a lock that ends with the process, however it ends.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

namespace cellerate {

/// Holds `path`.lock while it lives.
class OutputLock {
 public:
  /// @throws OutputError if another process holds it, or the folder can't be written.
  explicit OutputLock(const std::string& path);
  ~OutputLock();
  OutputLock(const OutputLock&) = delete;
  OutputLock& operator=(const OutputLock&) = delete;

 private:
  /// False if the file was removed by its last holder between opening and locking.
  bool try_lock(const std::string& path);
  std::string lock_path_;
  int file_ = -1;
};

}  // namespace cellerate
