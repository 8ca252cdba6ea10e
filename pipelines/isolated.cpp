/// Work that a hostile file might crash, in a process of its own.
///
/// The HDF5 library itself reads beyond its memory on damaged files (seen in H5HG_read of 1.10.8), so no
/// check of what it returns comes in time.
// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/isolated.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>

namespace cellerate {
namespace {

using Texts = std::vector<std::string>;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kLongest{60};
constexpr std::size_t kMostBytes = std::size_t{1} << 30;
constexpr char kReturned = 'R', kThrew = 'E';

// What the child sends: kReturned or kThrew, the number of texts, and each text with its length before it.

void append_number(std::string& message, std::uint64_t number) {
  message.append(reinterpret_cast<const char*>(&number), sizeof number);
}

std::string encode(char kind, const Texts& texts) {
  std::string message(1, kind);
  append_number(message, texts.size());
  for (const std::string& text : texts) {
    append_number(message, text.size());
    message += text;
  }
  return message;
}

/// The texts behind the first byte; nothing if the message is not whole.
std::optional<Texts> decode(std::string_view message) {
  const auto take_number = [&]() -> std::optional<std::uint64_t> {
    std::uint64_t number = 0;
    if (message.size() < sizeof number) return std::nullopt;
    std::memcpy(&number, message.data(), sizeof number);
    message.remove_prefix(sizeof number);
    return number;
  };
  if (message.empty()) return std::nullopt;
  message.remove_prefix(1);
  Texts texts;
  const auto count = take_number();
  for (std::uint64_t i = 0; count && i < *count; ++i) {
    const auto size = take_number();
    if (!size || *size > message.size()) return std::nullopt;
    texts.emplace_back(message.substr(0, *size));
    message.remove_prefix(*size);
  }
  return count && message.empty() ? std::optional(texts) : std::nullopt;
}

void limit(decltype(RLIMIT_CORE) resource, rlim_t most) {
  const rlimit both{most, most};
  setrlimit(resource, &both);
}

/// A crash shall end the child at once and in silence, whatever the host program does at a crash of its own.
void become_expendable() {
  for (const int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGPIPE}) std::signal(signal, SIG_DFL);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, kLongest.count());
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) return;
  dup2(nowhere, STDOUT_FILENO);
  dup2(nowhere, STDERR_FILENO);
}

std::string message_of(const std::function<Texts()>& work) {
  try {
    return encode(kReturned, work());
  } catch (const std::exception& error) {
    return encode(kThrew, {error.what()});
  }
}

[[noreturn]] void run_child(int pipe, const std::function<Texts()>& work) {
  become_expendable();
  const std::string message = message_of(work);
  for (std::size_t sent = 0; sent < message.size();) {
    const ssize_t n = write(pipe, message.data() + sent, message.size() - sent);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    sent += static_cast<std::size_t>(n);
  }
  _exit(0);
}

/// Everything from the pipe until its end, the deadline, or too much.
std::string receive(int pipe) {
  const auto deadline = Clock::now() + kLongest;
  std::string message;
  std::array<char, 1 << 16> part;
  while (message.size() < kMostBytes) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd waiting{pipe, POLLIN, 0};
    const int ready = left > 0 ? poll(&waiting, 1, static_cast<int>(left)) : 0;
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) break;
    const ssize_t n = read(pipe, part.data(), part.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    message.append(part.data(), static_cast<std::size_t>(n));
  }
  return message;
}

}  // namespace

Texts run_isolated(const std::function<Texts()>& work) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    throw std::invalid_argument("cannot start its reader: too many open files");
  const pid_t child = fork();
  if (child == 0) run_child(ends[1], work);
  close(ends[1]);
  if (child < 0) {
    close(ends[0]);
    throw std::invalid_argument("cannot start its reader: too many processes or too little memory");
  }
  const std::string message = receive(ends[0]);
  close(ends[0]);
  kill(child, SIGKILL);
  while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
  const auto texts = decode(message);
  if (!texts) throw std::invalid_argument("it crashed its reader, or was too long for it");
  if (message[0] == kThrew) throw std::invalid_argument(texts->at(0));
  return *texts;
}

}  // namespace cellerate
