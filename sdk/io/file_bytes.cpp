// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/file_bytes.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sdk/io/raw_image.hpp"

namespace cellerate {
namespace {

class Descriptor {
 public:
  explicit Descriptor(const std::filesystem::path& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

}  // namespace

FileBytes read_file_bytes(const std::filesystem::path& path) {
  const Descriptor file(path);
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) throw ImageError(path, std::strerror(errno));
  if (!S_ISREG(status.st_mode)) throw ImageError(path, "not a regular file");

  FileBytes result{path, ByteBuffer(static_cast<std::size_t>(status.st_size))};
  std::size_t done = 0;
  while (done < result.bytes.size()) {
    const ssize_t n = ::read(file.get(), result.bytes.data() + done, result.bytes.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw ImageError(path, std::strerror(errno));
    if (n == 0) throw ImageError(path, "the file became shorter while it was read");
    done += static_cast<std::size_t>(n);
  }
  return result;
}

}  // namespace cellerate
