/// Pipeline files of any format: told apart by their content, written under a temporary name.
// SPDX-License-Identifier: BSD-3-Clause
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <system_error>

#include "pipelines/cppipe_reader.hpp"
#include "pipelines/cppipe_writer.hpp"
#include "pipelines/cpproj_reader.hpp"
#include "pipelines/cpproj_writer.hpp"
#include "pipelines/json_reader.hpp"
#include "pipelines/json_writer.hpp"
#include "pipelines/model.hpp"

namespace cellerate {
namespace {

namespace fs = std::filesystem;

/// Pipelines in text or JSON are far smaller; projects are not read as a whole.
constexpr std::uintmax_t kMostBytes = 64u << 20;

[[noreturn]] void fail(const fs::path& file, const std::string& message) {
  throw PipelineError(file.string() + ": " + message);
}

std::string read_start(std::istream& stream) {
  std::string start(8, '\0');
  stream.read(start.data(), static_cast<std::streamsize>(start.size()));
  start.resize(static_cast<std::size_t>(stream.gcount()));
  return start;
}

std::string read_all(std::istream& stream, const fs::path& file) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  if (error) fail(file, "cannot be read: " + error.message());
  if (size > kMostBytes) fail(file, "is larger than any pipeline");
  stream.clear();
  stream.seekg(0);
  return std::string{std::istreambuf_iterator<char>(stream), {}};
}

/// A pipeline in text or JSON.
Pipeline parse_text(std::string_view text, const std::string& name) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (is_pipeline_text(text)) return read_text(text, name);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first != text.npos && text[first] == '{') return read_json(text, name);
  fail(name, "is neither a pipeline text nor JSON nor a CellProfiler project");
}

/// A file name beside the target that goes away unless it is renamed to the target.
class TemporaryFile {
 public:
  explicit TemporaryFile(const fs::path& target) : target_(target), path_(target) {
    path_ += "." + std::to_string(getpid()) + ".tmp";
  }
  ~TemporaryFile() {
    std::error_code ignored;
    if (!renamed_) fs::remove(path_, ignored);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  const fs::path& path() const { return path_; }
  void rename_to_target() {
    std::error_code error;
    fs::rename(path_, target_, error);
    if (error) fail(target_, "cannot be written: " + error.message());
    renamed_ = true;
  }

 private:
  fs::path target_, path_;
  bool renamed_ = false;
};

void write_all(const std::string& text, const fs::path& file) {
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  stream.close();
  if (!stream) fail(file, "cannot be written");
}

}  // namespace

Pipeline read_pipeline(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) fail(file, "there is no such file");
  std::ifstream stream(file, std::ios::binary);
  if (!stream) fail(file, "cannot be read");
  if (is_hdf5(read_start(stream))) return read_project(file);
  return parse_text(read_all(stream, file), file.string());
}

Pipeline parse_pipeline(std::string_view bytes, const std::string& name) {
  return is_hdf5(bytes) ? parse_project(bytes, name) : parse_text(bytes, name);
}

void write_pipeline(const Pipeline& pipeline, PipelineFormat format, const fs::path& file) {
  TemporaryFile temporary(file);
  switch (format) {
    case PipelineFormat::Text:
      write_all(to_text(pipeline), temporary.path());
      break;
    case PipelineFormat::Json:
      write_all(write_json(pipeline), temporary.path());
      break;
    case PipelineFormat::Project:
      write_project(pipeline, temporary.path());
      break;
  }
  temporary.rename_to_target();
}

PipelineFormat format_of(const fs::path& file) {
  std::string ending = file.extension().string();
  std::ranges::transform(ending, ending.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (ending == ".cppipe" || ending == ".cpipe" || ending == ".cp" || ending == ".txt")
    return PipelineFormat::Text;
  if (ending == ".json") return PipelineFormat::Json;
  if (ending == ".cpproj" || ending == ".h5" || ending == ".hdf5") return PipelineFormat::Project;
  fail(file, "the ending \"" + ending + "\" stands for no pipeline format (.cppipe, .json, .cpproj)");
}

}  // namespace cellerate
