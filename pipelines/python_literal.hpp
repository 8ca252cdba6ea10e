/// The few Python literals that module lines hold: strings and lists of strings.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cellerate {

/// Which Python wrote the literal: in Python 2, `\xNN` of a plain string is a byte of UTF-8.
enum class PythonVersion { Two, Three };

/// A string such as 'a', "a" or u'a'. @throws std::invalid_argument
std::string parse_python_string(std::string_view literal, PythonVersion python);
/// A list such as ['a', "b"]. @throws std::invalid_argument
std::vector<std::string> parse_python_list(std::string_view literal, PythonVersion python);
/// Where `stop` first occurs from `start` on outside of quotes and brackets, or text.size(); npos if one is
/// left open.
std::size_t find_outside_literals(std::string_view text, std::size_t start, char stop);

/// repr() of Python 3, but with every character beyond ASCII that may be invisible escaped.
std::string python_repr(std::string_view text);
std::string python_repr(const std::vector<std::string>& list);

}  // namespace cellerate
