/// The line that opens a module in the text format.
///
/// Source: cellprofiler_core 4.2.8 Pipeline.setup_module, but attributes are told apart by their quotes and
/// brackets.
// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/module_line.hpp"

#include <charconv>
#include <optional>
#include <stdexcept>

#include "pipelines/escapes.hpp"
#include "pipelines/python_literal.hpp"
#include "pipelines/unicode.hpp"

namespace cellerate {
namespace {

int parse_integer(std::string_view name, std::string_view value) {
  int number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size())
    throw std::invalid_argument(std::string(name) + " is \"" + std::string(value) + "\", not a number");
  return number;
}

bool parse_boolean(std::string_view name, std::string_view value) {
  if (value == "True" || value == "1") return true;
  if (value == "False" || value == "0") return false;
  throw std::invalid_argument(std::string(name) + " is \"" + std::string(value) + "\", not True or False");
}

/// Notes whose quotes are damaged: split at commas, without quotes, as CellProfiler does.
std::vector<std::string> split_damaged_notes(std::string_view value) {
  std::vector<std::string> notes;
  std::string note;
  for (const char c : value.substr(1, value.size() - 2)) {
    if (c == ',')
      notes.push_back(std::exchange(note, {}));
    else if (c != '\'' && c != '"')
      note += c;
  }
  notes.push_back(note);
  return notes;
}

/// A list of texts, as CellProfiler writes it, or a single text.
std::vector<std::string> parse_notes(std::string_view value, PythonVersion python) {
  const bool in_brackets = value.size() >= 2 && value.starts_with('[') && value.ends_with(']');
  if (!in_brackets) return {parse_python_string(value, python)};
  try {
    return parse_python_list(value, python);
  } catch (const std::invalid_argument&) {
    return split_damaged_notes(value);
  }
}

void set_attribute(ModuleEntry& module, std::string_view name, std::string_view value, PythonVersion python) {
  if (name == "variable_revision_number")
    module.revision = parse_integer(name, value);
  else if (name == "svn_version")
    module.svn_version = parse_python_string(value, python);
  else if (name == "show_window")
    module.show_window = parse_boolean(name, value);
  else if (name == "enabled")
    module.enabled = parse_boolean(name, value);
  else if (name == "wants_pause")
    module.wants_pause = parse_boolean(name, value);
  else if (name == "notes")
    module.notes = parse_notes(value, python);
  else if (name == "batch_state")
    module.batch_state = in_one_line(value);
}

/// The end of the attribute value at `start`: the next bar outside of quotes and brackets.
std::size_t value_end(std::string_view attributes, std::size_t start) {
  const std::size_t end = find_outside_literals(attributes, start, '|');
  if (end != attributes.npos) return end;
  // Notes with unbalanced quotes: they end with the first bracket before a bar, else with the line.
  const std::size_t bracket = attributes.find("]|", start);
  return bracket == attributes.npos ? attributes.size() : bracket + 1;
}

void check_line_part(std::string_view what, std::string_view text, std::string_view forbidden) {
  if (text.find_first_of(forbidden) != text.npos)
    throw std::invalid_argument(std::string(what) + " \"" + std::string(text) +
                                "\" does not fit in a pipeline text");
}

const char* python_boolean(bool value) { return value ? "True" : "False"; }

}  // namespace

std::string in_one_line(std::string_view text) {
  std::string out;
  for (const char c : strip(text)) {
    const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!blank)
      out += c;
    else if (!out.ends_with(' '))
      out += ' ';
  }
  return out;
}

ModuleEntry parse_module_line(std::string_view line, int version) {
  const std::size_t colon = line.find(':');
  const std::string_view bracketed = colon == line.npos ? std::string_view() : line.substr(colon + 1);
  if (bracketed.size() < 2 || !bracketed.starts_with('[') || !bracketed.ends_with(']'))
    throw std::invalid_argument("a module line \"Name:[...]\" is expected, not \"" +
                                std::string(line.substr(0, 80)) + '"');
  ModuleEntry module;
  module.name = strip(line.substr(0, colon));
  const std::string_view raw = bracketed.substr(1, bracketed.size() - 2);
  const PythonVersion python = version >= 5 ? PythonVersion::Three : PythonVersion::Two;
  const std::string attributes = version >= 5 ? std::string(raw) : unescape(raw, EscapeUnit::Byte);

  bool has_revision = false;
  const std::string_view rest = attributes;
  for (std::size_t start = 0; start < rest.size();) {
    const std::size_t name_end = rest.find(':', start);
    if (name_end == rest.npos) throw std::invalid_argument("a module attribute has no colon");
    const std::string_view name = rest.substr(start, name_end - start);
    const std::size_t end = value_end(rest, name_end + 1);
    set_attribute(module, name, rest.substr(name_end + 1, end - name_end - 1), python);
    has_revision = has_revision || name == "variable_revision_number";
    start = end + 1;
  }
  if (!has_revision)
    throw std::invalid_argument("module " + module.name + " has no variable_revision_number");
  return module;
}

std::string module_line(const ModuleEntry& module) {
  check_line_part("module name", module.name, ":\n\r");
  check_line_part("batch state", module.batch_state, "\n\r");
  std::string line = module.name + ":[module_num:" + std::to_string(module.number) +
                     "|svn_version:" + python_repr(module.svn_version) +
                     "|variable_revision_number:" + std::to_string(module.revision) +
                     "|show_window:" + python_boolean(module.show_window) +
                     "|notes:" + python_repr(module.notes);
  if (!module.batch_state.empty()) line += "|batch_state:" + module.batch_state;
  return line + "|enabled:" + python_boolean(module.enabled) +
         "|wants_pause:" + python_boolean(module.wants_pause) + ']';
}

}  // namespace cellerate
