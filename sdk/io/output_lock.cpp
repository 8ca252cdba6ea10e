/// One writer an output.
// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/output_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "sdk/io/output_error.hpp"

namespace cellerate {

OutputLock::OutputLock(const std::string& path) : lock_path_(path + ".lock") {
  while (!try_lock(path)) {
  }
}

bool OutputLock::try_lock(const std::string& path) {
  // A file of its own: closing any descriptor of the database would drop SQLite's locks on it.
  file_ = open(lock_path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (file_ < 0) throw OutputError("cannot write '" + path + "': " + std::generic_category().message(errno));
  if (flock(file_, LOCK_EX | LOCK_NB) != 0) {
    const int reason = errno;
    close(file_);
    if (reason == EWOULDBLOCK) throw OutputError("another run is writing '" + path + "'");
    throw OutputError("cannot lock '" + lock_path_ + "': " + std::generic_category().message(reason));
  }
  struct stat held, named;
  if (fstat(file_, &held) == 0 && stat(lock_path_.c_str(), &named) == 0 && held.st_ino == named.st_ino)
    return true;
  close(file_);
  return false;
}

OutputLock::~OutputLock() {
  unlink(lock_path_.c_str());
  close(file_);
}

}  // namespace cellerate
