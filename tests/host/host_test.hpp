/// What tests of cellerate.h share: the example pipeline, fields of view to submit, and a session with what
/// it gave back.
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cellerate/cellerate.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "samples/synthetic_cells/synthetic_cells.hpp"
#include "tests/support/pipeline_test.hpp"

namespace cellerate::test {

/// A struct of the C ABI with its size set.
template <class T>
T sized() {
  T value{};
  value.struct_size = sizeof(T);
  return value;
}

struct CloseHandle {
  void operator()(cel_pipeline* handle) const { cel_pipeline_close(handle); }
  void operator()(cel_session* handle) const { cel_session_close(handle); }
  void operator()(cel_result* handle) const { cel_result_free(handle); }
};
using PipelineHandle = std::unique_ptr<cel_pipeline, CloseHandle>;
using SessionHandle = std::unique_ptr<cel_session, CloseHandle>;
using ResultHandle = std::unique_ptr<cel_result, CloseHandle>;

/// Images, Metadata, NamesAndTypes and Groups of pipelines/examples/cells.cppipe, channels DNA, RNA and PH3;
/// then nuclei, cells, cytoplasm, intensity and shape (5 to 9), outlines, saved images and a spreadsheet.
inline const std::filesystem::path kCells =
    std::filesystem::path(CELLERATE_SOURCE_DIR) / "pipelines/examples/cells.cppipe";
constexpr int kIdentifyPrimary = 5, kMeasureShape = 9;

/// The text of a pipeline without the modules from number `last` + 1 on.
inline std::string pipeline_text(int last) {
  const std::string all = read_file(kCells);
  return all.substr(0, all.rfind('\n', all.find(":[module_num:" + std::to_string(last + 1) + "|")) + 1);
}

/// The same modules after a LoadData whose table is not there.
inline std::string load_data_text() {
  const std::string text = pipeline_text(kMeasureShape);
  const std::string load_data =
      "LoadData:[module_num:1|svn_version:'Unknown'|variable_revision_number:6|show_window:False|notes:[]"
      "|batch_state:array([], dtype=uint8)|enabled:True|wants_pause:False]\n"
      "    Input data file location:Elsewhere...|/nowhere\n    Name of the file:none.csv\n"
      "    Load images based on this data?:Yes\n    Base image location:None|\n"
      "    Process just a range of rows?:No\n    Rows to process:1,100000\n    Group images by metadata?:No\n"
      "    Select metadata tags for grouping:\n    Rescale intensities?:Yes\n\n";
  const std::size_t inputs = text.find("Images:["), others = text.find("IdentifyPrimaryObjects:[");
  return text.substr(0, inputs) + load_data + text.substr(others);
}

/// One field of view, as the channels of kCells.
class FieldOfView {
 public:
  explicit FieldOfView(int number) : number_(number) {
    shape_.seed = static_cast<unsigned>(number);
    for (samples::Channel& drawn : samples::draw(shape_)) pixels_[drawn.name] = std::move(drawn.pixels);
  }
  /// The channels point into this.
  std::vector<cel_channel> channels() {
    return {channel("DNA", "DNA"), channel("RNA", "cellbody"), channel("PH3", "PH3")};
  }
  cel_channel channel(const char* name, const std::string& stain) {
    auto channel = sized<cel_channel>();
    channel.type = CEL_U16;
    channel.name = name;
    channel.pixels = pixels_.at(stain).data();
    channel.height = shape_.height;
    channel.width = shape_.width;
    file_names_[stain] = "field_" + std::to_string(number_) + "_" + stain + ".tif";
    channel.file_name = file_names_[stain].c_str();
    return channel;
  }
  std::vector<std::uint16_t>& pixels(const std::string& stain) { return pixels_.at(stain); }
  const samples::Field& shape() const { return shape_; }

 private:
  int number_;
  samples::Field shape_;
  std::map<std::string, std::vector<std::uint16_t>> pixels_;
  std::map<std::string, std::string> file_names_;
};

inline cel_image_set image_set_of(const std::vector<cel_channel>& channels) {
  auto image_set = sized<cel_image_set>();
  image_set.channel_count = channels.size();
  image_set.channels = channels.data();
  return image_set;
}

inline PipelineHandle parse(const std::string& text, cel_status expected = CEL_OK) {
  cel_pipeline* pipeline = nullptr;
  EXPECT_EQ(cel_pipeline_parse(text.data(), text.size(), "cells", nullptr, &pipeline), expected)
      << cel_last_error();
  return PipelineHandle(pipeline);
}

inline SessionHandle open(const cel_pipeline* pipeline, const cel_session_options& options) {
  cel_session* session = nullptr;
  EXPECT_EQ(cel_session_open(pipeline, &options, &session), CEL_OK) << cel_last_error();
  return SessionHandle(session);
}

inline cel_session_options cpu_options() {
  auto options = sized<cel_session_options>();
  options.device = "cpu";
  return options;
}

/// Waits for it; null if nothing is in flight.
inline ResultHandle next(const SessionHandle& session, std::int64_t timeout_ms = -1) {
  cel_result* result = nullptr;
  cel_session_next(session.get(), timeout_ms, &result);
  return ResultHandle(result);
}

inline cel_result_info info_of(const ResultHandle& result) {
  auto info = sized<cel_result_info>();
  EXPECT_EQ(cel_result_get_info(result.get(), &info), CEL_OK) << cel_last_error();
  return info;
}

/// The values of a column; empty if there is none.
inline std::vector<double> column(const ResultHandle& result, const char* object, const char* feature) {
  auto table = sized<cel_table>();
  auto found = sized<cel_table_column>();
  if (cel_result_find_table(result.get(), object, &table) != CEL_OK ||
      cel_result_find_column(result.get(), object, feature, &found) != CEL_OK || !found.values)
    return {};
  return {found.values, found.values + table.rows};
}

inline std::int64_t submit(const SessionHandle& session, const cel_image_set& image_set,
                           std::int64_t timeout_ms = -1) {
  std::int64_t number = 0;
  EXPECT_EQ(cel_session_submit(session.get(), &image_set, timeout_ms, &number), CEL_OK) << cel_last_error();
  return number;
}

/// Index of the first setting of a module whose text starts so.
inline std::uint64_t setting_index(const cel_pipeline* pipeline, int module, const std::string& text) {
  auto setting = sized<cel_setting_info>();
  for (std::uint64_t i = 0; cel_pipeline_setting(pipeline, module, i, &setting) == CEL_OK; ++i)
    if (std::string(setting.text).starts_with(text)) return i;
  ADD_FAILURE() << "no setting " << text;
  return 0;
}

}  // namespace cellerate::test
