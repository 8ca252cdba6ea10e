/// Borrowed pixels: whoever lent them is told once when they are not needed any more.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "pipelines/host/session.hpp"

namespace cellerate {

class Session::Lease {
 public:
  Lease(Session& session, const Submission& submission)
      : session_(session),
        bytes_(submission.bytes()),
        release_(submission.release),
        owner_(submission.owner) {}
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  ~Lease() {
    if (!begun_) return;
    if (release_) release_(owner_);
    std::lock_guard lock(session_.mutex_);
    session_.state_.bytes -= bytes_;
    session_.changed_.notify_all();
  }

  std::uint64_t bytes() const { return bytes_; }
  /// From now on the pixels are borrowed.
  void begin() { begun_ = true; }

 private:
  Session& session_;
  std::uint64_t bytes_;
  void (*release_)(void* owner);
  void* owner_;
  bool begun_ = false;
};

}  // namespace cellerate
