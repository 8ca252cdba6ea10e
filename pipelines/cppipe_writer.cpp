/// Writes the text format, version 5, as CellProfiler 4 does.
///
/// Source: cellprofiler_core 4.2.8 pipeline/io/_v5.py. Where that writer would lose something (line breaks,
/// blanks at the end of a value, colons in a setting's text), escapes and a header that CellProfiler passes
/// over keep it.
// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/cppipe_writer.hpp"

#include <algorithm>
#include <stdexcept>

#include "pipelines/cppipe_format.hpp"
#include "pipelines/escapes.hpp"
#include "pipelines/module_line.hpp"
#include "pipelines/setting_types.hpp"

namespace cellerate {
namespace {

bool needs_escapes(const Pipeline& pipeline) {
  return std::ranges::any_of(pipeline.modules, [](const ModuleEntry& module) {
    return std::ranges::any_of(module.settings, [](const SettingLine& setting) {
      return value_needs_escapes(setting.value) || text_needs_escapes(setting.text);
    });
  });
}

class TextWriter {
 public:
  explicit TextWriter(const Pipeline& pipeline) : pipeline_(pipeline), escapes_(needs_escapes(pipeline)) {}

  std::string write(bool with_file_list) {
    write_header(with_file_list);
    for (const ModuleEntry& module : pipeline_.modules) write_module(module);
    if (with_file_list) write_file_list();
    return std::move(out_);
  }

 private:
  void write_header(bool with_file_list) {
    (out_ = kTextCookie) += '\n';
    header("Version", std::to_string(kNewestTextVersion));
    if (!pipeline_.date_revision.empty()) header("DateRevision", pipeline_.date_revision);
    header("GitHash", pipeline_.git_hash);
    header("ModuleCount", std::to_string(pipeline_.modules.size()));
    header("HasImagePlaneDetails", with_file_list ? "True" : "False");
    for (const auto& [key, value] : pipeline_.other_headers) header(key, value);
    if (escapes_) header(kEscapesHeader, "True");
    if (const std::string types = encode_types(pipeline_); !types.empty()) header(kTypesHeader, types);
  }

  void header(std::string_view key, std::string_view value) {
    if (key.find_first_of(":\n\r") != key.npos || value.find_first_of("\n\r") != value.npos)
      throw std::invalid_argument("header \"" + std::string(key) + "\" does not fit in one line");
    ((out_ += key) += ':') += value;
    out_ += '\n';
  }

  void write_module(const ModuleEntry& module) {
    (out_ += '\n') += module_line(module);
    out_ += '\n';
    for (const SettingLine& setting : module.settings) {
      (out_ += "    ") += part(setting.text, text_needs_escapes(setting.text));
      (out_ += ':') += part(setting.value, value_needs_escapes(setting.value));
      out_ += '\n';
    }
  }

  /// In a text with escapes, what looks escaped must be escaped as well.
  std::string part(const std::string& text, bool needed) const {
    return needed || (escapes_ && looks_escaped(text)) ? escape_line_part(text) : text;
  }

  void write_file_list() {
    out_ += "\n\"Version\":\"1\",\"PlaneCount\":\"" + std::to_string(pipeline_.file_list.size()) + "\"\n";
    out_ += "\"URL\",\"Series\",\"Index\",\"Channel\"\n";
    for (const std::string& url : pipeline_.file_list) {
      if (url.find_first_of("\"\n\r") != url.npos)
        throw std::invalid_argument("the URL " + url +
                                    " has a quote or a line break, which URLs write as %22 and %0A");
      (out_ += '"') += url;
      out_ += "\",,,\n";
    }
  }

  const Pipeline& pipeline_;
  const bool escapes_;
  std::string out_;
};

}  // namespace

std::string write_text(const Pipeline& pipeline, FileListInText file_list) {
  try {
    return TextWriter(pipeline).write(file_list == FileListInText::Yes && !pipeline.file_list.empty());
  } catch (const std::invalid_argument& error) {
    throw PipelineError(std::string("this pipeline cannot be written as text: ") + error.what());
  }
}

std::string to_text(const Pipeline& pipeline) { return write_text(pipeline, FileListInText::Yes); }

}  // namespace cellerate
