/// The layout of cellerate.h at host ABI 1.0, written down: a program that was compiled against it reads and
/// writes these bytes at these places. Later minor versions append to structs that start with struct_size;
/// then the new size, and only that, changes here. Whatever else fails this test needs a new major version.
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/cellerate.h>
#include <gtest/gtest.h>

#include <cstddef>

namespace cellerate {
namespace {

static_assert(sizeof(void*) == 8, "the figures are those of 64-bit machines");

#define EXPECT_OFFSET(type, field, bytes) EXPECT_EQ(offsetof(type, field), bytes##u) << #type "." #field

// golden
TEST(HostLayout, LoadOptions) {
  EXPECT_EQ(sizeof(cel_load_options), 56u);
  EXPECT_OFFSET(cel_load_options, struct_size, 0);
  EXPECT_OFFSET(cel_load_options, plugin_path, 8);
  EXPECT_OFFSET(cel_load_options, data_file, 16);
  EXPECT_OFFSET(cel_load_options, input_folder, 24);
  EXPECT_OFFSET(cel_load_options, output_folder, 32);
  EXPECT_OFFSET(cel_load_options, log, 40);
  EXPECT_OFFSET(cel_load_options, log_user, 48);
}

// golden
TEST(HostLayout, FaultInfo) {
  EXPECT_EQ(sizeof(cel_fault_info), 32u);
  EXPECT_OFFSET(cel_fault_info, struct_size, 0);
  EXPECT_OFFSET(cel_fault_info, module_number, 4);
  EXPECT_OFFSET(cel_fault_info, module, 8);
  EXPECT_OFFSET(cel_fault_info, setting, 16);
  EXPECT_OFFSET(cel_fault_info, message, 24);
}

// golden
TEST(HostLayout, ChannelInfo) {
  EXPECT_EQ(sizeof(cel_channel_info), 24u);
  EXPECT_OFFSET(cel_channel_info, struct_size, 0);
  EXPECT_OFFSET(cel_channel_info, kind, 4);
  EXPECT_OFFSET(cel_channel_info, name, 8);
  EXPECT_OFFSET(cel_channel_info, module_number, 16);
}

// golden
TEST(HostLayout, ModuleInfo) {
  EXPECT_EQ(sizeof(cel_module_info), 32u);
  EXPECT_OFFSET(cel_module_info, struct_size, 0);
  EXPECT_OFFSET(cel_module_info, number, 4);
  EXPECT_OFFSET(cel_module_info, revision, 8);
  EXPECT_OFFSET(cel_module_info, enabled, 12);
  EXPECT_OFFSET(cel_module_info, name, 16);
  EXPECT_OFFSET(cel_module_info, setting_count, 24);
}

// golden
TEST(HostLayout, SettingInfo) {
  EXPECT_EQ(sizeof(cel_setting_info), 32u);
  EXPECT_OFFSET(cel_setting_info, struct_size, 0);
  EXPECT_OFFSET(cel_setting_info, kind, 4);
  EXPECT_OFFSET(cel_setting_info, text, 8);
  EXPECT_OFFSET(cel_setting_info, value, 16);
  EXPECT_OFFSET(cel_setting_info, choices, 24);
}

// golden
TEST(HostLayout, ObjectSetInfo) {
  EXPECT_EQ(sizeof(cel_object_set_info), 16u);
  EXPECT_OFFSET(cel_object_set_info, struct_size, 0);
  EXPECT_OFFSET(cel_object_set_info, module_number, 4);
  EXPECT_OFFSET(cel_object_set_info, name, 8);
}

// golden
TEST(HostLayout, ColumnInfo) {
  EXPECT_EQ(sizeof(cel_column_info), 32u);
  EXPECT_OFFSET(cel_column_info, struct_size, 0);
  EXPECT_OFFSET(cel_column_info, type, 4);
  EXPECT_OFFSET(cel_column_info, object, 8);
  EXPECT_OFFSET(cel_column_info, feature, 16);
  EXPECT_OFFSET(cel_column_info, module_number, 24);
}

// golden
TEST(HostLayout, SessionOptions) {
  EXPECT_EQ(sizeof(cel_session_options), 104u);
  EXPECT_OFFSET(cel_session_options, struct_size, 0);
  EXPECT_OFFSET(cel_session_options, jobs, 4);
  EXPECT_OFFSET(cel_session_options, threads, 8);
  EXPECT_OFFSET(cel_session_options, device, 16);
  EXPECT_OFFSET(cel_session_options, max_in_flight, 24);
  EXPECT_OFFSET(cel_session_options, max_bytes, 32);
  EXPECT_OFFSET(cel_session_options, database, 40);
  EXPECT_OFFSET(cel_session_options, label_folder, 48);
  EXPECT_OFFSET(cel_session_options, labels, 56);
  EXPECT_OFFSET(cel_session_options, label_count, 64);
  EXPECT_OFFSET(cel_session_options, partial_after, 72);
  EXPECT_OFFSET(cel_session_options, partial_count, 80);
  EXPECT_OFFSET(cel_session_options, on_result, 88);
  EXPECT_OFFSET(cel_session_options, user, 96);
}

// golden
TEST(HostLayout, Channel) {
  EXPECT_EQ(sizeof(cel_channel), 88u);
  EXPECT_OFFSET(cel_channel, struct_size, 0);
  EXPECT_OFFSET(cel_channel, type, 4);
  EXPECT_OFFSET(cel_channel, name, 8);
  EXPECT_OFFSET(cel_channel, pixels, 16);
  EXPECT_OFFSET(cel_channel, memory, 24);
  EXPECT_OFFSET(cel_channel, height, 28);
  EXPECT_OFFSET(cel_channel, width, 32);
  EXPECT_OFFSET(cel_channel, channels, 36);
  EXPECT_OFFSET(cel_channel, row_stride, 40);
  EXPECT_OFFSET(cel_channel, significant_bits, 48);
  EXPECT_OFFSET(cel_channel, full_scale, 56);
  EXPECT_OFFSET(cel_channel, stream, 64);
  EXPECT_OFFSET(cel_channel, file_name, 72);
  EXPECT_OFFSET(cel_channel, path_name, 80);
}

// golden
TEST(HostLayout, Metadata) {
  EXPECT_EQ(sizeof(cel_metadata), 16u);
  EXPECT_OFFSET(cel_metadata, key, 0);
  EXPECT_OFFSET(cel_metadata, value, 8);
}

// golden
TEST(HostLayout, ImageSet) {
  EXPECT_EQ(sizeof(cel_image_set), 64u);
  EXPECT_OFFSET(cel_image_set, struct_size, 0);
  EXPECT_OFFSET(cel_image_set, channel_count, 8);
  EXPECT_OFFSET(cel_image_set, channels, 16);
  EXPECT_OFFSET(cel_image_set, metadata_count, 24);
  EXPECT_OFFSET(cel_image_set, metadata, 32);
  EXPECT_OFFSET(cel_image_set, user_tag, 40);
  EXPECT_OFFSET(cel_image_set, release, 48);
  EXPECT_OFFSET(cel_image_set, owner, 56);
}

// golden
TEST(HostLayout, SessionState) {
  EXPECT_EQ(sizeof(cel_session_state), 88u);
  EXPECT_OFFSET(cel_session_state, struct_size, 0);
  EXPECT_OFFSET(cel_session_state, waiting, 8);
  EXPECT_OFFSET(cel_session_state, computing, 16);
  EXPECT_OFFSET(cel_session_state, ready, 24);
  EXPECT_OFFSET(cel_session_state, capacity, 32);
  EXPECT_OFFSET(cel_session_state, bytes, 40);
  EXPECT_OFFSET(cel_session_state, submitted, 48);
  EXPECT_OFFSET(cel_session_state, done, 56);
  EXPECT_OFFSET(cel_session_state, skipped, 64);
  EXPECT_OFFSET(cel_session_state, failed, 72);
  EXPECT_OFFSET(cel_session_state, cancelled, 80);
}

// golden
TEST(HostLayout, ResultInfo) {
  EXPECT_EQ(sizeof(cel_result_info), 80u);
  EXPECT_OFFSET(cel_result_info, struct_size, 0);
  EXPECT_OFFSET(cel_result_info, status, 4);
  EXPECT_OFFSET(cel_result_info, number, 8);
  EXPECT_OFFSET(cel_result_info, user_tag, 16);
  EXPECT_OFFSET(cel_result_info, after_module, 24);
  EXPECT_OFFSET(cel_result_info, error, 32);
  EXPECT_OFFSET(cel_result_info, seconds, 40);
  EXPECT_OFFSET(cel_result_info, waiting_seconds, 48);
  EXPECT_OFFSET(cel_result_info, metadata_count, 56);
  EXPECT_OFFSET(cel_result_info, table_count, 64);
  EXPECT_OFFSET(cel_result_info, label_count, 72);
}

// golden
TEST(HostLayout, Table) {
  EXPECT_EQ(sizeof(cel_table), 40u);
  EXPECT_OFFSET(cel_table, struct_size, 0);
  EXPECT_OFFSET(cel_table, object, 8);
  EXPECT_OFFSET(cel_table, rows, 16);
  EXPECT_OFFSET(cel_table, columns, 24);
  EXPECT_OFFSET(cel_table, index, 32);
}

// golden
TEST(HostLayout, TableColumn) {
  EXPECT_EQ(sizeof(cel_table_column), 40u);
  EXPECT_OFFSET(cel_table_column, struct_size, 0);
  EXPECT_OFFSET(cel_table_column, type, 4);
  EXPECT_OFFSET(cel_table_column, feature, 8);
  EXPECT_OFFSET(cel_table_column, module_number, 16);
  EXPECT_OFFSET(cel_table_column, values, 24);
  EXPECT_OFFSET(cel_table_column, texts, 32);
}

// golden
TEST(HostLayout, Labels) {
  EXPECT_EQ(sizeof(cel_labels), 40u);
  EXPECT_OFFSET(cel_labels, struct_size, 0);
  EXPECT_OFFSET(cel_labels, height, 4);
  EXPECT_OFFSET(cel_labels, width, 8);
  EXPECT_OFFSET(cel_labels, layers, 12);
  EXPECT_OFFSET(cel_labels, count, 16);
  EXPECT_OFFSET(cel_labels, object, 24);
  EXPECT_OFFSET(cel_labels, pixels, 32);
}

}  // namespace
}  // namespace cellerate
