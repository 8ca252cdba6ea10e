/// Escapes of setting values and texts in each version of the text format.
///
/// Versions 1 to 4 wrote Python 2 `string_escape` forms; 2 and 3 escaped backslashes twice; 4 put UTF-16
/// below the escapes. Version 5 writes values as they are, so what a line cannot hold (line breaks, blanks at
/// its end) needs escapes of our own: only `\xNN`, `\uNNNN` and `\UNNNNNNNN`, which CellProfiler's loader
/// undoes in every version wherever a value holds `\x`.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <string_view>

namespace cellerate {

/// What `\xNN` stands for: a byte in Python 2 strings, a character in Python 3 strings and Python 2 u''
/// strings.
enum class EscapeUnit { Byte, Character };

/// Undoes Python's backslash escapes; an unknown one keeps its backslash. @throws std::invalid_argument on a
/// cut one
std::string unescape(std::string_view text, EscapeUnit unit);

/// The value behind the first colon of a setting line. @throws std::invalid_argument
std::string decode_value(std::string_view raw, int version);
/// The text before it.
std::string decode_text(std::string_view raw, int version);

/// Whether a line of version 5 cannot hold the value, or the text, as it is.
bool value_needs_escapes(std::string_view value);
bool text_needs_escapes(std::string_view text);
/// Whether it holds `\x`, `\u` or `\U`: what tells an escaped part from a plain one.
bool looks_escaped(std::string_view text);
/// ASCII only, without colons, and without backslashes other than those of the escapes.
std::string escape_line_part(std::string_view text);
/// Undoes escape_line_part; text that does not look escaped is left as it is.
std::string unescape_line_part(std::string_view text);

}  // namespace cellerate
