/// Writes a project that holds a pipeline and its file list, in the layout of CellProfiler 4.
///
/// Source: cellprofiler_core 4.2.8 utilities/hdf5_dict.py (HDF5Dict, HDF5FileList, VStringArray). Equal
/// pipelines give equal bytes.
// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/cpproj_writer.hpp"

#include <limits>
#include <stdexcept>

#include "pipelines/cppipe_writer.hpp"
#include "pipelines/file_list_tree.hpp"
#include "pipelines/hdf5_guard.hpp"

namespace cellerate {
namespace {

/// Runs are named by their time, and readers take the last one: any time will do where there is one run.
constexpr const char* kRunName = "2000-01-01-00-00-00";

/// Without time stamps, which would make equal projects differ.
Hdf5Id untimed(hid_t property_class) {
  Hdf5Id properties(H5Pcreate(property_class), "make properties");
  hdf5_check(H5Pset_obj_track_times(properties, false), "set properties");
  return properties;
}

Hdf5Id make_group(hid_t parent, const std::string& name) {
  const Hdf5Id properties = untimed(H5P_GROUP_CREATE);
  return Hdf5Id(H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, properties, H5P_DEFAULT),
                "make group \"" + name + '"');
}

Hdf5Id text_type() {
  Hdf5Id type(H5Tcopy(H5T_C_S1), "make a type");
  hdf5_check(H5Tset_size(type, H5T_VARIABLE), "make a type");
  hdf5_check(H5Tset_cset(type, H5T_CSET_UTF8), "make a type");
  return type;
}

Hdf5Id character_type() {
  Hdf5Id type(H5Tcopy(H5T_C_S1), "make a type");
  hdf5_check(H5Tset_strpad(type, H5T_STR_NULLPAD), "make a type");
  return type;
}

void set_class(hid_t object, const char* value) {
  const Hdf5Id type = text_type();
  const Hdf5Id scalar(H5Screate(H5S_SCALAR), "make a shape");
  const Hdf5Id attribute(H5Acreate2(object, "Class", type, scalar, H5P_DEFAULT, H5P_DEFAULT),
                         "make an attribute");
  hdf5_check(H5Awrite(attribute, type, &value), "write an attribute");
}

/// How a dataset lies in the file; CellProfiler's own values.
struct Storage {
  std::vector<hsize_t> shape, chunk;  ///< the first extent may grow later
  bool shuffle = false, compress = false;
};

Hdf5Id write_dataset(hid_t group, const char* name, hid_t file_type, hid_t memory_type,
                     const Storage& storage, const void* data) {
  std::vector<hsize_t> most = storage.shape;
  most[0] = H5S_UNLIMITED;
  const int rank = static_cast<int>(storage.shape.size());
  const Hdf5Id space(H5Screate_simple(rank, storage.shape.data(), most.data()), "make a shape");
  const Hdf5Id properties = untimed(H5P_DATASET_CREATE);
  hdf5_check(H5Pset_chunk(properties, rank, storage.chunk.data()), "set properties");
  if (storage.shuffle) hdf5_check(H5Pset_shuffle(properties), "set properties");
  if (storage.compress) hdf5_check(H5Pset_deflate(properties, 4), "set properties");
  Hdf5Id dataset(H5Dcreate2(group, name, file_type, space, H5P_DEFAULT, properties, H5P_DEFAULT),
                 std::string("make dataset \"") + name + '"');
  if (storage.shape[0] > 0)
    hdf5_check(H5Dwrite(dataset, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data), "write a dataset");
  return dataset;
}

void write_version(hid_t file) {
  const hsize_t one = 1;
  const std::int64_t version = 1;
  const Hdf5Id space(H5Screate_simple(1, &one, nullptr), "make a shape");
  const Hdf5Id properties = untimed(H5P_DATASET_CREATE);
  const Hdf5Id dataset(
      H5Dcreate2(file, "Version", H5T_STD_I64LE, space, H5P_DEFAULT, properties, H5P_DEFAULT),
      "make dataset \"Version\"");
  hdf5_check(H5Dwrite(dataset, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, &version), "write a dataset");
}

void write_experiment_text(hid_t experiment, const std::string& feature, const std::string& text) {
  const Hdf5Id group = make_group(experiment, feature);
  const Hdf5Id type = text_type();
  const char* data = text.c_str();
  write_dataset(group, "data", type, type, {{1}, {1024}, true, true}, &data);
  const std::int64_t image_number_start_stop[] = {0, 0, 1};
  write_dataset(group, "index", H5T_STD_I64LE, H5T_NATIVE_INT64, {{1, 3}, {1024, 3}},
                image_number_start_stop);
}

/// Start and end of a text in the characters of its array.
using Range = std::pair<std::int32_t, std::int32_t>;

void write_text_array(hid_t group, const std::string& characters, const std::vector<Range>& ranges) {
  std::vector<std::int32_t> rows;
  for (const auto& [start, stop] : ranges) rows.insert(rows.end(), {start, stop});
  const Hdf5Id type = character_type();
  const Hdf5Id data =
      write_dataset(group, "data", type, type, {{characters.size()}, {32768}, true, true}, characters.data());
  set_class(data, "VStringArrayData");
  const Hdf5Id index = write_dataset(group, "index", H5T_STD_I32LE, H5T_NATIVE_INT32,
                                     {{ranges.size(), 2}, {256, 2}, true, false}, rows.data());
  set_class(index, "VStringArrayIndex");
}

void write_files(hid_t folder, const std::set<std::string>& files) {
  std::string characters;
  std::vector<Range> ranges;
  for (const std::string& file : files) {
    const auto start = static_cast<std::int32_t>(characters.size());
    characters += file;
    ranges.emplace_back(start, static_cast<std::int32_t>(characters.size()));
  }
  write_text_array(folder, characters, ranges);
  // Beside each file its image metadata, as OME-XML: none, which is a start beyond every end.
  constexpr Range kNone{std::numeric_limits<std::int32_t>::max(), 0};
  write_text_array(make_group(folder, "metadata"), "", std::vector<Range>(files.size(), kNone));
}

void write_folder(hid_t parent, const std::string& name, const FolderNode& node) {
  const Hdf5Id folder = make_group(parent, name);
  set_class(folder, "Directory");
  if (!node.files.empty()) write_files(folder, node.files);
  for (const auto& [inner_name, inner] : node.folders) write_folder(folder, inner_name, inner);
}

void write_file_list(hid_t file, const FolderNode& root) {
  const Hdf5Id list = make_group(make_group(file, "FileList"), "Default");
  set_class(list, "FileListGroup");
  for (const auto& [scheme, node] : root.folders) write_folder(list, scheme, node);
}

}  // namespace

void write_project(const Pipeline& pipeline, const std::filesystem::path& file) {
  const std::string name = file.string();
  // The groups sort files and keep only URLs; a list that they would change goes into the text of the
  // pipeline.
  const auto tree = make_folder_tree(pipeline.file_list);
  const std::string text = write_text(pipeline, tree ? FileListInText::No : FileListInText::Yes);
  const Hdf5Session session;
  try {
    const Hdf5Id project(H5Fcreate(name.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), "make the file");
    write_version(project);
    write_file_list(project, tree.value_or(FolderNode{}));
    const Hdf5Id measurements = make_group(project, "Measurements");
    const Hdf5Id run = make_group(measurements, kRunName);
    write_experiment_text(make_group(run, "Experiment"), "Pipeline_Pipeline", text);
    hdf5_check(H5Fflush(project, H5F_SCOPE_GLOBAL), "write to the disk");
  } catch (const std::invalid_argument& error) {
    throw PipelineError(name + ": " + error.what());
  }
}

}  // namespace cellerate
