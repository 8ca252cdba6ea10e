/// The parts of the host's function table, one a phase, and what they share. Private to sdk/src.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <stdexcept>
#include <string>

#include "sdk/src/module_context.hpp"

namespace cellerate::host {

inline cel_text c_text(const std::string& text) { return {text.data(), text.size()}; }
inline std::string std_text(cel_text text) {
  return std::string(text.data, static_cast<std::size_t>(text.size));
}

/// Turns what a host function throws into a status and the context's error.
template <class F>
cel_status guard(cel_context* context, const F& f) {
  try {
    return f();
  } catch (const std::exception& error) {
    context->error = error.what();
    return CEL_ERROR;
  }
}

/// The member that only some phases have. @throws std::logic_error in the others
template <class T>
T& in_phase(T* member, const char* phase) {
  if (!member) throw std::logic_error(std::string("this host function is for the phase ") + phase);
  return *member;
}

cel_column c_column(const DeclaredColumn& column);

void add_setup_functions(cel_host& host);
void add_run_functions(cel_host& host);
void add_result_functions(cel_host& host);

}  // namespace cellerate::host
