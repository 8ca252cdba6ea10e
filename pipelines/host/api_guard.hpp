/// The edge of the C ABI: exceptions become statuses and messages, structs of any version are read and
/// filled.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/cellerate.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <string>

namespace cellerate {

/// What a function of cellerate.h returns, with the reason.
struct ApiError : std::runtime_error {
  ApiError(cel_status what_status, const std::string& message)
      : std::runtime_error(message), status(what_status) {}
  cel_status status;
};

inline ApiError invalid(const std::string& message) { return {CEL_INVALID, message}; }

/// The message of cel_last_error().
void set_last_error(const std::string& message);
const char* last_error();

/// The status that belongs to the exception which is being handled; keeps its message.
cel_status status_of_current_exception();

/// Runs the body of a function of the C ABI. @param f returns nothing, or a status other than CEL_OK
template <class F>
cel_status guarded(const F& f) {
  set_last_error("");
  try {
    if constexpr (std::is_void_v<decltype(f())>) {
      f();
      return CEL_OK;
    } else {
      return f();
    }
  } catch (...) {
    return status_of_current_exception();
  }
}

template <class T>
T& required(T* argument, const char* what) {
  if (!argument) throw invalid(std::string(what) + " is null");
  return *argument;
}

/// A struct of the caller as this library knows it: what an older one lacks is zero.
template <class T>
T read_versioned(const T& given, const char* name) {
  if (given.struct_size < sizeof given.struct_size)
    throw invalid(std::string(name) + ": struct_size is not set");
  T known{};
  std::memcpy(&known, &given, std::min<std::size_t>(given.struct_size, sizeof(T)));
  const auto* bytes = reinterpret_cast<const unsigned char*>(&given);
  if (given.struct_size > sizeof(T) &&
      std::any_of(bytes + sizeof(T), bytes + given.struct_size, [](unsigned char byte) { return byte; }))
    throw invalid(std::string(name) + ": it has fields that this version of the library does not know");
  return known;
}

/// Fills as much of the caller's struct as it has.
template <class T>
void write_versioned(T* out, T value, const char* name) {
  const std::uint32_t size = required(out, name).struct_size;
  if (size < sizeof size) throw invalid(std::string(name) + ": struct_size is not set");
  value.struct_size = size;
  std::memcpy(out, &value, std::min<std::size_t>(size, sizeof(T)));
}

}  // namespace cellerate
