/// HDF5 for files that anybody may have made: owned identifiers, and readers that check before they read.
///
/// All functions throw std::invalid_argument with what is wrong; callers add the file's name.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <hdf5.h>

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cellerate {

/// While it lives: one thread in the HDF5 library, no messages of HDF5 on the console, no filters from shared
/// libraries.
class Hdf5Session {
 public:
  Hdf5Session();
  ~Hdf5Session();
  Hdf5Session(const Hdf5Session&) = delete;
  Hdf5Session& operator=(const Hdf5Session&) = delete;

 private:
  std::unique_lock<std::mutex> lock_;
  H5E_auto2_t print_ = nullptr;
  void* print_data_ = nullptr;
  unsigned plugins_ = 0;
};

/// Owns an HDF5 identifier of any kind.
class Hdf5Id {
 public:
  /// @throws std::invalid_argument "cannot <what>" if HDF5 refused to make the identifier
  Hdf5Id(hid_t id, const std::string& what);
  ~Hdf5Id();
  Hdf5Id(Hdf5Id&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)) {}
  Hdf5Id& operator=(Hdf5Id&&) = delete;
  operator hid_t() const { return id_; }

 private:
  hid_t id_;
};

/// Throws "cannot <what>" if an HDF5 call failed.
void hdf5_check(herr_t status, const std::string& what);

/// Names of the links in a group, in order of their bytes.
std::vector<std::string> hdf5_names(hid_t group);
bool hdf5_has(hid_t group, const std::string& name);
/// Opens an object that lies in the same file: soft and external links are refused.
Hdf5Id hdf5_open(hid_t group, const std::string& name);
bool hdf5_is_group(hid_t object);

/// Whole numbers of a dataset with rows of `columns` numbers.
std::vector<std::int64_t> hdf5_read_rows(hid_t dataset, unsigned columns);
/// Text at one place of a dataset of texts.
std::string hdf5_read_text(hid_t dataset, std::int64_t place);
/// How many elements a one-dimensional dataset has.
std::int64_t hdf5_length(hid_t dataset);
/// All elements of a dataset of single characters.
std::string hdf5_read_characters(hid_t dataset);

}  // namespace cellerate
