// SPDX-License-Identifier: BSD-3-Clause
#include "sdk/io/atomic_file.hpp"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace cellerate {

AtomicFile::AtomicFile(std::filesystem::path target) : target_(std::move(target)) {
  static std::atomic<unsigned> number = 0;
  std::string name = target_.filename().string();
  name.insert(0, 1, '.');  // hidden from those who list the folder meanwhile
  name += '.' + std::to_string(::getpid()) + '-' + std::to_string(number++) + ".tmp";
  temporary_ = target_.parent_path() / name;
}

AtomicFile::~AtomicFile() {
  std::error_code ignored;  // it may never have been made
  if (!committed_) std::filesystem::remove(temporary_, ignored);
}

void AtomicFile::commit() {
  std::filesystem::rename(temporary_, target_);
  committed_ = true;
}

void write_file_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes) {
  AtomicFile file(path);
  const auto check = [&](bool done) {
    if (!done) throw std::system_error(errno, std::generic_category(), path.string());
  };
  struct Close {
    void operator()(std::FILE* stream) const { std::fclose(stream); }
  };
  std::unique_ptr<std::FILE, Close> stream(std::fopen(file.temporary().c_str(), "wb"));
  check(stream != nullptr);
  check(std::fwrite(bytes.data(), 1, bytes.size(), stream.get()) == bytes.size());
  check(std::fclose(stream.release()) == 0);
  file.commit();
}

}  // namespace cellerate
