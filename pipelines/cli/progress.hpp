/// What a person sees of a run: a counter on a terminal, a line an image set elsewhere.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <unistd.h>

#include <iostream>
#include <string>

#include "pipelines/run.hpp"

namespace cellerate::cli {

class Progress {
 public:
  explicit Progress(bool quiet) : quiet_(quiet), terminal_(isatty(STDERR_FILENO)) {}
  ~Progress() { end(); }

  void show(const RunProgress& progress) {
    if (!progress.last_error.empty()) line("failed: " + progress.last_error);
    if (quiet_) return;
    std::string text =
        std::to_string(progress.done) + " of " + std::to_string(progress.total) + " image sets done";
    if (progress.failed) text += ", " + std::to_string(progress.failed) + " failed";
    std::cerr << (terminal_ ? "\r" : "") << text << (terminal_ ? "" : "\n") << std::flush;
    drawn_ = terminal_;
  }
  void line(const std::string& text) {
    end();
    std::cerr << text << '\n';
  }

 private:
  void end() {
    if (drawn_) std::cerr << '\n';
    drawn_ = false;
  }
  bool quiet_, terminal_, drawn_ = false;
};

}  // namespace cellerate::cli
