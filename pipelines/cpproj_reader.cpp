/// Reads the pipeline and the file list of a project.
///
/// Source: cellprofiler_core 4.2.8 utilities/hdf5_dict.py (HDF5Dict, HDF5FileList) and
/// utilities/measurement.py; the form of file lists in CellProfiler 5 is its
/// HDF5FileList.add_files_to_filelist.
// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/cpproj_reader.hpp"

#include <algorithm>
#include <functional>

#include "pipelines/cppipe_reader.hpp"
#include "pipelines/escapes.hpp"
#include "pipelines/file_list_tree.hpp"
#include "pipelines/hdf5_guard.hpp"
#include "pipelines/isolated.hpp"
#include "pipelines/unicode.hpp"

namespace cellerate {
namespace {

constexpr int kDeepestFolder = 100;
constexpr int kMostFolders = 100'000;

/// The data of an experiment-wide feature. Data may hold stale texts: only the index tells which one counts.
std::string read_experiment_text(hid_t experiment, const std::string& feature) {
  const Hdf5Id group = hdf5_open(experiment, feature);
  const auto index = hdf5_read_rows(hdf5_open(group, "index"), 3);
  for (std::size_t row = index.size(); row >= 3; row -= 3) {
    const std::int64_t image_number = index[row - 3], start = index[row - 2], stop = index[row - 1];
    if (image_number == 0 && stop > start) return hdf5_read_text(hdf5_open(group, "data"), start);
  }
  throw std::invalid_argument(feature + " has no value");
}

std::string read_pipeline_text(hid_t file) {
  const Hdf5Id measurements = hdf5_open(file, "Measurements");
  const auto runs = hdf5_names(measurements);
  if (runs.empty()) throw std::invalid_argument("there is no run in it");
  const Hdf5Id run = hdf5_open(measurements, runs.back());
  const std::string text = read_experiment_text(hdf5_open(run, "Experiment"), "Pipeline_Pipeline");
  // CellProfiler 2 and 3 escaped the text once more as a whole: a text in one line is such a one.
  return text.find('\n') == text.npos ? unescape(text, EscapeUnit::Byte) : text;
}

/// Walks the groups of a file list; the walk ends also where hard links make a circle.
class FileListReader {
 public:
  std::vector<std::string> read(hid_t file) {
    if (!hdf5_has(file, "FileList")) return {};
    const Hdf5Id lists = hdf5_open(file, "FileList");
    if (!hdf5_is_group(lists) || !hdf5_has(lists, "Default")) return {};
    const Hdf5Id list = hdf5_open(lists, "Default");
    for (const std::string& name : hdf5_names(list)) {
      const Hdf5Id scheme = hdf5_open(list, name);
      if (!hdf5_is_group(scheme)) continue;
      if (H5Aexists(scheme, "Class") > 0)
        read_folder(scheme, decode_group_name(name) + ':', 0);
      else
        read_stem(scheme, name == ":root:" ? "" : name, 0);
    }
    for (std::string& url : urls_) url = utf8_or_latin1(std::move(url));
    return std::move(urls_);
  }

 private:
  /// CellProfiler 2.1 to 4: names one after another in "data", with their starts and ends in "index".
  void read_folder(hid_t folder, const std::string& url, int depth) {
    enter(depth);
    if (hdf5_has(folder, "index") && hdf5_has(folder, "data")) read_names(folder, url);
    for (const std::string& name : hdf5_names(folder)) {
      const Hdf5Id inner = hdf5_open(folder, name);
      if (hdf5_is_group(inner) && H5Aexists(inner, "Class") > 0)
        read_folder(inner, folder_url(url, decode_group_name(name)), depth + 1);
    }
  }

  void read_names(hid_t folder, const std::string& url) {
    const auto index = hdf5_read_rows(hdf5_open(folder, "index"), 2);
    const std::string data = hdf5_read_characters(hdf5_open(folder, "data"));
    const auto size = static_cast<std::int64_t>(data.size());
    for (std::size_t row = 0; row < index.size(); row += 2) {
      const std::int64_t start = index[row], stop = index[row + 1];
      if (start < 0 || stop < start || stop > size) throw std::invalid_argument("the file list is damaged");
      urls_.push_back(url + data.substr(start, stop - start));
    }
  }

  /// CellProfiler 5: the URL's folder is the path of the group, in which HDF5 made one slash of many.
  void read_stem(hid_t folder, const std::string& stem, int depth) {
    enter(depth);
    for (const std::string& name : hdf5_names(folder)) {
      const Hdf5Id inner = hdf5_open(folder, name);
      if (name == ":filelist:")
        read_texts(inner, stem);
      else if (hdf5_is_group(inner))
        read_stem(inner, stem + '/' + name, depth + 1);
    }
  }

  void read_texts(hid_t dataset, const std::string& stem) {
    std::string folder = stem;
    for (const std::string scheme : {"file:/", "http:/", "https:/", "s3:/", "ftp:/", "gs:/"})
      if (folder.starts_with(scheme)) folder.insert(scheme.size(), scheme == "file:/" ? "//" : "/");
    const std::int64_t count = hdf5_length(dataset);
    for (std::int64_t i = 0; i < count; ++i)
      urls_.push_back((folder.empty() ? "" : folder + '/') + hdf5_read_text(dataset, i));
  }

  void enter(int depth) {
    if (depth > kDeepestFolder || ++folders_ > kMostFolders)
      throw std::invalid_argument("the file list has no end");
  }

  std::vector<std::string> urls_;
  int folders_ = 0;
};

/// @param open gives the project as an HDF5 file
Pipeline read_opened(const std::function<Hdf5Id()>& open, const std::string& origin) {
  const auto read_texts = [&] {
    const Hdf5Id project = open();
    std::vector<std::string> texts = FileListReader().read(project);
    texts.push_back(read_pipeline_text(project));
    return texts;
  };
  std::vector<std::string> texts;
  try {
    const Hdf5Session session;
    texts = run_isolated(read_texts);
  } catch (const std::invalid_argument& error) {
    throw PipelineError(origin + ": damaged project: " + error.what());
  }
  Pipeline pipeline = read_text(texts.back(), origin);
  texts.pop_back();
  // A list in the text was put there because the groups cannot hold it.
  if (pipeline.file_list.empty()) pipeline.file_list = std::move(texts);
  for (ModuleEntry& module : pipeline.modules) module.line = 0;
  return pipeline;
}

}  // namespace

bool is_hdf5(std::string_view start) { return start.starts_with("\x89HDF\r\n\x1A\n"); }

Pipeline read_project(const std::filesystem::path& file) {
  return read_opened(
      [&] { return Hdf5Id(H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), "open it as HDF5 file"); },
      file.string());
}

Pipeline parse_project(std::string_view bytes, const std::string& origin) {
  return read_opened(
      [&] {
        const Hdf5Id access(H5Pcreate(H5P_FILE_ACCESS), "open it as HDF5 file");
        hdf5_check(H5Pset_fapl_core(access, 1 << 16, false), "open it as HDF5 file");
        // HDF5 copies the image.
        hdf5_check(H5Pset_file_image(access, const_cast<char*>(bytes.data()), bytes.size()),
                   "open it as HDF5 file");
        return Hdf5Id(H5Fopen("project", H5F_ACC_RDONLY, access), "open it as HDF5 file");
      },
      origin);
}

}  // namespace cellerate
