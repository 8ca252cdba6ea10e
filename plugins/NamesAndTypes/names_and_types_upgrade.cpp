/// Revisions 1 to 7 of NamesAndTypes, step by step as CellProfiler's upgrade_settings goes.
// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <stdexcept>

#include "plugins/NamesAndTypes/names_and_types_settings.hpp"

namespace cellerate::modules::names_and_types {
namespace {

using Values = std::vector<std::string>;

constexpr const char* kDefaultMaximum = "255.0";
constexpr int kImageType = 3;  ///< place of the image type in a channel's settings

/// Values begin ... begin + count - 1, as far as there are so many.
Values slice(const Values& values, std::size_t begin, std::size_t count) {
  begin = std::min(begin, values.size());
  return {values.begin() + begin, values.begin() + std::min(begin + count, values.size())};
}

void append(Values& to, const Values& from) { to.insert(to.end(), from.begin(), from.end()); }

std::size_t count_at(const Values& values, std::size_t index) {
  const auto count = index < values.size() ? detail::parse<int>(values[index]) : std::nullopt;
  if (!count || *count < 0 || *count > 100000)
    throw std::invalid_argument("NamesAndTypes: setting " + std::to_string(index + 1) +
                                " must be the number of channels");
  return *count;
}

void insert_at(Values& values, std::size_t index, const Values& added) {
  if (index > values.size()) throw std::invalid_argument("NamesAndTypes has too few settings");
  values.insert(values.begin() + static_cast<std::ptrdiff_t>(index), added.begin(), added.end());
}

/// The settings of `count` entries of `size` values from `first` on, each changed by `change`.
template <class Change>
Values changed_entries(const Values& values, std::size_t first, std::size_t count, std::size_t size,
                       const Change& change) {
  Values result;
  for (std::size_t i = 0; i < count; ++i) {
    Values entry = slice(values, first + i * size, size);
    change(entry);
    append(result, entry);
  }
  return result;
}

/// Added an intensity range for all images, and one a channel.
Values to_revision_3(const Values& values) {
  const std::size_t count = count_at(values, 5);
  Values result = slice(values, 0, 5);
  append(result, {"Yes", values[5]});
  append(result,
         changed_entries(values, 6, count, 4, [](Values& entry) { entry.push_back("Image metadata"); }));
  return result;
}

/// Added the outlines of objects.
Values to_revision_4(const Values& values) {
  Values result = slice(values, 0, 7);
  append(result, changed_entries(values, 7, count_at(values, 6), 5, [](Values& entry) {
           append(entry, {"No", "LoadedObjects"});
         }));
  return result;
}

/// Added the manual maximum; renamed masks.
Values to_revision_6(const Values& values) {
  const std::size_t count = count_at(values, 6) + count_at(values, 7);
  Values result = slice(values, 0, 8);
  result.push_back(kDefaultMaximum);
  append(result, changed_entries(values, 8, count, 7, [](Values& entry) {
           if (entry.size() > kImageType && entry[kImageType] == "Mask") entry[kImageType] = "Binary mask";
           entry.push_back(kDefaultMaximum);
         }));
  return result;
}

/// Took away the outlines of objects.
Values to_revision_8(const Values& values) {
  const std::size_t count = count_at(values, 6) + count_at(values, 7);
  Values result = slice(values, 0, 13);
  append(result, changed_entries(values, 13, count, 8, [](Values& entry) {
           if (entry.size() == 8) entry.erase(entry.begin() + 5, entry.begin() + 7);
         }));
  return result;
}

}  // namespace

void upgrade_settings(Upgrade& upgrade) {
  Values& values = upgrade.values;
  if (upgrade.revision == 1 && !values.empty())
    values[0] = values[0] == "Assign all images" ? "All images" : "Images matching rules";
  if (upgrade.revision <= 2) values = to_revision_3(values);
  if (upgrade.revision <= 3) values = to_revision_4(values);
  if (upgrade.revision <= 4) insert_at(values, 7, {"0"});  // added single images
  if (upgrade.revision <= 5) values = to_revision_6(values);
  if (upgrade.revision <= 6) insert_at(values, 9, {"No", "1.0", "1.0", "1.0"});  // added volumes
  if (upgrade.revision <= 7) values = to_revision_8(values);
  // CellProfiler takes the "Yes" and "No" of revisions 2 to 5 for the range of the bit depth.
  if (values.size() > 5 && (values[5] == "Yes" || values[5] == "No")) values[5] = "Image bit-depth";
  upgrade.revision = 8;
}

}  // namespace cellerate::modules::names_and_types
