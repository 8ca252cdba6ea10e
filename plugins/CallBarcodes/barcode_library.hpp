/// Known barcodes, and which of them a called one is most like. Source: callbarcodes.py of
/// CellProfiler-plugins.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cellerate::modules {

struct Barcode {
  std::string sequence;
  int number;  ///< of its row, from 1; rows without a sequence do not count
  std::string gene;
};

struct BarcodeMatch {
  const Barcode* barcode;
  double score;  ///< share of letters that are equal
};

class BarcodeLibrary {
 public:
  /// Reads two columns of a CSV file. Where a sequence stands twice, the last row counts, in the place of the
  /// first.
  /// @throws MissingFile, and std::runtime_error for a file without these columns
  static BarcodeLibrary read(const std::filesystem::path& file, const std::string& sequence_column,
                             const std::string& gene_column);

  void add(const std::string& sequence, const std::string& gene);
  /// Only the first letters count. Of those that begin alike the last one is meant.
  void crop(std::size_t letters);
  /// An equal one, or of the most similar ones the last.
  /// @throws std::runtime_error where none is equal and one is shorter, or there is none at all
  BarcodeMatch find(const std::string& called) const;

 private:
  struct Cropped {
    std::string letters;
    std::size_t barcode;
  };
  int rows_ = 0;
  std::vector<Barcode> barcodes_;
  std::unordered_map<std::string, std::size_t> places_;
  std::vector<Cropped> cropped_;
  std::unordered_map<std::string, std::size_t> cropped_places_;
};

}  // namespace cellerate::modules
