/// The layout of plugin.h at ABI 1.1, written down: a module that was compiled against it reads these bytes
/// at these places. Later minor versions append to structs that start with struct_size; then the new size,
/// and only that, changes here. Whatever else fails this test needs a new major version.
// SPDX-License-Identifier: BSD-3-Clause
#include <cellerate/plugin.h>
#include <gtest/gtest.h>

#include <cstddef>

#include "cuda/core/queue.hpp"

namespace cellerate {
namespace {

static_assert(sizeof(void*) == 8, "the figures are those of 64-bit machines");

#define EXPECT_OFFSET(type, field, bytes) EXPECT_EQ(offsetof(type, field), bytes##u) << #type "." #field

// golden
TEST(PluginLayout, Text) {
  EXPECT_EQ(sizeof(cel_text), 16u);
  EXPECT_OFFSET(cel_text, data, 0);
  EXPECT_OFFSET(cel_text, size, 8);
}

// golden
TEST(PluginLayout, Memory) {
  EXPECT_EQ(sizeof(cel_memory), 24u);
  EXPECT_OFFSET(cel_memory, data, 0);
  EXPECT_OFFSET(cel_memory, owner, 8);
  EXPECT_OFFSET(cel_memory, release, 16);
}

// golden
TEST(PluginLayout, Queue) {
  EXPECT_EQ(sizeof(cel_queue), 72u);
  EXPECT_OFFSET(cel_queue, struct_size, 0);
  EXPECT_OFFSET(cel_queue, kind, 4);
  EXPECT_OFFSET(cel_queue, ordinal, 8);
  EXPECT_OFFSET(cel_queue, threads, 12);
  EXPECT_OFFSET(cel_queue, stream, 16);
  EXPECT_OFFSET(cel_queue, self, 24);
  EXPECT_OFFSET(cel_queue, allocate, 32);
  EXPECT_OFFSET(cel_queue, release, 40);
  EXPECT_OFFSET(cel_queue, parallel_for, 48);
  EXPECT_OFFSET(cel_queue, launches, 56);
  EXPECT_OFFSET(cel_queue, copies, 64);
}

// golden
TEST(PluginLayout, Image) {
  EXPECT_EQ(sizeof(cel_image), 176u);
  EXPECT_OFFSET(cel_image, struct_size, 0);
  EXPECT_OFFSET(cel_image, type, 4);
  EXPECT_OFFSET(cel_image, height, 8);
  EXPECT_OFFSET(cel_image, width, 12);
  EXPECT_OFFSET(cel_image, channels, 16);
  EXPECT_OFFSET(cel_image, pixels, 24);
  EXPECT_OFFSET(cel_image, mask, 48);
  EXPECT_OFFSET(cel_image, crop_mask, 72);
  EXPECT_OFFSET(cel_image, crop_height, 96);
  EXPECT_OFFSET(cel_image, crop_width, 100);
  EXPECT_OFFSET(cel_image, parent, 104);
  EXPECT_OFFSET(cel_image, scale, 120);
  EXPECT_OFFSET(cel_image, file_name, 128);
  EXPECT_OFFSET(cel_image, path_name, 144);
  EXPECT_OFFSET(cel_image, has_mask, 160);
  EXPECT_OFFSET(cel_image, has_crop_mask, 164);
  EXPECT_OFFSET(cel_image, channel_stack, 168);
}

// golden
TEST(PluginLayout, Objects) {
  EXPECT_EQ(sizeof(cel_objects), 112u);
  EXPECT_OFFSET(cel_objects, struct_size, 0);
  EXPECT_OFFSET(cel_objects, height, 4);
  EXPECT_OFFSET(cel_objects, width, 8);
  EXPECT_OFFSET(cel_objects, layers, 12);
  EXPECT_OFFSET(cel_objects, count, 16);
  EXPECT_OFFSET(cel_objects, labels, 24);
  EXPECT_OFFSET(cel_objects, unedited, 48);
  EXPECT_OFFSET(cel_objects, small_removed, 72);
  EXPECT_OFFSET(cel_objects, parent_image, 96);
}

// golden
TEST(PluginLayout, Regions) {
  EXPECT_EQ(sizeof(cel_regions), 40u);
  EXPECT_OFFSET(cel_regions, struct_size, 0);
  EXPECT_OFFSET(cel_regions, height, 4);
  EXPECT_OFFSET(cel_regions, width, 8);
  EXPECT_OFFSET(cel_regions, count, 12);
  EXPECT_OFFSET(cel_regions, starts, 16);
  EXPECT_OFFSET(cel_regions, pixels, 24);
  EXPECT_OFFSET(cel_regions, boxes, 32);
}

// golden
TEST(PluginLayout, RawImage) {
  EXPECT_EQ(sizeof(cel_raw_image), 88u);
  EXPECT_OFFSET(cel_raw_image, struct_size, 0);
  EXPECT_OFFSET(cel_raw_image, type, 4);
  EXPECT_OFFSET(cel_raw_image, height, 8);
  EXPECT_OFFSET(cel_raw_image, width, 12);
  EXPECT_OFFSET(cel_raw_image, channels, 16);
  EXPECT_OFFSET(cel_raw_image, planes, 20);
  EXPECT_OFFSET(cel_raw_image, pixels, 24);
  EXPECT_OFFSET(cel_raw_image, scale, 32);
  EXPECT_OFFSET(cel_raw_image, file_name, 40);
  EXPECT_OFFSET(cel_raw_image, path_name, 56);
  EXPECT_OFFSET(cel_raw_image, md5, 72);
}

// golden
TEST(PluginLayout, Setting) {
  EXPECT_EQ(sizeof(cel_setting), 56u);
  EXPECT_OFFSET(cel_setting, struct_size, 0);
  EXPECT_OFFSET(cel_setting, kind, 4);
  EXPECT_OFFSET(cel_setting, text, 8);
  EXPECT_OFFSET(cel_setting, default_value, 24);
  EXPECT_OFFSET(cel_setting, choices, 40);
}

// golden
TEST(PluginLayout, ModuleEntry) {
  EXPECT_EQ(sizeof(cel_module_entry), 48u);
  EXPECT_OFFSET(cel_module_entry, struct_size, 0);
  EXPECT_OFFSET(cel_module_entry, number, 4);
  EXPECT_OFFSET(cel_module_entry, revision, 8);
  EXPECT_OFFSET(cel_module_entry, name, 16);
  EXPECT_OFFSET(cel_module_entry, values, 32);
  EXPECT_OFFSET(cel_module_entry, value_count, 40);
}

// golden
TEST(PluginLayout, Column) {
  EXPECT_EQ(sizeof(cel_column), 56u);
  EXPECT_OFFSET(cel_column, struct_size, 0);
  EXPECT_OFFSET(cel_column, type, 4);
  EXPECT_OFFSET(cel_column, object, 8);
  EXPECT_OFFSET(cel_column, feature, 24);
  EXPECT_OFFSET(cel_column, module_number, 40);
  EXPECT_OFFSET(cel_column, text_length, 44);
  EXPECT_OFFSET(cel_column, available_post_group, 48);
}

// golden
TEST(PluginLayout, Plane) {
  EXPECT_EQ(sizeof(cel_plane), 56u);
  EXPECT_OFFSET(cel_plane, struct_size, 0);
  EXPECT_OFFSET(cel_plane, url, 8);
  EXPECT_OFFSET(cel_plane, path, 24);
  EXPECT_OFFSET(cel_plane, series, 40);
  EXPECT_OFFSET(cel_plane, index, 44);
  EXPECT_OFFSET(cel_plane, channel, 48);
}

// golden
TEST(PluginLayout, Host) {
  EXPECT_EQ(sizeof(cel_host), 496u);
  EXPECT_OFFSET(cel_host, struct_size, 0);
  EXPECT_OFFSET(cel_host, set_error, 8);
  EXPECT_OFFSET(cel_host, last_error, 16);
  EXPECT_OFFSET(cel_host, log, 24);
  EXPECT_OFFSET(cel_host, module_number, 32);
  EXPECT_OFFSET(cel_host, folder, 40);
  EXPECT_OFFSET(cel_host, option, 48);
  EXPECT_OFFSET(cel_host, fault, 56);
  EXPECT_OFFSET(cel_host, needs, 64);
  EXPECT_OFFSET(cel_host, makes, 72);
  EXPECT_OFFSET(cel_host, declare_column, 80);
  EXPECT_OFFSET(cel_host, declare_relationship, 88);
  EXPECT_OFFSET(cel_host, columns, 96);
  EXPECT_OFFSET(cel_host, names, 104);
  EXPECT_OFFSET(cel_host, relationships, 112);
  EXPECT_OFFSET(cel_host, pipeline_text, 120);
  EXPECT_OFFSET(cel_host, module_name, 128);
  EXPECT_OFFSET(cel_host, plane_count, 136);
  EXPECT_OFFSET(cel_host, plane, 144);
  EXPECT_OFFSET(cel_host, add_plane, 152);
  EXPECT_OFFSET(cel_host, keep_plane, 160);
  EXPECT_OFFSET(cel_host, plane_is_kept, 168);
  EXPECT_OFFSET(cel_host, set_plane_metadata, 176);
  EXPECT_OFFSET(cel_host, plane_metadata, 184);
  EXPECT_OFFSET(cel_host, plane_metadata_keys, 192);
  EXPECT_OFFSET(cel_host, inspect, 200);
  EXPECT_OFFSET(cel_host, set_metadata_type, 208);
  EXPECT_OFFSET(cel_host, metadata_type, 216);
  EXPECT_OFFSET(cel_host, add_image_set, 224);
  EXPECT_OFFSET(cel_host, image_set_count, 232);
  EXPECT_OFFSET(cel_host, set_source, 240);
  EXPECT_OFFSET(cel_host, set_image_set_metadata, 248);
  EXPECT_OFFSET(cel_host, image_set_metadata, 256);
  EXPECT_OFFSET(cel_host, set_image_set_value, 264);
  EXPECT_OFFSET(cel_host, set_experiment_value, 272);
  EXPECT_OFFSET(cel_host, group_by, 280);
  EXPECT_OFFSET(cel_host, image_set_number, 288);
  EXPECT_OFFSET(cel_host, group_number, 296);
  EXPECT_OFFSET(cel_host, group_index, 304);
  EXPECT_OFFSET(cel_host, group_length, 312);
  EXPECT_OFFSET(cel_host, group_slot, 320);
  EXPECT_OFFSET(cel_host, is_cancelled, 328);
  EXPECT_OFFSET(cel_host, queue, 336);
  EXPECT_OFFSET(cel_host, read_source, 344);
  EXPECT_OFFSET(cel_host, read_file, 352);
  EXPECT_OFFSET(cel_host, get_image, 360);
  EXPECT_OFFSET(cel_host, put_image, 368);
  EXPECT_OFFSET(cel_host, get_objects, 376);
  EXPECT_OFFSET(cel_host, put_objects, 384);
  EXPECT_OFFSET(cel_host, get_regions, 392);
  EXPECT_OFFSET(cel_host, measure, 400);
  EXPECT_OFFSET(cel_host, measure_text, 408);
  EXPECT_OFFSET(cel_host, values, 416);
  EXPECT_OFFSET(cel_host, texts, 424);
  EXPECT_OFFSET(cel_host, relate, 432);
  EXPECT_OFFSET(cel_host, stored_image_sets, 440);
  EXPECT_OFFSET(cel_host, stored_values, 448);
  EXPECT_OFFSET(cel_host, stored_texts, 456);
  EXPECT_OFFSET(cel_host, stored_columns, 464);
  EXPECT_OFFSET(cel_host, stored_relationships, 472);
  EXPECT_OFFSET(cel_host, measure_experiment, 480);
  EXPECT_OFFSET(cel_host, offer_image, 488);
}

// golden
TEST(PluginLayout, ModuleClass) {
  EXPECT_EQ(sizeof(cel_module_class), 144u);
  EXPECT_OFFSET(cel_module_class, struct_size, 0);
  EXPECT_OFFSET(cel_module_class, revision, 4);
  EXPECT_OFFSET(cel_module_class, name, 8);
  EXPECT_OFFSET(cel_module_class, aliases, 16);
  EXPECT_OFFSET(cel_module_class, category, 24);
  EXPECT_OFFSET(cel_module_class, summary, 32);
  EXPECT_OFFSET(cel_module_class, describe, 40);
  EXPECT_OFFSET(cel_module_class, create, 48);
  EXPECT_OFFSET(cel_module_class, destroy, 56);
  EXPECT_OFFSET(cel_module_class, declare, 64);
  EXPECT_OFFSET(cel_module_class, prepare_run, 72);
  EXPECT_OFFSET(cel_module_class, prepare_group, 80);
  EXPECT_OFFSET(cel_module_class, run, 88);
  EXPECT_OFFSET(cel_module_class, finish_group, 96);
  EXPECT_OFFSET(cel_module_class, finish_run, 104);
  EXPECT_OFFSET(cel_module_class, works_on_groups, 112);
  EXPECT_OFFSET(cel_module_class, gather, 120);
  EXPECT_OFFSET(cel_module_class, gathers_from, 128);
  EXPECT_OFFSET(cel_module_class, make_image, 136);
}

// golden
TEST(PluginLayout, Plugin) {
  EXPECT_EQ(sizeof(cel_plugin), 48u);
  EXPECT_OFFSET(cel_plugin, struct_size, 0);
  EXPECT_OFFSET(cel_plugin, abi_major, 4);
  EXPECT_OFFSET(cel_plugin, abi_minor, 8);
  EXPECT_OFFSET(cel_plugin, name, 16);
  EXPECT_OFFSET(cel_plugin, version, 24);
  EXPECT_OFFSET(cel_plugin, modules, 32);
  EXPECT_OFFSET(cel_plugin, module_count, 40);
}

// golden
TEST(PluginConstants, OfAbi1) {
  EXPECT_EQ(CEL_PLUGIN_ABI_MAJOR, 1);
  EXPECT_EQ(CEL_PLUGIN_ABI_MINOR, 1);
  EXPECT_EQ(CEL_OK, 0);
  EXPECT_EQ(CEL_ERROR, 1);
  EXPECT_EQ(CEL_ABSENT, 2);
  EXPECT_EQ(CEL_CANCELLED, 3);
  EXPECT_EQ(CEL_SKIPPED, 4);
  EXPECT_EQ(CEL_BOOL, 1);
  EXPECT_EQ(CEL_U8, 2);
  EXPECT_EQ(CEL_U16, 3);
  EXPECT_EQ(CEL_I16, 4);
  EXPECT_EQ(CEL_I32, 5);
  EXPECT_EQ(CEL_U32, 6);
  EXPECT_EQ(CEL_F32, 7);
  EXPECT_EQ(CEL_F64, 8);
  EXPECT_EQ(CEL_I8, 9);
  EXPECT_EQ(CEL_I64, 10);
  EXPECT_EQ(CEL_U64, 11);
  EXPECT_EQ(CEL_SETTING_TEXT, 0);
  EXPECT_EQ(CEL_SETTING_INTEGER, 1);
  EXPECT_EQ(CEL_SETTING_FLOAT, 2);
  EXPECT_EQ(CEL_SETTING_BINARY, 3);
  EXPECT_EQ(CEL_SETTING_CHOICE, 4);
  EXPECT_EQ(CEL_SETTING_RANGE, 5);
  EXPECT_EQ(CEL_SETTING_IMAGE, 6);
  EXPECT_EQ(CEL_SETTING_NEW_IMAGE, 7);
  EXPECT_EQ(CEL_SETTING_OBJECTS, 8);
  EXPECT_EQ(CEL_SETTING_NEW_OBJECTS, 9);
  EXPECT_EQ(CEL_SETTING_IMAGES, 10);
  EXPECT_EQ(CEL_SETTING_OBJECT_LIST, 11);
  EXPECT_EQ(CEL_SETTING_MEASUREMENT, 12);
  EXPECT_EQ(CEL_SETTING_COUNT, 13);
  EXPECT_EQ(CEL_SETTING_FOLDER, 14);
  EXPECT_EQ(CEL_SETTING_COLOR, 15);
  EXPECT_EQ(CEL_SETTING_RULE, 16);
  EXPECT_EQ(CEL_VALUE_F64, 0);
  EXPECT_EQ(CEL_VALUE_F32, 1);
  EXPECT_EQ(CEL_VALUE_INTEGER, 2);
  EXPECT_EQ(CEL_VALUE_TEXT, 3);
  EXPECT_EQ(CEL_VALUE_BLOB, 4);
  EXPECT_EQ(CEL_NAME_IMAGE, 1);
  EXPECT_EQ(CEL_NAME_OBJECTS, 2);
  EXPECT_EQ(CEL_FOLDER_INPUT, 0);
  EXPECT_EQ(CEL_FOLDER_OUTPUT, 1);
  EXPECT_EQ(CEL_FOLDER_PIPELINE, 2);
  EXPECT_EQ(CEL_LOG_INFO, 0);
  EXPECT_EQ(CEL_LOG_WARNING, 1);
}

// invariant: a module makes its Queue of a cel_queue member by member, and kernels take either for the other.
TEST(PluginLayout, QueueIsTheQueueBackendOfCudaCore) {
  EXPECT_EQ(sizeof(cel_queue), sizeof(QueueBackend));
#define EXPECT_SAME_PLACE(field) \
  EXPECT_EQ(offsetof(cel_queue, field), offsetof(QueueBackend, field)) << #field
  EXPECT_SAME_PLACE(struct_size);
  EXPECT_SAME_PLACE(kind);
  EXPECT_SAME_PLACE(ordinal);
  EXPECT_SAME_PLACE(threads);
  EXPECT_SAME_PLACE(stream);
  EXPECT_SAME_PLACE(self);
  EXPECT_SAME_PLACE(allocate);
  EXPECT_SAME_PLACE(release);
  EXPECT_SAME_PLACE(parallel_for);
  EXPECT_SAME_PLACE(launches);
  EXPECT_SAME_PLACE(copies);
#undef EXPECT_SAME_PLACE
}

}  // namespace
}  // namespace cellerate
