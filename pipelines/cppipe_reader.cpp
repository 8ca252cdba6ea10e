/// Reads the text format, versions 1 to 5.
///
/// Source: cellprofiler_core 4.2.8 Pipeline.parse_pipeline and what it calls. Where that loader takes escapes
/// of older versions half way back, this one takes them back fully (escapes.hpp).
// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/cppipe_reader.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "pipelines/cppipe_format.hpp"
#include "pipelines/escapes.hpp"
#include "pipelines/module_line.hpp"
#include "pipelines/setting_types.hpp"
#include "pipelines/unicode.hpp"

namespace cellerate {
namespace {

/// A pipeline has some 100 modules; a count beyond this is damage.
constexpr int kMostModules = 100'000;

/// The stripped lines of a text, ended by \n, \r or both.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  std::optional<std::string_view> next() {
    if (rest_.empty()) return std::nullopt;
    const std::size_t end = std::min(rest_.find_first_of("\n\r"), rest_.size());
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end);
    if (rest_.starts_with("\r\n"))
      rest_.remove_prefix(2);
    else if (!rest_.empty())
      rest_.remove_prefix(1);
    ++number_;
    return strip(line);
  }
  std::optional<std::string_view> next_that_is_not_blank() {
    auto line = next();
    while (line && line->empty()) line = next();
    return line;
  }
  int number() const { return number_; }

 private:
  std::string_view rest_;
  int number_ = 0;
};

/// Text before and after the first colon.
std::pair<std::string_view, std::string_view> split_at_colon(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == line.npos)
    throw std::invalid_argument("a line \"text:value\" is expected, not \"" +
                                std::string(line.substr(0, 80)) + '"');
  return {line.substr(0, colon), line.substr(colon + 1)};
}

int parse_count(std::string_view what, std::string_view value) {
  int number = -1;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size() || number < 0 || number > kMostModules)
    throw std::invalid_argument(std::string(what) + " is \"" + std::string(value) +
                                "\", not a sensible number");
  return number;
}

class TextReader {
 public:
  explicit TextReader(std::string_view text) : lines_(text) {}

  Pipeline read() {
    lines_.next();  // the cookie
    read_header();
    read_modules();
    if (has_file_list_) read_file_list();
    if (!types_.empty()) decode_types(types_, pipeline_);
    return std::move(pipeline_);
  }
  int line_number() const { return lines_.number(); }

 private:
  void read_header() {
    for (;;) {
      const auto line = lines_.next();
      if (!line) {
        if (module_count_ == 0) return;
        throw std::invalid_argument("the text ends before its first module");
      }
      if (line->empty()) return;
      const auto [key, value] = split_at_colon(*line);
      read_header_line(key, value);
    }
  }

  void read_header_line(std::string_view key, std::string_view value) {
    if (key == "Version") {
      pipeline_.version = parse_count(key, value);
      if (pipeline_.version < 1 || pipeline_.version > kNewestTextVersion)
        throw std::invalid_argument("format version " + std::string(value) +
                                    " is unknown: 1 to 5 can be read");
    } else if (key == "ModuleCount") {
      module_count_ = parse_count(key, value);
    } else if (key == "HasImagePlaneDetails") {
      has_file_list_ = value == "True";
    } else if (key == "DateRevision") {
      pipeline_.date_revision = value;
    } else if (key == "GitHash") {
      pipeline_.git_hash = value;
    } else if (key == kEscapesHeader) {
      has_escapes_ = value == "True";
    } else if (key == kTypesHeader) {
      types_ = value;
    } else {
      pipeline_.other_headers.emplace_back(key, value);
    }
  }

  /// As many modules as the header says, or fewer if the text has no more: CellProfiler passes over both.
  void read_modules() {
    const int count = module_count_.value_or(kMostModules);
    auto line = count > 0 ? lines_.next_that_is_not_blank() : std::nullopt;
    while (line && !line->starts_with(kFileListStart)) {
      pipeline_.modules.push_back(read_module(*line));
      if (std::ssize(pipeline_.modules) == count) break;
      line = lines_.next_that_is_not_blank();
    }
    if (line && line->starts_with(kFileListStart)) file_list_start_ = line;
    if (!module_count_) return;
    const auto found = std::ssize(pipeline_.modules);
    if (found < count)
      warn_of_count("there are " + std::to_string(found));
    else if (!has_file_list_ && lines_.next_that_is_not_blank())
      warn_of_count("more follow and are left out, as CellProfiler does");
  }

  void warn_of_count(const std::string& finding) {
    pipeline_.warnings.push_back("ModuleCount is " + std::to_string(*module_count_) + ", but " + finding);
  }

  ModuleEntry read_module(std::string_view first_line) {
    ModuleEntry module = parse_module_line(first_line, pipeline_.version);
    module.number = static_cast<int>(pipeline_.modules.size()) + 1;
    module.line = lines_.number();
    for (auto line = lines_.next(); line && !line->empty(); line = lines_.next()) {
      const auto [text, value] = split_at_colon(*line);
      module.settings.push_back(read_setting(text, value));
    }
    return module;
  }

  SettingLine read_setting(std::string_view text, std::string_view value) const {
    if (has_escapes_) return {unescape_line_part(text), unescape_line_part(value)};
    return {decode_text(text, pipeline_.version), decode_value(value, pipeline_.version)};
  }

  void read_file_list() {
    const auto first = file_list_start_ ? file_list_start_ : lines_.next_that_is_not_blank();
    if (!first) throw std::invalid_argument("the text ends before its file list");
    if (!first->starts_with(std::string(kFileListStart) + "\"1\""))
      throw std::invalid_argument("the file list has an unknown version");
    lines_.next();  // "URL","Series","Index","Channel"
    for (auto line = lines_.next(); line && !line->empty(); line = lines_.next())
      pipeline_.file_list.push_back(read_url(*line));
  }

  /// The first of the quoted fields; CellProfiler leaves the others empty.
  std::string read_url(std::string_view line) const {
    const std::size_t end = line.find("\",", 1);
    if (!line.starts_with('"') || end == line.npos)
      throw std::invalid_argument("a quoted URL is expected, not \"" + std::string(line.substr(0, 80)) + '"');
    return decode_text(line.substr(1, end - 1), pipeline_.version);
  }

  Lines lines_;
  Pipeline pipeline_;
  std::optional<int> module_count_;
  std::optional<std::string_view> file_list_start_;
  std::string types_;
  bool has_file_list_ = false;
  bool has_escapes_ = false;
};

}  // namespace

bool is_pipeline_text(std::string_view text) {
  if (text.starts_with(kTextCookie)) return true;
  const std::string_view start = text.substr(0, 1024);
  const std::string_view line = start.substr(0, start.find_first_of("\n\r"));
  const std::size_t filter = line.find(".proofpoint.com");
  return line.starts_with("CellProfiler Pipeline: http") && filter != line.npos &&
         line.find("http-3A__www.cellprofiler.org", filter) != line.npos;
}

Pipeline read_text(std::string_view text, const std::string& origin) {
  const std::string characters = utf8_or_latin1(std::string(text));
  if (!is_pipeline_text(characters)) throw PipelineError(origin + ": this is no CellProfiler pipeline");
  TextReader reader(characters);
  try {
    return reader.read();
  } catch (const std::invalid_argument& error) {
    throw PipelineError(origin + ":" + std::to_string(reader.line_number()) + ": " + error.what());
  }
}

}  // namespace cellerate
