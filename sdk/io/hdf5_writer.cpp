/// HDF5 as SaveImages writes it for ilastik. Source: CellProfiler's save_h5.
// SPDX-License-Identifier: BSD-3-Clause
#include <hdf5.h>

#include <algorithm>
#include <system_error>

#include "sdk/io/atomic_file.hpp"
#include "sdk/io/hdf5_lock.hpp"
#include "sdk/io/image_encoder.hpp"

namespace cellerate {
namespace {

constexpr char kAxisTags[] = R"({"axes": [{"key": "z", "typeFlags": 2, "resolution": 0, "description": ""}, )"
                             R"({"key": "y", "typeFlags": 2, "resolution": 0, "description": ""}, )"
                             R"({"key": "x", "typeFlags": 2, "resolution": 0, "description": ""}, )"
                             R"({"key": "c", "typeFlags": 1, "resolution": 0, "description": ""}]})";

/// An identifier of the HDF5 library with the function that closes it.
class Handle {
 public:
  Handle(const std::filesystem::path& path, hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {
    if (id < 0) throw ImageError(path, "HDF5 cannot write the file");
  }
  ~Handle() { close_(id_); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  operator hid_t() const { return id_; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

/// The library prints its errors unless told not to; the setting of the host is put back.
class SilentHdf5 {
 public:
  SilentHdf5() {
    H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  ~SilentHdf5() { H5Eset_auto2(H5E_DEFAULT, function_, data_); }
  SilentHdf5(const SilentHdf5&) = delete;
  SilentHdf5& operator=(const SilentHdf5&) = delete;

 private:
  H5E_auto2_t function_ = nullptr;
  void* data_ = nullptr;
};

/// A copy of the type in memory; h5py's booleans are an enumeration.
hid_t make_type(PixelType type) {
  switch (type) {
    case PixelType::Bool: {
      const hid_t boolean = H5Tenum_create(H5T_NATIVE_INT8);
      for (const signed char value : {0, 1}) H5Tenum_insert(boolean, value ? "TRUE" : "FALSE", &value);
      return boolean;
    }
    case PixelType::UInt8:
      return H5Tcopy(H5T_NATIVE_UINT8);
    case PixelType::Int8:
      return H5Tcopy(H5T_NATIVE_INT8);
    case PixelType::UInt16:
      return H5Tcopy(H5T_NATIVE_UINT16);
    case PixelType::Int16:
      return H5Tcopy(H5T_NATIVE_INT16);
    case PixelType::UInt32:
      return H5Tcopy(H5T_NATIVE_UINT32);
    case PixelType::Int32:
      return H5Tcopy(H5T_NATIVE_INT32);
    case PixelType::UInt64:
      return H5Tcopy(H5T_NATIVE_UINT64);
    case PixelType::Int64:
      return H5Tcopy(H5T_NATIVE_INT64);
    case PixelType::Float32:
      return H5Tcopy(H5T_NATIVE_FLOAT);
    case PixelType::Float64:
      return H5Tcopy(H5T_NATIVE_DOUBLE);
  }
  return H5I_INVALID_HID;
}

void write_axis_tags(const std::filesystem::path& path, hid_t dataset) {
  const Handle text(path, H5Tcopy(H5T_C_S1), H5Tclose);
  H5Tset_size(text, H5T_VARIABLE);
  H5Tset_cset(text, H5T_CSET_UTF8);
  const Handle scalar(path, H5Screate(H5S_SCALAR), H5Sclose);
  const Handle attribute(path, H5Acreate2(dataset, "axistags", text, scalar, H5P_DEFAULT, H5P_DEFAULT),
                         H5Aclose);
  const char* tags = kAxisTags;
  if (H5Awrite(attribute, text, &tags) < 0) throw ImageError(path, "HDF5 cannot write the axis tags");
}

void write_dataset(const std::filesystem::path& path, hid_t file, const PixelView& image) {
  const hsize_t shape[] = {hsize_t(image.depth), hsize_t(image.height), hsize_t(image.width),
                           hsize_t(image.channels)};
  constexpr hsize_t kChunk = 256;
  const hsize_t chunk[] = {1, std::min(shape[1], kChunk), std::min(shape[2], kChunk), shape[3]};
  const Handle space(path, H5Screate_simple(4, shape, nullptr), H5Sclose);
  const Handle layout(path, H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_chunk(layout, 4, chunk);
  const Handle type(path, make_type(image.type), H5Tclose);
  const Handle dataset(
      path, H5Dcreate2(file, path.stem().c_str(), type, space, H5P_DEFAULT, layout, H5P_DEFAULT), H5Dclose);
  write_axis_tags(path, dataset);
  if (H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, image.pixels) < 0)
    throw ImageError(path, "HDF5 cannot write the pixels");
}

}  // namespace

void write_hdf5(const std::filesystem::path& path, const PixelView& image) {
  require_pixels(path, image);
  const std::scoped_lock lock(hdf5_mutex());
  const SilentHdf5 silent;
  AtomicFile target(path);
  {
    const Handle file(path, H5Fcreate(target.temporary().c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT),
                      H5Fclose);
    write_dataset(path, file, image);
    if (H5Fflush(file, H5F_SCOPE_LOCAL) < 0) throw ImageError(path, "HDF5 cannot write the file");
  }
  try {
    target.commit();
  } catch (const std::system_error& error) {
    throw ImageError(path, error.code().message());
  }
}

}  // namespace cellerate
