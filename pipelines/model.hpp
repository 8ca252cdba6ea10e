/// A pipeline as its file says it: what all readers fill and all writers take. It knows no module.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cellerate {

/// One line of a module: CellProfiler binds settings by position, the text is for people.
struct SettingLine {
  std::string text;
  std::string value;   ///< decoded: no escapes of the file format are left
  std::string type{};  ///< Python class of the setting, which JSON files tell; empty elsewhere
};

/// One module of the file, enabled or not.
struct ModuleEntry {
  std::string name;  ///< as in the file, without a package path
  std::string path;  ///< name with its Python package, which JSON files tell; empty elsewhere
  int number = 0;    ///< 1-based position in the file: disabled modules count
  int revision = 0;  ///< variable_revision_number
  bool enabled = true;
  bool show_window = false;
  bool wants_pause = false;
  std::vector<std::string> notes;
  std::string svn_version = "Unknown";
  std::string batch_state;  ///< as written, e.g. "array([], dtype=uint8)"; empty where the file has none
  int line = 0;             ///< where the module starts in a text file; 0 elsewhere
  std::vector<SettingLine> settings;
};

/// A pipeline and what else its file holds.
struct Pipeline {
  int version = 5;            ///< text format version that was read: 1 to 5
  std::string date_revision;  ///< as written
  std::string git_hash;
  std::vector<std::pair<std::string, std::string>>
      other_headers;  ///< MessageForUser, SVNRevision, ... in order
  std::vector<ModuleEntry> modules;
  std::vector<std::string> file_list;  ///< URLs that the file carries as input of the Images module
  std::vector<std::string> warnings;   ///< oddities of the file that CellProfiler passes over
};

/// The file cannot be read as a pipeline, or not be written; what() names the file, and the line where there
/// is one.
struct PipelineError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

enum class PipelineFormat { Text, Json, Project };

/// Reads a pipeline; the format is told by the content, not by the name. @throws PipelineError
Pipeline read_pipeline(const std::filesystem::path& file);
/// The same of a file's content. @param name what messages call it. @throws PipelineError
Pipeline parse_pipeline(std::string_view bytes, const std::string& name);
/// Writes under a temporary name, then renames. @throws PipelineError
void write_pipeline(const Pipeline& pipeline, PipelineFormat format, const std::filesystem::path& file);
/// The text (version 5) of a pipeline: what is stored in run databases and projects. @throws PipelineError
std::string to_text(const Pipeline& pipeline);
/// The format that a file name's ending stands for (.cppipe and others, .json, .cpproj). @throws
/// PipelineError
PipelineFormat format_of(const std::filesystem::path& file);

}  // namespace cellerate
