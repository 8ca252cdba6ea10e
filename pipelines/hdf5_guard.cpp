/// HDF5 for files that anybody may have made.
// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines/hdf5_guard.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "sdk/io/hdf5_lock.hpp"

namespace cellerate {
namespace {

// No pipeline comes near these; a file that does is damaged or means harm.
constexpr hsize_t kMostNames = 1'000'000;
constexpr hsize_t kMostElements = 64u << 20;
constexpr hsize_t kMostBytes = 256u << 20;

[[noreturn]] void fail(const std::string& message) { throw std::invalid_argument(message); }

/// Throws unless the dataset's bytes lie in this file, in pieces of moderate size.
void check_storage(hid_t dataset) {
  const Hdf5Id properties(H5Dget_create_plist(dataset), "read the storage of a dataset");
  if (H5Pget_external_count(properties) != 0) fail("a dataset lies in another file");
  const H5D_layout_t layout = H5Pget_layout(properties);
  if (layout != H5D_COMPACT && layout != H5D_CONTIGUOUS && layout != H5D_CHUNKED)
    fail("a dataset has an unknown storage");
  if (layout != H5D_CHUNKED) return;
  hsize_t chunk[H5S_MAX_RANK] = {};
  const int rank = H5Pget_chunk(properties, H5S_MAX_RANK, chunk);
  const Hdf5Id type(H5Dget_type(dataset), "read the type of a dataset");
  hsize_t bytes = std::max<hsize_t>(H5Tget_size(type), 1);
  for (int i = 0; i < rank; ++i) {
    if (chunk[i] > kMostBytes / bytes) fail("a dataset has pieces of too many bytes");
    bytes *= std::max<hsize_t>(chunk[i], 1);
  }
}

/// The extents of a dataset that is safe to read and has that many of them.
std::vector<hsize_t> extents(hid_t dataset, int rank) {
  if (H5Iget_type(dataset) != H5I_DATASET) fail("a dataset is expected where there is none");
  check_storage(dataset);
  const Hdf5Id space(H5Dget_space(dataset), "read the shape of a dataset");
  if (H5Sget_simple_extent_ndims(space) != rank) fail("a dataset has an unexpected shape");
  std::vector<hsize_t> shape(rank);
  hdf5_check(H5Sget_simple_extent_dims(space, shape.data(), nullptr), "read the shape of a dataset");
  if (std::ranges::any_of(shape, [](hsize_t n) { return n > kMostElements; })) fail("a dataset is too long");
  return shape;
}

H5T_class_t type_class(hid_t dataset) {
  const Hdf5Id type(H5Dget_type(dataset), "read the type of a dataset");
  return H5Tget_class(type);
}

std::string read_variable_text(hid_t dataset, hid_t type, hid_t memory, hid_t file) {
  hsize_t bytes = 0;
  hdf5_check(H5Dvlen_get_buf_size(dataset, type, file, &bytes), "read the length of a text");
  if (bytes > kMostBytes) fail("a text is too long");
  char* text = nullptr;
  hdf5_check(H5Dread(dataset, type, memory, file, H5P_DEFAULT, &text), "read a text");
  const std::unique_ptr<char, herr_t (*)(void*)> owner(text, H5free_memory);
  return text ? std::string(text) : std::string();
}

std::string read_fixed_text(hid_t dataset, hid_t type, hid_t memory, hid_t file) {
  const std::size_t size = H5Tget_size(type);
  if (size > kMostBytes) fail("a text is too long");
  std::string text(size, '\0');
  hdf5_check(H5Dread(dataset, type, memory, file, H5P_DEFAULT, text.data()), "read a text");
  text.resize(std::min(text.find('\0'), text.size()));
  return text;
}

}  // namespace

Hdf5Session::Hdf5Session() : lock_(hdf5_mutex()) {
  H5open();
  H5Eget_auto2(H5E_DEFAULT, &print_, &print_data_);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  H5PLget_loading_state(&plugins_);
  H5PLset_loading_state(0);
}

Hdf5Session::~Hdf5Session() {
  H5PLset_loading_state(plugins_);
  H5Eset_auto2(H5E_DEFAULT, print_, print_data_);
}

Hdf5Id::Hdf5Id(hid_t id, const std::string& what) : id_(id) {
  if (id < 0) fail("cannot " + what);
}

Hdf5Id::~Hdf5Id() {
  if (id_ >= 0) H5Idec_ref(id_);
}

void hdf5_check(herr_t status, const std::string& what) {
  if (status < 0) fail("cannot " + what);
}

std::vector<std::string> hdf5_names(hid_t group) {
  H5G_info_t info{};
  hdf5_check(H5Gget_info(group, &info), "list a group");
  if (info.nlinks > kMostNames) fail("a group has too many members");
  std::vector<std::string> names;
  const auto collect = [](hid_t, const char* name, const H5L_info_t*, void* data) -> herr_t {
    static_cast<std::vector<std::string>*>(data)->emplace_back(name);
    return 0;
  };
  hdf5_check(H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, nullptr, collect, &names), "list a group");
  std::ranges::sort(names);
  return names;
}

bool hdf5_has(hid_t group, const std::string& name) {
  return H5Lexists(group, name.c_str(), H5P_DEFAULT) > 0;
}

Hdf5Id hdf5_open(hid_t group, const std::string& name) {
  H5L_info_t info{};
  if (!hdf5_has(group, name)) fail("there is no \"" + name + '"');
  hdf5_check(H5Lget_info(group, name.c_str(), &info, H5P_DEFAULT), "read the link \"" + name + '"');
  if (info.type != H5L_TYPE_HARD) fail("\"" + name + "\" is a link to elsewhere");
  return Hdf5Id(H5Oopen(group, name.c_str(), H5P_DEFAULT), "open \"" + name + '"');
}

bool hdf5_is_group(hid_t object) { return H5Iget_type(object) == H5I_GROUP; }

std::vector<std::int64_t> hdf5_read_rows(hid_t dataset, unsigned columns) {
  const auto shape = extents(dataset, 2);
  if (shape[1] != columns || type_class(dataset) != H5T_INTEGER) fail("an index has an unexpected shape");
  std::vector<std::int64_t> rows(shape[0] * columns);
  hdf5_check(H5Dread(dataset, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, rows.data()), "read an index");
  return rows;
}

std::string hdf5_read_text(hid_t dataset, std::int64_t place) {
  const hsize_t length = extents(dataset, 1)[0];
  if (place < 0 || static_cast<hsize_t>(place) >= length) fail("an index points beyond its data");
  if (type_class(dataset) != H5T_STRING) fail("a dataset of texts is expected where there is another");
  const Hdf5Id type(H5Dget_type(dataset), "read the type of a dataset");
  const Hdf5Id file(H5Dget_space(dataset), "read the shape of a dataset");
  const hsize_t start = static_cast<hsize_t>(place), count = 1;
  hdf5_check(H5Sselect_hyperslab(file, H5S_SELECT_SET, &start, nullptr, &count, nullptr), "select a text");
  const Hdf5Id memory(H5Screate_simple(1, &count, nullptr), "make a shape");
  return H5Tis_variable_str(type) > 0 ? read_variable_text(dataset, type, memory, file)
                                      : read_fixed_text(dataset, type, memory, file);
}

std::int64_t hdf5_length(hid_t dataset) { return static_cast<std::int64_t>(extents(dataset, 1)[0]); }

std::string hdf5_read_characters(hid_t dataset) {
  std::string characters(extents(dataset, 1)[0], '\0');
  const Hdf5Id type(H5Dget_type(dataset), "read the type of a dataset");
  if (H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) > 0 || H5Tget_size(type) != 1)
    fail("a dataset of single characters is expected where there is another");
  if (characters.empty()) return characters;
  hdf5_check(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, characters.data()), "read characters");
  return characters;
}

}  // namespace cellerate
