// SPDX-License-Identifier: BSD-3-Clause
#include "plugins/CallBarcodes/barcode_library.hpp"

#include <algorithm>
#include <stdexcept>

#include "plugins/shared/csv.hpp"
#include "plugins/shared/missing_file.hpp"

namespace cellerate::modules {
namespace {

/// Of columns with the same title, Python's DictReader gives the last.
std::size_t column_of(const std::vector<std::string>& header, const std::string& title) {
  const auto found = std::find(header.rbegin(), header.rend(), title);
  if (found == header.rend()) throw std::runtime_error("the table of barcodes has no column '" + title + "'");
  return header.rend() - found - 1;
}

int equal_letters(const std::string& a, const std::string& b) {
  int count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += a[i] == b[i];
  return count;
}

}  // namespace

BarcodeLibrary BarcodeLibrary::read(const std::filesystem::path& file, const std::string& sequence_column,
                                    const std::string& gene_column) {
  if (!std::filesystem::is_regular_file(file)) throw MissingFile("no such CSV file: " + file.string());
  CsvReader reader(file);
  std::vector<std::string> row;
  reader.next(row);
  const std::size_t sequence = column_of(row, sequence_column), gene = column_of(row, gene_column);
  BarcodeLibrary library;
  while (reader.next(row)) {
    if (row.empty()) continue;
    if (row.size() <= std::max(sequence, gene))
      throw std::runtime_error(file.string() + ":" + std::to_string(reader.line()) +
                               ": the row is too short");
    if (!row[sequence].empty()) library.add(row[sequence], row[gene]);
  }
  return library;
}

void BarcodeLibrary::add(const std::string& sequence, const std::string& gene) {
  ++rows_;
  const auto [place, is_new] = places_.try_emplace(sequence, barcodes_.size());
  if (is_new) barcodes_.emplace_back();
  barcodes_[place->second] = {sequence, rows_, gene};
}

void BarcodeLibrary::crop(std::size_t letters) {
  for (std::size_t i = 0; i < barcodes_.size(); ++i) {
    const std::string first = barcodes_[i].sequence.substr(0, letters);
    const auto [place, is_new] = cropped_places_.try_emplace(first, cropped_.size());
    if (is_new)
      cropped_.push_back({first, i});
    else
      cropped_[place->second].barcode = i;
  }
}

BarcodeMatch BarcodeLibrary::find(const std::string& called) const {
  if (const auto equal = cropped_places_.find(called); equal != cropped_places_.end())
    return {&barcodes_[cropped_[equal->second].barcode], 1};
  int most = -1;
  std::size_t best = 0;
  for (const Cropped& known : cropped_) {
    if (known.letters.size() < called.size())
      throw std::runtime_error("the barcode '" + known.letters + "' has fewer letters than there are cycles");
    if (const int equal = equal_letters(called, known.letters); equal >= most) {
      most = equal;
      best = known.barcode;
    }
  }
  if (most < 0) throw std::runtime_error("the table of barcodes is empty");
  return {&barcodes_[best], most / static_cast<double>(called.size())};
}

}  // namespace cellerate::modules
